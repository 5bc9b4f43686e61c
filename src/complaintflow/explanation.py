"""Answers as text: a ruling, a clock, a conflict of interest or a count, with its clauses.

Plain text, fit for a letter or a log. Nothing is decided here. It is long because each kind of reason and note
has its sentence in one `match`, of which the type checker sees that none is missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from complaintflow.auditing import Audit, Judged, Verdict
from complaintflow.case import Event, alike
from complaintflow.clock_text import clock_lines, count_lines, time_text
from complaintflow.conflicts import Bar
from complaintflow.conventions import Span
from complaintflow.counts import Reached
from complaintflow.deadlines import Clock
from complaintflow.entitled import WhoMay
from complaintflow.forecast_text import forecast_lines
from complaintflow.forecasting import Forecast
from complaintflow.moments import Moment
from complaintflow.phrasing import all_of, any_of, clause_text, day_text, may_bring, must_come
from complaintflow.plans import Blocked, Plan, Undecided
from complaintflow.procedure import (
    PERSON_TOLD,
    RETRACTED,
    ActedIn,
    Condition,
    Did,
    Is,
    Of,
    Work,
    answer_text,
)
from complaintflow.rulings import (
    Barred,
    ConditionNotMet,
    Forbidden,
    ForWhom,
    HadTooEarly,
    LaterBarred,
    LaterUnmade,
    NoChair,
    NoQuorum,
    NotAgreed,
    Note,
    NotEligible,
    NothingToExtend,
    NotOpen,
    NotRecorded,
    Reason,
    RestsOn,
    Ruling,
    SharedOffice,
    StandsIn,
    TieDenied,
    TieNotKnown,
    TieNotThen,
    TooEarly,
    TooLate,
    Unanswered,
    Unnamed,
    UsedUp,
    Vacuous,
    WrongForm,
    WrongMembers,
    WrongRole,
    WrongShare,
    WrongTime,
)
from complaintflow.staffing_text import staffing_lines

Answer = Ruling | Clock | Bar | Reached | Audit | Forecast | WhoMay | Plan | Blocked | Undecided
"""What `explain` can put into words."""


def explain(answer: Answer, *, as_of: Moment | None = None) -> str:
    """An answer in full: what it says, on which clauses, and the days that were counted.

    `as_of` is when a clock is told: what has come by then was, what is to come is. Without it a clock is
    told as if all from which it counts had come.

    Due moments are in the procedure's own zone, and so are those of a record, and from which a count
    starts; `as_of` stands as given. The
    text has several lines and ends without a line break.

    Raises:
        TypeError: for anything else.
    """
    if not isinstance(answer, Answer):
        raise TypeError(
            "explain takes a ruling, clock, bar, count, audit, forecast, staffing or who may, "
            f"not {type(answer).__name__}"
        )
    return "\n".join(_lines(answer, as_of))


def _lines(answer: Answer, as_of: Moment | None) -> Iterator[str]:
    match answer:
        case Ruling():
            yield from _ruling(answer)
        case Clock():
            yield from clock_lines(answer, as_of)
        case Bar():
            yield from _bar(answer)
        case Reached():
            yield from count_lines(answer)
        case Audit():
            yield from _audit(answer)
        case Forecast():
            yield from forecast_lines(answer)
        case WhoMay():
            yield from _who_may(answer)
        case Plan() | Blocked() | Undecided():
            yield from staffing_lines(answer)


def message(reason: Reason) -> str:
    """What stands against it, in one line."""
    match reason:
        case NotOpen(step=step, place=place, stage=None):
            return f"{step} belongs to {place}, and nothing has opened a case yet"
        case NotOpen(step=step, place="begins", stage=stage):
            return f"{step} opens a case, and this one is in {stage} already"
        case NotOpen(step=step, place="throughout", stage=stage):
            return f"{step} leads on from a stage, and the case rests in {stage}"
        case NotOpen(step=step, place=place, stage=stage):
            return f"{step} belongs to {place}, and the case is in {stage}"
        case NotRecorded(other=other):
            return f"it bears on {other}, which was refused and so is not in the record"
        case WrongRole(steps=[_, *_] as steps):
            return f"a holder is named by {any_of(steps)}; to tell of one passes what that asks"
        case WrongRole(person=None, needs=needs, vacant=True):
            return f"nobody in the case holds {any_of(needs)}"
        case WrongRole(person=None, needs=needs):
            return f"it is not said who does it; it is for {any_of(needs)}"
        case WrongRole(person=person, holds=holds, needs=needs, appointed=appointed):
            what = "is chosen from" if appointed else "it is for"
            office = f"holds {all_of(holds)}" if holds else "holds no office in this case"
            end = f"the choice is from {any_of(needs)}" if appointed else f"{what} {any_of(needs)}"
            return f"{person} {office}; {end}"
        case TooEarly(waits_for=anchors):
            return ", and ".join(must_come(anchors))
        case HadTooEarly(step=step, person=person, had=had, sent=sent):
            return f"{person} cannot have had {step} on {day_text(had)}: it is of {day_text(sent)}"
        case ConditionNotMet(condition=condition, answer=None):
            return f"it depends on {condition.fact}, which is not asked in this case"
        case ConditionNotMet(condition=condition, negated=True):
            return f"it is shut while {condition} holds"
        case ConditionNotMet(condition=condition, answer=answer):
            said = "not asked" if answer is None else answer_text(answer)
            return f"it needs {condition}, and the answer is {said}"
        case Unanswered(fact=fact):
            return f"{fact.name} has not been answered ({fact.means})"
        case WrongForm(needs=needs, given=None):
            return f"it is not said how it was made; only {any_of(needs)} leads on"
        case WrongForm(needs=needs, given=given):
            return f"it was made by {given}; only {any_of(needs)} leads on"
        case TooLate(rule=rule, due=due) if rule.endswith(".before_time_is_up"):
            return f"the time that it would extend was up on {day_text(due)}"
        case TooLate(due=due):
            return f"the time for it ended on {day_text(due)}"
        case NotAgreed(needs=needs, kept=()):
            return f"{all_of(needs)} must agree to it, and the record does not say so"
        case NotAgreed(needs=needs, kept=kept):
            do_not = ", and ".join(map(_does_not_count, kept))
            return f"{all_of(needs)} must agree to it; {do_not} [{all_of(_rules(kept))}]"
        case WrongTime() as wrong:
            return _wrong_time(wrong)
        case NothingToExtend(of=of, done=done, ended=ended, never=never):
            if never:
                why = f"{of} need not be done"
            elif done is not None:
                why = f"{of} was done on {day_text(done)}"
            elif ended is not None:
                why = f"{of} no longer had to be done, from {day_text(ended)} on"
            else:
                why = f"the time for {of} does not run yet"
            return f"{why}, so there is nothing to extend"
        case UsedUp(step=step, used=used):
            return f"{step} may happen once, and did on {day_text(used)}"
        case NotEligible(person=person, role=role, may_be=may_be):
            return f"{person} cannot be {role}: none of {all_of(may_be)} is true of this person"
        case Barred(act=act, person=person, says=says) if act in (PERSON_TOLD, RETRACTED):
            return f"{person} {says}, and what would change that is for somebody else to record"
        case Barred(only=str(only), person=person, untold=()):
            return f"{only}; {person} is not such a person"
        case Barred(only=str(only), untold=untold):
            whether = any_of(dict.fromkeys(f"{tie.person} is {tie.tie}" for tie in untold))
            return f"{only}; nobody has told whether {whether}"
        case Barred(until=date() as until, person=person, says=says, act=act):
            was = f"{person} was somebody who {says} until {day_text(until)}"
            return f"{was}, within the last {reason.within_last}, and is kept from {act}"
        case Barred(within_last=Span() as span, tie=Did() | ActedIn(), person=person, says=says):
            return f"{person} {says} within the last {span}, and is kept from {reason.act}"
        case Barred(person=person, says=says, act=act):
            return f"{person} {says}, and is kept from {act}"
        case ForWhom(fact=fact, says=says, person=None, among=among):
            return f"{fact} is answered for each who {says}, and it does not say for whom: {all_of(among)}"
        case ForWhom(fact=fact, says=says, person=person):
            return f"{fact} is answered for each who {says}, and that is not known of {person}"
        case Unnamed(act=act, kept=kept):
            return f"it is not said who takes {act} back, and {any_of(kept)} may not"
        case LaterBarred(bar=bar, at=at):
            did = f"{bar.person} took part in {bar.act} on {day_text(at)}"
            return f"{did}, and could not have: {bar.person} {bar.says}"
        case NoQuorum() as few:
            return _no_quorum(few)
        case WrongMembers() as wrong:
            return _wrong_members(wrong)
        case WrongShare(role=role, share=share, says=says, counted=counted):
            who = f"{len(counted)} ({all_of(counted)})" if counted else "nobody"
            return (
                f"{role} needs {share.number} who {says}; of those who count it is certain of {who}"
            )
        case NoChair(role=role, chair=None):
            return f"{role} has a chair, and it is not said who that was"
        case NoChair(role=role, chair=chair):
            return f"{chair} is not one of those who sat and count for {role}, and cannot be in the chair"
        case LaterUnmade(act=act, at=at, lack=lack):
            return f"{act} on {day_text(at)} could not stand then: {message(lack)}"
        case Forbidden(step=step):
            return f"{step} is forbidden"


def mend(reason: Reason) -> str:
    """What would make it allowed, in one line."""
    match reason:
        case NotOpen(stage=None):
            return "record first how the complaint came in"
        case NotOpen(place="begins"):
            return "begin another case for another complaint"
        case NotOpen(place="throughout"):
            return "nothing leads on from where a case rests"
        case NotOpen(place=place):
            return f"it can be recorded while the case is in {place}"
        case NotRecorded(other=other):
            return f"mend what keeps {other} out first"
        case WrongRole(steps=[_, *_] as steps):
            return f"record {any_of(steps)}"
        case WrongRole(needs=needs, appointed=True):
            return f"name somebody who holds {any_of(needs)}"
        case WrongRole(needs=needs):
            return f"let somebody do it who holds {any_of(needs)}" + _could(reason)
        case TooEarly(waits_for=anchors):
            return ", and ".join(may_bring(anchors))
        case HadTooEarly(step=step):
            return f"correct the day on which it was received, or that of {step}"
        case ConditionNotMet(condition=condition, answer=None):
            return f"it is only for cases in which {condition.fact} is asked"
        case ConditionNotMet(condition=condition, negated=True):
            return f"it opens if {condition.fact} is answered otherwise"
        case ConditionNotMet(condition=condition):
            return f"it opens if {condition.fact} is answered with {answer_text(condition.answer)}"
        case Unanswered(fact=fact):
            return f"let {any_of(fact.decided_by)} answer {fact.name}"
        case WrongForm(needs=needs):
            return f"record it with how: {needs[0]}, once that is so"
        case TooLate(late_if=waiver) if waiver:
            return f"it is let through late if {all_of(map(str, waiver))}"
        case TooLate():
            return "it can only be recorded with an override, which says who allowed it and why"
        case NotAgreed(needs=needs):
            have = "has" if len(needs) == 1 else "have"
            could = _could(reason, reason.could) if reason.kept or reason.by_appointment else ""
            return f"record it with agreed_by, once {all_of(needs)} {have} agreed{could}"
        case WrongTime(settles=None, allowed=allowed):
            return f"say the time under settles: {allowed}"
        case WrongTime(allowed=allowed, earliest=None, latest=latest) if latest is not None:
            return f"settle {allowed} at most"
        case WrongTime(allowed=allowed):
            return f"settle {allowed}"
        case NothingToExtend(done=None, ended=None, never=False):
            return "wait until the time runs"
        case NothingToExtend(done=None):
            return "leave it out; what need not be done needs no more time"
        case NothingToExtend():
            return "leave it out; what is done needs no more time"
        case UsedUp():
            return "more time than that needs an override, which says who allowed it and why"
        case NotEligible(may_be=may_be):
            return f"tell which of {all_of(may_be)} is true, if one is"
        case Barred(untold=[first, *_]):
            otherwise = mend(replace(reason, untold=()))
            return (
                f"if it is so, tell it of {first.person}, `is: {_as_told(first)}`; or {otherwise}"
            )
        case Barred(except_if=(), appointed=True):
            return "name somebody else"
        case Barred(except_if=()):
            return "somebody else must do it" + _could(reason)
        case Barred(except_if=conditions, deciders=deciders, spoilt=spoilt):
            wanted = all_of(_to_record(condition, reason) for condition in conditions)
            said = f"allowed here once {any_of(deciders) or 'somebody unbarred'} records {wanted}"
            return said + (f" ({all_of(spoilt)} may not decide that)" if spoilt else "")
        case ForWhom(person=None, among=among):
            return f"say under person for whom: {any_of(among)}"
        case ForWhom(person=person, says=says, among=among):
            who = f"say under person for whom: {any_of(among)}; or " if among else ""
            return f"{who}tell first of {person}, if it is so, that this person {says}"
        case Unnamed():
            return "say under by who takes it back" + _could(reason)
        case LaterBarred():
            return "name whoever it was; if it was so, an override records it, and who allowed that"
        case NoQuorum() as few:
            return _mend_quorum(few)
        case WrongMembers() as wrong:
            return _mend_members(wrong)
        case WrongShare() as wrong:
            return _mend_share(wrong)
        case NoChair(could=could):
            who = f", one of {any_of(could)}" if could else ""
            return f"say under chair who was in the chair{who}"
        case LaterUnmade():
            return "if it was so, an override records it, and who allowed that"
        case Forbidden():
            return "nothing allows it; recorded by an override it is a breach"


def _to_record(condition: Condition, reason: Barred) -> str:
    """An answer as it is recorded, and for whom where it is given for each."""
    whom = [name for each, name in reason.for_ if each == condition]
    said = f"{condition.fact}: {answer_text(condition.answer)}"
    return f"{said} for {all_of(whom)}" if whom else said


def _no_quorum(reason: NoQuorum) -> str:
    one = len(reason.counted) == 1
    if reason.rule.endswith(".holders"):
        verb = "holds it" if one or not reason.counted else "hold it"
    elif reason.could:
        verb = "may sit"
    else:
        verb = "sat who counts" if not reason.counted else "sat and count" + ("s" if one else "")
    who = f"{len(reason.counted)} ({all_of(reason.counted)})" if reason.counted else "nobody"
    kept = f"; {all_of(reason.barred)} may not sit" if reason.barred else ""
    return f"{reason.role} needs {reason.needs}, and {who} {verb}{kept}"


def _mend_quorum(reason: NoQuorum) -> str:
    lacks = reason.needs - len(reason.counted)
    more = "one more" if lacks == 1 else f"{lacks} more"
    if reason.rule.endswith(".holders"):
        return f"let {more} hold it" + _named_by(reason.names)
    if len(reason.absent) == lacks:
        return f"let {all_of(reason.absent)} sit too"
    if len(reason.absent) > lacks:
        return f"let {more} of {all_of(reason.absent)} sit too"
    also = f"let {all_of(reason.absent)} sit too, and " if reason.absent else ""
    lacks -= len(reason.absent)
    more = "one more member" if lacks == 1 else f"{lacks} more members"
    for_ = f", in the place of {all_of(reason.in_place_of)}" if reason.in_place_of else ""
    sit = "" if reason.could else " who sits too" if lacks == 1 else " who sit too"
    return f"{also}name {more}{sit}" + _named_by(reason.names) + for_


def _named_by(steps: tuple[str, ...]) -> str:
    return f", by {any_of(steps)}" if steps else ""


def _does_not_count(kept: Barred | NotEligible) -> str:
    if isinstance(kept, NotEligible):
        return f"none of {all_of(kept.may_be)} is true of {kept.person}, who does not count"
    return f"{kept.person} {kept.says} and does not count"


def _wrong_members(reason: WrongMembers) -> str:
    if reason.seated is not None:
        return f"{reason.seated} holds {reason.role} already, and comes in nobody's place"
    if reason.leaver is not None:
        return f"{reason.leaver} does not hold {reason.role}, and cannot give it up"
    if reason.unfit is not None:
        return f"with {reason.unfit} those who may sit are never made up as {reason.role} must be"
    if reason.appointed:
        return f"{reason.role} has {reason.number}, and {all_of(reason.sat)} would hold it"
    if reason.number is not None:
        return f"{reason.role} has {reason.number} members, and {all_of(reason.sat)} sat"
    said = []
    if reason.strangers:
        are = "is no member" if len(reason.strangers) == 1 else "are no members"
        said.append(f"{all_of(reason.strangers)} sat and {are} of {reason.role}")
    if reason.away is not None:
        said.append(f"{reason.away} did it and is not among those who sat")
    return ", and ".join(said)


def _mend_members(reason: WrongMembers) -> str:
    role, most = reason.role, reason.number.most if reason.number else None
    if reason.seated is not None:
        return f"name under holder somebody who does not hold {role}"
    if reason.leaver is not None:
        other = "" if reason.full else ", or leave in_place_of out"
        return f"name under in_place_of somebody who holds {role}{other}"
    if reason.unfit is not None:
        return "let another member do it"
    if reason.appointed and reason.steps:
        return f"record {any_of(reason.steps)}, and say under in_place_of who gives it up"
    if reason.told:
        return "if it was so, an override records it, and who allowed that"
    if reason.appointed:
        return "say under in_place_of who gives it up"
    if most is not None:
        return f"let {most} of them sit, and no more"
    also = [] if reason.away is None else [f"{reason.away}, who did it"]
    if not reason.strangers:
        return f"name among sat {also[0]}"
    and_ = f", and {also[0]}" if also else ""
    return (
        f"name under sat the members of {role} alone{and_}; whoever else came is named under with"
    )


def _mend_share(reason: WrongShare) -> str:
    who, number, counted = reason.says, reason.share.number, reason.counted
    if len(counted) < number.least:
        lacks = number.least - len(counted)
        more = ("one more" if lacks == 1 else f"{lacks} more") if counted else "somebody"
        more = more if counted or lacks == 1 else str(lacks)
        for_ = ", in the place of somebody else" if reason.full else ""
        told = isinstance(reason.share.who, Is | Of)
        return f"let {more} sit who {who}{for_}" + ("; or tell of whom it is true" if told else "")
    over = len(counted) - (number.most or 0)
    if over == 1:
        return f"let somebody else sit in the place of {any_of(counted)}, of whom that is not true"
    return f"let {over} others sit in the place of {over} of {all_of(counted)}, of whom that is not true"


def _as_told(tie: TieNotKnown) -> str:
    """A tie as an application tells it, under `is`."""
    to = "NAME" if tie.to_anybody else tie.to
    return tie.relation if to is None else f"{{{tie.relation}: {to}}}"


def _wrong_time(reason: WrongTime) -> str:
    if reason.settles is None:
        return f"it does not say which time it settles for {reason.of}"
    days = _between(reason.earliest, reason.latest)
    out = "beyond" if reason.earliest is None and reason.latest is not None else "outside"
    return f"{time_text(reason.settles)} for {reason.of} is {out} {reason.allowed}{days}"


def _between(earliest: Moment | None, latest: Moment | None) -> str:
    if latest is None:
        return ""
    if earliest is None:
        return f" ({day_text(latest)})"
    return f" ({day_text(earliest)} to {day_text(latest)})"


def note(remark: Note) -> str:
    """What an answer takes for granted, in one line."""
    match remark:
        case TieNotKnown(person, rule=rule):
            return f"nobody has told whether {person} is {remark.tie} ({rule})"
        case TieDenied(person, told=told, denied=denied, rule=rule):
            since = f"and not to be in {denied}, later"
            return f"{person} was said to be {remark.tie} in event {told}, {since} ({rule})"
        case TieNotThen(person, rule=rule, until=date() as until, over=True):
            return f"{person} was {remark.tie} until {day_text(until)}, and is no longer ({rule})"
        case TieNotThen(person, rule=rule, since=since):
            first = "" if since is None else f" from {day_text(since)} on"
            return f"{person} is {remark.tie} only{first} ({rule})"
        case Vacuous(rule, act, says):
            return f"nobody {says} yet, so {rule} keeps nobody from {act}"
        case StandsIn(person, role):
            return f"{person} stands in as {role}"
        case SharedOffice(role, people, 1):
            return f"{role} is an office of one, and {all_of(people)} hold it"
        case SharedOffice(role, people, most):
            return f"{role} has {most} at most, and {all_of(people)} hold it"
        case RestsOn(reading):
            return f"rests on the reading {reading}"


def _ruling(ruling: Ruling) -> Iterator[str]:
    action = ruling.action
    by = f" by {action.by}" if action.by is not None else ""
    what = f"{action.name}{by} on {day_text(action.at)}"
    yield f"{what} is permitted." if ruling.permitted else f"{what} is refused."
    for reason in ruling.reasons:
        yield f"- {message(reason)} [{reason.rule}]"
        for clause in reason.cites:
            yield f"  {clause_text(clause)}"
        yield f"  What would mend it: {mend(reason)}."
    for owed in ruling.owed if ruling.permitted else ():
        yield f"- still owed once recorded: {owed}"
    for remark in ruling.notes:
        yield f"- {note(remark)}"


def _who_may(found: WhoMay) -> Iterator[str]:
    what = f"{found.act} on {day_text(found.as_of)}"
    yield f"{what}: {all_of(found.may) or 'nobody in the case'} may."
    if found.shut:
        yield "Against everybody:"
    for reason in found.shut:
        yield f"- {message(reason)} [{reason.rule}]"
    if found.may_not:
        yield f"{all_of(found.may_not)} may not:"
    for reasons in found.may_not.values():
        for reason in reasons:
            yield f"- {message(reason)} [{reason.rule}]"
    if found.notes:
        yield "Taken for granted:"
    for remark in found.notes:
        yield f"- {note(remark)}"
    against = (found.shut, *found.may_not.values())
    clauses = dict.fromkeys(
        clause for each in against for reason in each for clause in reason.cites
    )
    if clauses:
        yield "Clauses:"
    for clause in clauses:
        yield f"- {clause_text(clause)}"


def _bar(bar: Bar) -> Iterator[str]:
    works = [name for name in bar.may_not if name in list(Work)]
    may_not = f"may not {any_of(works)}" if works else "must stand aside"
    was = f"was somebody who {bar.says} until {day_text(bar.until)}" if bar.until else bar.says
    yield f"{bar.person} {was}, and {may_not} [{bar.rule}]"
    for clause in bar.cites:
        yield f"  {clause_text(clause)}"
    yield f"  Kept from: {all_of(bar.kept_from)}."
    if bar.excepted_in:
        yield f"  An exception has been decided for {all_of(bar.excepted_in)}."


VERDICTS = {
    Verdict.IN_ORDER: "in order, as known then and as known now",
    Verdict.BREACH: "against the rules",
    Verdict.COME_TO_LIGHT: "in order as known then, against the rules as known now",
    Verdict.CLEARED: "against the rules as known then, in order as known now",
    Verdict.REPLACED: "corrected or taken back since",
}
"""What each verdict of an audit means."""


def _audit(audit: Audit) -> Iterator[str]:
    if audit.as_of is None:
        yield "Nothing has happened yet."
        return
    number = len(audit.judged)
    yield f"{number} record{'' if number == 1 else 's'} judged, as of {day_text(audit.as_of)}."
    found = [j for j in audit.judged if j.verdict is not Verdict.IN_ORDER]
    for judged in found:
        yield from _judged(judged)
    if not found:
        yield "Every event was in order, as known then and as known now."
    for denied in audit.denied:
        yield f"- {note(denied)}"
    for clock in audit.missed:
        due = "" if clock.latest is None else f" (due {day_text(clock.latest.due)})"
        then = ", in time as known then" if clock in audit.late_since else ""
        yield f"- {clock.step}{due}: {clock.status(as_of=audit.as_of)}{then}{_on(clock.clauses)}"
    for clock in audit.in_time_since:
        yield f"- {clock.step}: late as known then, not missed as known now{_on(clock.clauses)}"
    for owed in audit.owed:
        yield f"- still owed: {owed}{_on(owed.clauses)}"
    for owed in audit.left_undone:
        yield f"- left undone when its stage was left: {owed}{_on(owed.clauses)}"


def _on(clauses: tuple[str, ...]) -> str:
    return f" [{all_of(clauses)}]" if clauses else ""


def allowed_by(event: Event, own: str | None) -> str:
    """Who let an event stand against the rules, and whether that is the very person it lets act."""
    assert event.override is not None  # the caller asked
    by, action = event.override.by, event.action
    if own is None:
        return by
    said = action.particulars
    who = "who" if own == by.strip() or alike(by.strip(), (own,)) else f"held by {own}, who"
    if own == action.by:
        return f"{by}, {who} did it"
    if own in said.sat:
        return f"{by}, {who} sat"
    if own == said.person and action.name == PERSON_TOLD:
        return f"{by}, {who} holds an office by it"
    return f"{by}, {who} " + ("is named by it" if own == said.holder else "agreed to it")


def _judged(judged: Judged) -> Iterator[str]:
    action, override = judged.event.action, judged.event.override
    by = f" by {action.by}" if action.by is not None else ""
    yield f"- {action.name}{by} on {day_text(action.at)}: {VERDICTS[judged.verdict]}"
    if override is not None:
        yield f"  recorded all the same by {allowed_by(judged.event, judged.own)}: {override.why}"
    ruling = judged.then if judged.now is None or judged.now.permitted else judged.now
    for reason in ruling.reasons:
        yield f"  {message(reason)} [{reason.rule}]"
        for clause in reason.cites:
            yield f"  {clause_text(clause)}"


def _rules(bars: Iterable[Barred | NotEligible]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bar.rule for bar in bars))


def _could(reason: Reason, people: tuple[str, ...] | None = None) -> str:
    people = reason.who_else if people is None else people
    if people:
        return f"; {any_of(people)} could"
    nobody = "; nobody else in the case could"
    if reason.by_appointment:
        return f"{nobody} until {any_of(reason.by_appointment)} names somebody"
    return nobody
