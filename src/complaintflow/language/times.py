"""Times of a policy linked to what they mean: periods, bands, who settles them, what extends them."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from complaintflow import procedure as law
from complaintflow.conventions import DayOne, KindOfDay, Span, Unit
from complaintflow.diagnostics import Diagnostic, Related, quoted
from complaintflow.gates import alternatives
from complaintflow.language import sentences, spans
from complaintflow.language.circles import circles
from complaintflow.language.clauses import Clauses
from complaintflow.language.document import Document, ExtensionDoc, FactDoc, StepDoc, StillDoc
from complaintflow.language.instants import Hang, Moments, hanging
from complaintflow.language.names import Sort
from complaintflow.language.phrases import Phrases
from complaintflow.language.sentences import AnchorPhrase
from complaintflow.language.spans import Preposition
from complaintflow.language.tree import Scalar
from complaintflow.language.values import UNSTATED


class Times:
    """The deadlines of a policy, in the order in which its steps are linked."""

    def __init__(
        self,
        phrases: Phrases,
        clauses: Clauses,
        documents: Sequence[Document],
        own_days: Sequence[KindOfDay],
        moments: Moments,
    ) -> None:
        self.own_days = own_days
        self.phrases = phrases
        self.clauses = clauses
        self.moments = moments.linked
        self.problems = phrases.problems
        self.documents = documents
        self.deadlines: list[law.Deadline] = []
        self.hangs: list[Hang] = [*moments.hangs]
        self.settled_by = self._settlers()

    def _settlers(self) -> dict[str, tuple[str, ...]]:
        """By step, the steps that settle its time."""
        found: dict[str, tuple[str, ...]] = {}
        for document in self.documents:
            for steps in document.all_steps():
                for name, step in steps.items():
                    for settled in map(str, step.sets_time_of):
                        found[settled] = (*found.get(settled, ()), str(name))
        return found

    def extension(self, name: Scalar, doc: ExtensionDoc, of: Scalar) -> law.Extension:
        """A way to more time for the step `of`."""
        up_to = doc.up_to
        return law.Extension(
            step=str(name),
            up_to=None if up_to is None else self._up_to(up_to, of),
            before_time_is_up=doc.before_time_is_up is not None,
            once=doc.once is not None,
            because=self.phrases.named(doc.because, Sort.FACT),
            adds=None if doc.adds is None else self._adds(doc.adds),
        )

    def _adds(self, scalar: Scalar) -> Span | None:
        return self.phrases.read(scalar, lambda text: spans.length(text, self.own_days))

    def _up_to(self, scalar: Scalar, of: str) -> law.Period | None:
        found = self._limit(scalar, spans.up_to, of)
        assert not isinstance(found, law.Soon)  # the sentence has refused it
        return found

    def add(self, doc: StepDoc, step: law.Step, extensions: tuple[law.Extension, ...]) -> None:
        """The clocks of a step: its aim, and its promise or window, which is what is extended.

        What settles its time settles that too, unless its aim alone is a band. `at_latest` caps
        the promise or window, and where there is none, or none with a last day, is one, and then runs on
        as a ceiling does that runs on.
        """
        kind = law.Kind.PROMISE if step.duty is law.Duty.MUST else law.Kind.WINDOW
        extended = doc.within if doc.within is not None else doc.aim_within
        self._nothing_to_move(doc, step, extended)
        self._never_recorded(doc, step)
        cap = (
            None if doc.at_latest is None else self._limit(doc.at_latest, spans.ceiling, step.name)
        )
        assert not isinstance(cap, law.Soon)  # the sentence has refused it
        stills = tuple(self._still(each, step) for each in doc.stands_still)
        written = ((law.Kind.AIM, "aim_within", doc.aim_within), (kind, "within", doc.within))
        limits = [
            (kind_, key, scalar, limit)
            for kind_, key, scalar in written
            if scalar is not None
            and (limit := self._limit(scalar, spans.time_limit, step.name)) is not None
        ]
        bands = [
            scalar
            for _, _, scalar, limit in limits
            if isinstance(limit, law.Period) and limit.least is not None
        ]
        settled = bands[-1] if bands else extended
        capped = any(key == "within" and isinstance(each, law.Period) for _, key, _, each in limits)
        for kind_, key, scalar, limit in limits:
            if scalar is extended and isinstance(limit, law.Period):
                self._other_kind_of_time(doc, limit, extensions)
            self._deadline(
                step,
                kind_,
                limit,
                key=key,
                settled_by=self.settled_by.get(step.name, ()) if scalar is settled else (),
                extensions=extensions if scalar is extended else (),
                at_latest=cap if key == "within" and capped else None,
                stills=stills,
            )
        if cap is not None and not capped:
            moved_by = tuple(each for each in stills if not each.ceiling_runs_on)
            self._deadline(step, kind, cap, key="at_latest", stills=moved_by)
        if doc.every is not None and doc.every != UNSTATED:
            self._recurring(doc.every, doc.until, step, stills)
        elif doc.until is not None:
            message = f"nothing recurs in {quoted(step.name)} that could end"
            help_ = "give it `every: 20 working days of NAME`, or take `until` out"
            self.problems.append(Diagnostic("wrong-shape", message, doc.until.place, help=help_))

    def _other_kind_of_time(
        self, doc: StepDoc, limit: law.Period, extensions: Sequence[law.Extension]
    ) -> None:
        """Hours that are added to days, or days to hours: nobody could say where they end."""
        in_hours = limit.span.unit is Unit.HOURS
        for extension, way in zip(extensions, doc.may_extend.values(), strict=True):
            if extension.adds is None or (extension.adds.unit is Unit.HOURS) is in_hours:
                continue
            assert way.adds is not None  # it was read from there
            what, had = ("days", "hours") if in_hours else ("hours", "days")
            message = f"{what} are added to a time that is counted in {had}"
            help_ = f"write it in {had}, or say under `up_to` how far it reaches"
            self.problems.append(Diagnostic("wrong-shape", message, way.adds.place, help=help_))

    def question(self, doc: FactDoc, fact: law.Fact) -> None:
        """The clock of a question: by when it is to be answered."""
        limit = None if doc.within is None else self._limit(doc.within, spans.time_limit, fact.name)
        if limit is not None:
            self._deadline(fact, law.Kind.PROMISE, limit, key="within")

    def _deadline(
        self,
        act: law.Step | law.Fact,
        kind: law.Kind,
        period: law.Period | law.Soon,
        *,
        key: str,
        settled_by: tuple[str, ...] = (),
        extensions: tuple[law.Extension, ...] = (),
        at_latest: law.Period | None = None,
        stills: tuple[law.StandStill, ...] = (),
        again: law.Again | None = None,
    ) -> None:
        capped = () if at_latest is None else act.cites.of("at_latest")
        anchors = [period.of, *(each.of for each in (at_latest,) if each is not None)]
        counted = self._cited_by_moments(anchors)
        self.deadlines.append(
            law.Deadline(
                step=act.name,
                place=act.place if isinstance(act, law.Step) else "throughout",
                kind=kind,
                period=period,
                key=key,
                settled_by=settled_by,
                extensions=extensions,
                at_latest=at_latest,
                stills=stills,
                again=again,
                cites=tuple(dict.fromkeys((*act.cites.of(key), *capped, *counted))),
            )
        )

    def _nothing_to_move(self, doc: StepDoc, step: law.Step, extended: Scalar | None) -> None:
        """More time, a waiver or a stand-still where there is no time."""
        moves = [
            (name.place, quoted(name), "could extend")
            for name in (doc.may_extend if extended is None else ())
        ]
        if extended is None and doc.at_latest is None and doc.every in (None, UNSTATED):
            moves += [(e.first_day.place, "`stands_still`", "could stop") for e in doc.stands_still]
        for place, what, does in moves:
            message = f"{quoted(step.name)} has no time that {what} {does}"
            help_ = f"give {quoted(step.name)} a `within` or an `aim_within`"
            self.problems.append(Diagnostic("wrong-shape", message, place, help=help_))
        for fact in doc.late_if:
            if step.duty is not law.Duty.MAY or (doc.within is None and doc.at_latest is None):
                message = f"{quoted(step.name)} has no window that could be late"
                help_ = "give `late_if` to a step under `may` or `begins` that has a `within`"
                self.problems.append(Diagnostic("wrong-shape", message, fact.place, help=help_))
                break

    def _never_recorded(self, doc: StepDoc, step: law.Step) -> None:
        """What only a record of a step would do, where it is a name for others and has none."""
        if not doc.met_by:
            return
        lost = {
            "then": [] if doc.then is None else [doc.then],
            "appoints": [] if doc.appoints is None else [doc.appoints],
            "sets_time_of": doc.sets_time_of,
            "agreed_by": doc.agreed_by,
            "signed_by": doc.signed_by,
            "copies_to": doc.copies_to,
        }
        for key, written in lost.items():
            for scalar in written[:1]:
                message = (
                    f"{quoted(step.name)} is never recorded itself, so its `{key}` does nothing"
                )
                help_ = f"write `{key}` under {quoted(doc.met_by[0])}, or take `met_by` out"
                self.problems.append(Diagnostic("wrong-shape", message, scalar.place, help=help_))

    def _still(self, doc: StillDoc, step: law.Step) -> law.StandStill:
        cites = self.clauses.cites(doc.first_day, doc.cites) if doc.cites is not None else None
        return law.StandStill(
            first_day=self._edge(doc.first_day, step.name),
            last_day=self._edge(doc.last_day, step.name),
            ceiling_runs_on=doc.ceiling is not None,
            cites=step.cites.of("stands_still") if cites is None else cites.clauses,
        )

    def _edge(self, scalar: Scalar, of: str) -> law.Edge:
        phrase = self.phrases.read(scalar, spans.edge)
        if phrase is None:
            return law.Edge(law.Happened(""))  # the mistake has been told
        return law.Edge(self._anchor(scalar, phrase.anchors, of), phrase.next_to)

    def _recurring(
        self,
        every: Scalar,
        until: Scalar | None,
        step: law.Step,
        stills: tuple[law.StandStill, ...],
    ) -> None:
        """The clock of what is done again and again at a stated interval."""
        phrase = self.phrases.read(every, lambda text: spans.recurring(text, self.own_days))
        ended = None if until is None else self.phrases.read(until, sentences.anchors)
        end = None if until is None or ended is None else self._anchor(until, ended, step.name)
        if phrase is None:
            return
        again = law.Again(by_schedule=phrase.by_schedule, until=end)
        period = self._linked(every, phrase, step.name)
        self._deadline(step, law.Kind.PROMISE, period, key="every", stills=stills, again=again)

    def _cited_by_moments(self, anchors: Iterable[law.Anchor]) -> Iterator[law.Clause]:
        """The clauses of the moments from which a time counts, and of those behind them."""
        ahead = [*alternatives(anchors)]
        seen: set[str] = set()
        while ahead:
            each = ahead.pop(0)
            moment = self.moments.get(each.name) if isinstance(each, law.MomentNamed) else None
            if moment is not None and moment.name not in seen:
                seen.add(moment.name)
                yield from moment.cites.clauses
                ahead += alternatives(moment.anchors)

    def _anchor_all_the_same(self, scalar: Scalar) -> None:
        """After days of no kind the anchor may be wrong too; both are told at once."""
        if self.problems[-1].code == "bare-days":
            phrases = self.phrases.read(scalar, spans.anchors_of)
            if phrases:
                self.phrases.anchor_of(scalar, phrases)

    def circular(self) -> None:
        """A time that hangs on itself never starts: one that counts from when it is missed itself."""
        waits_for: dict[str, list[str]] = {}
        for name, on, _ in self.hangs:
            waits_for.setdefault(name, []).append(on)
        for circle in circles(waits_for):
            first, *others = [each for each in self.hangs if {*each[:2]} <= {*circle}]
            name, _, place = first
            moment = name in self.moments
            what, verb = ("the moment", "comes") if moment else ("the time for", "starts")
            self.problems.append(
                Diagnostic(
                    "circular-time",
                    f"{what} {quoted(name)} hangs on itself, so it never {verb}",
                    place,
                    help="count one of them from a step that is done, or from `start of STAGE`",
                    related=tuple(Related(at, "this is part of the circle") for *_, at in others),
                )
            )

    def _limit(
        self,
        scalar: Scalar,
        read: Callable[[str, Sequence[KindOfDay]], spans.PeriodPhrase | spans.SoonPhrase],
        of: str,
    ) -> law.Period | law.Soon | None:
        """A time for the step `of`."""
        phrase = self.phrases.read(scalar, lambda text: read(text, self.own_days))
        if phrase is None:
            self._anchor_all_the_same(scalar)
            return None
        if isinstance(phrase, spans.SoonPhrase):
            return law.Soon(self._anchor(scalar, phrase.anchors, of))
        return self._linked(scalar, phrase, of)

    def _anchor(self, scalar: Scalar, phrases: Sequence[AnchorPhrase], of: str) -> law.Anchor:
        """An anchor on which the time of the step `of` hangs."""
        self.hangs += hanging(self.phrases, str(of), scalar, phrases)
        return self.phrases.anchor_of(scalar, phrases)

    def _linked(self, scalar: Scalar, phrase: spans.PeriodPhrase, of: str) -> law.Period:
        """A period that has been read; `scalar` is the text in which it stands."""
        anchor = self._anchor(scalar, phrase.anchors, of)
        unit = scalar.part(phrase.unit_at.start, phrase.unit_at.end)
        counting = self.documents[-1].counting
        if (
            phrase.span.unit is Unit.WORKING_DAYS
            and counting is not None
            and counting.working_days is None
        ):
            self.problems.append(
                Diagnostic(
                    "unknown-calendar",
                    "the document does not say which working days these are",
                    unit,
                    help="add `working_days: england-and-wales` under `counting`",
                )
            )
        day_one = {
            Preposition.OF: DayOne(counting.day_one) if counting else DayOne.DAY_AFTER,
            Preposition.AFTER: DayOne.DAY_AFTER,
            Preposition.BEFORE: DayOne.DAY_AFTER,
            Preposition.BEGINNING_WITH: DayOne.SAME_DAY,
        }[phrase.preposition]
        if phrase.clear and day_one is DayOne.SAME_DAY:
            day_one = DayOne.DAY_AFTER  # clear days leave out both ends, however others are counted
        backwards = phrase.preposition is Preposition.BEFORE
        return law.Period(anchor, phrase.span, day_one, phrase.least, backwards, phrase.clear)
