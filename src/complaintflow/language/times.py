"""Times of a policy linked to what they mean: periods, bands, who settles them, what extends them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from complaintflow import procedure as law
from complaintflow.diagnostics import Diagnostic, Related, quoted
from complaintflow.gates import alternatives
from complaintflow.language import spans
from complaintflow.language.circles import circles
from complaintflow.language.document import Document, ExtensionDoc, StepDoc
from complaintflow.language.instants import Hang, Moments, hanging
from complaintflow.language.phrases import Phrases
from complaintflow.language.spans import Preposition
from complaintflow.language.tree import Scalar
from complaintflow.periods import DayOne, Unit


class Times:
    """The deadlines of a policy, in the order in which its steps are linked."""

    def __init__(self, phrases: Phrases, documents: Sequence[Document], moments: Moments) -> None:
        self.phrases = phrases
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
            up_to=None if up_to is None else self._period(up_to, spans.plain_period, of),
            before_time_is_up=doc.before_time_is_up is not None,
            once=doc.once is not None,
        )

    def add(self, doc: StepDoc, step: law.Step, extensions: tuple[law.Extension, ...]) -> None:
        """The clocks of a step: its aim, and its promise or window, which is what is extended.

        What settles its time settles that too, unless its aim alone is a band.
        """
        must = step.duty is law.Duty.MUST
        written = (
            (law.Kind.AIM, doc.aim_within),
            (law.Kind.PROMISE if must else law.Kind.WINDOW, doc.within),
        )
        extended = doc.within if doc.within is not None else doc.aim_within
        for name in doc.may_extend if extended is None else ():
            message = f"{quoted(step.name)} has no time that {quoted(name)} could extend"
            help_ = f"give {quoted(step.name)} a `within` or an `aim_within`"
            self.problems.append(Diagnostic("wrong-shape", message, name.place, help=help_))
        periods = [
            (kind, scalar, period)
            for kind, scalar in written
            if scalar is not None
            and (period := self._period(scalar, spans.period, step.name)) is not None
        ]
        bands = [scalar for _, scalar, period in periods if period.least is not None]
        settled = bands[-1] if bands else extended
        for kind, scalar, period in periods:
            deadline = law.Deadline(
                step=step.name,
                place=step.place,
                kind=kind,
                period=period,
                settled_by=self.settled_by.get(step.name, ()) if scalar is settled else (),
                extensions=extensions if scalar is extended else (),
            )
            self.deadlines.append(replace(deadline, cites=self._cites(step, deadline)))

    def _cites(self, step: law.Step, deadline: law.Deadline) -> tuple[law.Clause, ...]:
        """The clauses of a deadline, and those of the moments from which it counts."""
        found = [*step.cites.of(deadline.key)]
        ahead = [*alternatives([deadline.of])]
        seen: set[str] = set()
        while ahead:
            each = ahead.pop(0)
            if isinstance(each, law.MomentNamed) and each.name not in seen:
                seen.add(each.name)
                moment = self.moments.get(each.name)
                found += () if moment is None else moment.cites.clauses
                ahead += () if moment is None else alternatives(moment.anchors)
        return tuple(dict.fromkeys(found))

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

    def _period(
        self, scalar: Scalar, read: Callable[[str], spans.PeriodPhrase], of: str
    ) -> law.Period | None:
        """A period for the step `of`."""
        phrase = self.phrases.read(scalar, read)
        if phrase is None:
            self._anchor_all_the_same(scalar)
            return None
        anchor = self.phrases.anchor_of(scalar, phrase.anchors)
        self.hangs += hanging(self.phrases, str(of), scalar, phrase.anchors)
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
            Preposition.BEGINNING_WITH: DayOne.SAME_DAY,
        }[phrase.preposition]
        return law.Period(anchor, phrase.span, day_one, phrase.least)
