"""Rules that are no steps, as sentences: who stands aside, who stands in, who answers what."""

from collections.abc import Iterator, Mapping

from complaintflow.calendars import WEEKDAYS, Calendar
from complaintflow.conventions import DayOne, Roll, Unit
from complaintflow.procedure import (
    ActedIn,
    Cites,
    Conflict,
    Did,
    Fact,
    Held,
    Holds,
    Is,
    Of,
    Place,
    Procedure,
    Role,
    Step,
    Who,
    Work,
    answer_text,
)
from complaintflow.render.acts import act_of, do
from complaintflow.render.days import in_hours, is_same_day, link, periods_of
from complaintflow.render.times import limit
from complaintflow.render.words import (
    Voice,
    all_of,
    all_who,
    any_of,
    any_who,
    any_whom,
    bare,
    conditions,
    holds,
    is_pronoun,
    named,
    question,
    sentence,
    stage,
    the_complaint,
    title,
    who,
    whom,
)

WORK: Mapping[str, str] = {
    Work.CONSIDER: "consider",
    Work.INVESTIGATE: "investigate",
    Work.DECIDE: "decide on",
    Work.REVIEW: "review",
    Work.ADVISE: "advise on",
    Work.SUPPORT: "support anybody in",
    Work.ADMINISTER: "do the paperwork of",
}
"""Each kind of work, as it stands before *the complaint*."""

WORK_DONE: Mapping[Work, str] = {
    Work.CONSIDER: "considered",
    Work.INVESTIGATE: "investigated",
    Work.DECIDE: "decided on",
    Work.REVIEW: "reviewed",
    Work.ADVISE: "advised on",
    Work.SUPPORT: "supported anybody in",
    Work.ADMINISTER: "did the paperwork of",
}
"""Each kind of work once it is done, as it stands before *the complaint*."""


def conflict_text(voice: Voice, conflict: Conflict) -> str:
    """Who is kept from what, and the exception, in full."""
    match conflict.key:
        case "different_people":
            return sentence(_different_people(voice, conflict))
        case "same_person":
            return sentence(_same_person(voice, conflict))
        case "must_be":
            (role,) = conflict.words
            return " ".join(must_be_texts(voice, voice.procedure.roles[role]))
        case "only":
            said = [sentence(_only(voice, conflict))]
        case _:
            who_ = _whoever(voice, conflict.who) + _lately(conflict)
            said = [sentence(f"{who_} must not {_barred_acts(voice, conflict)}")]
    if conflict.has_exception:
        where = any_of(stage(voice, each) for each in conflict.except_in)
        what = " and ".join(f"if {holds(voice, each)}" for each in conflict.except_if)
        allowed = ", ".join(part for part in (f"in {where}" if where else "", what) if part)
        if any(voice.procedure.facts[each.fact].for_each for each in conflict.except_if):
            allowed += "; what is said for one of them holds for nobody else"
        said.append(sentence(f"that is allowed all the same {allowed}".rstrip()))
    return " ".join(said)


def _only(voice: Voice, conflict: Conflict) -> str:
    """Who alone may do what; what somebody must have done counts once it was done."""
    wanted = _whoever(voice, conflict.who, "somebody") + _lately(conflict)
    once = " once there is one" if all(made_by_the_case(each) for each in conflict.who) else ""
    return f"only {wanted} may{once and f',{once},'} {_barred_acts(voice, conflict)}"


def _lately(conflict: Conflict) -> str:
    """For how long before the act it counts what was so, as it follows whoever is meant."""
    span = conflict.within_last
    if span is None:
        return ""
    done = all(isinstance(who, Did | ActedIn) for who in conflict.who)
    return f" within the last {span}" if done else f", now or within the last {span},"


def made_by_the_case(who: Who) -> bool:
    """Whether what happens in a case makes a tie, and nobody tells it."""
    return isinstance(who.whom if isinstance(who, Of) else who, Did | Held | ActedIn)


def _same_person(voice: Voice, conflict: Conflict) -> str:
    """That some offices, or acts, must fall to one person."""
    law, names = voice.procedure, conflict.words
    if all(name in law.roles for name in names):
        return f"{all_who(voice, names)} must be the same person"
    acts = [f"act as {whom(voice, n)}" if n in law.roles else _act(voice, n) for n in names]
    return f"the same person must {all_of(acts)}"


def _barred_acts(voice: Voice, conflict: Conflict) -> str:
    acts = (_act(voice, name) for name in conflict.words if name not in WORK)
    return _any_long((*_works(voice, conflict), *acts))


def _different_people(voice: Voice, conflict: Conflict) -> str:
    """That some offices, or acts, must not fall to one person."""
    law, names = voice.procedure, conflict.words
    if all(name in law.roles for name in names):
        return f"{all_who(voice, names)} must be different people"
    acts = [f"act as {whom(voice, n)}" if n in law.roles else _act(voice, n) for n in names]
    if len(acts) == 2:
        return f"nobody may both {all_of(acts)}"
    return f"nobody may do more than one of these: {'; '.join(acts)}"


def _any_long(phrases: tuple[str, ...]) -> str:
    """Any of these; a comma stands before the last where one of them is a long one."""
    if len(phrases) < 2 or not any(" or " in p or p.startswith("be the one ") for p in phrases):
        return any_of(phrases)
    return f"{', '.join(phrases[:-1])}, or {phrases[-1]}"


def barred_from(voice: Voice, conflict: Conflict) -> tuple[str, ...]:
    """Each act that the kinds of work of a conflict reach, in the order of the policy."""
    if WORK.keys().isdisjoint(conflict.words):
        return ()
    law = voice.procedure
    return tuple(_act(voice, each) for each in (*law.steps, *law.facts) if each in conflict.bars)


def _works(voice: Voice, conflict: Conflict) -> Iterator[str]:
    """The kinds of work as one: `consider, investigate or decide on the complaint`."""
    works = [WORK[Work(each)] for each in conflict.words if each in WORK]
    if works:
        yield f"{any_of(works)} {the_complaint(voice)}"


def _whoever(voice: Voice, whos: tuple[Who, ...], one: str = "anybody") -> str:
    """Anybody of whom one is true: the holders of offices by name, the others by what they are."""
    named_ones = [_who_holds(voice, each.role) for each in whos if isinstance(each, Holds)]
    ties = tuple(tie(voice, each) for each in whos if not isinstance(each, Holds))
    anybody = [f"{one} who {_any_long(ties)}"] if ties else []
    return any_of((*named_ones, *anybody))


def _who_holds(voice: Voice, role: str) -> str:
    body = voice.procedure.roles[role].body is not None
    return f"a member of {whom(voice, role)}" if body else who(voice, role)


def tie(voice: Voice, each: Who) -> str:
    """What is true of somebody, as it follows *anybody who*."""
    law = voice.procedure
    match each:
        case Holds(role):
            return f"is {_holder(voice, role)}"
        case Of(relation, Holds(role)):
            return f"{bare(law.relations[relation].says)} {_holder(voice, role)}"
        case Of(relation, other):
            return f"{bare(law.relations[relation].says)} somebody who {tie(voice, other)}"
        case Is(relation):
            return bare(law.relations[relation].says)
        case Held(role):
            return f"is or was {_holder(voice, role)}"
        case Did(act) if act in law.steps:
            return _did(voice, law.steps[act])
        case Did(act):
            return f"said {question(law.facts[act])}"
        case ActedIn(name, None):
            return f"acted in {stage(voice, name)}"
        case ActedIn(name, work):
            assert work is not None
            return f"{WORK_DONE[work]} {the_complaint(voice)} in {stage(voice, name)}"


def _did(voice: Voice, step: Step) -> str:
    """What somebody did by a step; where a body meets, each of those who did it sat."""
    done = act_of(voice, step)
    if done.infinitive == "meet" and all(voice.procedure.roles[each].body for each in step.by):
        return f"sat when {any_who(voice, step.by)} met {done.rest}".rstrip()
    return f"{done.past} {done.rest}".rstrip()


def _holder(voice: Voice, role: str) -> str:
    """Whoever holds an office, as an object: of a body, any of its members."""
    body = voice.procedure.roles[role].body is not None
    return f"a member of {whom(voice, role)}" if body else whom(voice, role)


def _act(voice: Voice, name: str) -> str:
    """What a name under `may_not` stands for, as it follows `must not`."""
    law = voice.procedure
    if name in law.steps:
        step = law.steps[name]
        alone = not act_of(voice, step).rest and not is_pronoun(title(voice, step.by[0]))
        return f"{do(voice, step)} as {any_whom(voice, step.by)}" if alone else do(voice, step)
    if name in law.facts:
        return f"be the one to say {question(law.facts[name])}"
    called = who(voice, name)
    if law.roles[name].body is not None:
        return f"sit on or be appointed to {whom(voice, name)}"
    if called.startswith("whoever "):
        return f"be the one who {called.removeprefix('whoever ')}"
    if is_pronoun(title(voice, name)):
        called = whom(voice, name)
    return f"act as or be appointed as {called}"


def role_rules(voice: Voice, role: Role, *, may_be: bool = True) -> Iterator[tuple[str, str]]:
    """What a role asks of whoever holds it, and who acts instead, each after the key of the rule.

    Args:
        may_be: whether what must be true of the holder is said as well.
    """
    called = who(voice, role.name)
    if role.may_be and may_be:
        wanted = any_of(bare(voice.procedure.relations[each].says) for each in role.may_be)
        yield "may_be", sentence(f"{called} must be somebody who {wanted}")
    for says in must_be_texts(voice, role):
        yield "must_be", says
    if role.one:
        yield "holders", sentence(f"only one person at a time may be {whom(voice, role.name)}")
    if role.stand_in is not None:
        yield "stand_in", stand_in_text(voice, role.name, role.stand_in)


def must_be_texts(voice: Voice, role: Role) -> Iterator[str]:
    """What all must be true of whoever holds a role, a sentence each."""
    for each in role.must_be:
        yield sentence(f"{who(voice, role.name)} must be somebody who {tie(voice, each)}")


def role_cites(role: Role, key: str) -> Cites | None:
    """The clauses behind one rule of a role; None where those of the role speak of another.

    One clause for the whole of a role with a substitute says who acts instead. That the office
    is one person's is then our way of writing it down, and not in the clause.
    """
    if (
        key == "holders"
        and key not in role.cites.by_key
        and (role.stand_in or role.may_be or role.must_be)
    ):
        return None
    return Cites(role.cites.of(key))


def stand_in_text(voice: Voice, role: str, substitute: str) -> str:
    """Who acts instead of whom, and when."""
    called, stands = whom(voice, role), who(voice, role)
    return sentence(
        f"{who(voice, substitute)} must act instead of {called}, where {stands} must stand aside "
        "or nobody holds that office"
    )


def fact_text(voice: Voice, fact: Fact) -> str:
    """Whose it is to answer a question, what the answers are, and when it is asked."""
    return sentence(f"it is for {any_whom(voice, fact.decided_by)} to {_answer(voice, fact)}")


def fact_asked(voice: Voice, fact: Fact) -> str:
    """The same, as somebody is asked for the answer: `Say whether there is a social worker.`"""
    return sentence(_answer(voice, fact))


def _answer(voice: Voice, fact: Fact) -> str:
    said = f"say {question(fact)}"
    if fact.for_each is not None:
        answered = fact.for_each
        of = f"person who {tie(voice, answered)}"
        if isinstance(answered, Holds) and is_pronoun(title(voice, answered.role)):
            of = f"of {who(voice, answered.role)}"
        said = f"say, for each {of}, {question(fact)}"
    if fact.answers != (True, False):
        said += ": " + any_of(named(answer_text(each)) for each in fact.answers)
    for each in voice.procedure.deadlines:
        if each.step == fact.name:
            said += f", {limit(voice, each)}"
    return said if fact.asked_if is None else f"{said}, if {holds(voice, fact.asked_if)}"


def place_condition(voice: Voice, place: Place) -> str | None:
    """On what condition the duties of a stage or end hold; None where there is none."""
    facts = voice.procedure.facts
    if len(place.if_) == 1 and not place.unless and facts[place.if_[0].fact].asked_if is not None:
        asked, [wanted] = facts[place.if_[0].fact].asked_if, place.if_
        assert asked is not None
        where = f"where {holds(voice, asked)}, the duties listed here hold only"
        return sentence(f"{where} if {holds(voice, wanted)}")
    said = conditions(voice, place.if_, place.unless)
    only = "only " if place.if_ else ""
    return sentence(f"the duties listed here hold {only}{said}") if said else None


def counting_text(procedure: Procedure) -> Iterator[str]:
    """How the time of this procedure is counted, for the units and conventions that it has."""
    periods = list(periods_of(procedure))
    days = [each for each in periods if not in_hours(each)]
    if any(each.span.unit is Unit.WORKING_DAYS for each in days):
        yield f"Working days are those of {_calendar(procedure.calendar)}."
    for own in procedure.own_days.values():
        if any(each.span.unit == own.kind for each in days):
            yield sentence(f"{own.kind} are {own.says}")
    ways = {each.day_one for each in days if not is_same_day(each)}
    if DayOne.DAY_AFTER in ways:
        word = link(procedure, DayOne.DAY_AFTER)
        bands = any(each.least is not None for each in days if each.day_one is DayOne.DAY_AFTER)
        or_after = " or after it" if bands and word == "of" else ""
        yield (
            f"{_SO_MANY} {word} a day”{or_after}: that day does not count; day one is the next "
            "that does."
        )
    if DayOne.NEXT_WORKING_DAY in ways:
        yield (
            f"{_SO_MANY} of a day”: that day does not count, and where it is no working day, nor "
            "does the next working day; day one is the next that counts."
        )
    if DayOne.SAME_DAY in ways:
        yield f"{_SO_MANY} beginning with a day”: day one is that day, if it is one that counts."
    if any(each.clear for each in days):
        yield "“Clear” days leave out both ends: the day that they are counted from, and the last day."
    if procedure.cut_off is not None:
        hour = procedure.cut_off.isoformat(timespec="minutes")
        yield f"What comes after {hour} on a working day counts as coming on the next one."
    if procedure.roll is not Roll.NONE:
        yield (
            f"A time that ends on a day off ends on the {procedure.roll} working day; one that is "
            "counted back moves the other way."
        )
    if procedure.day_ends is not None:
        yield f"The last day of a time ends at {procedure.day_ends.isoformat(timespec='minutes')}."
    if len(days) < len(periods):
        yield "Hours are counted day and night, on every day of the week."


_SO_MANY = "“Within so many days"

_NATIONS = {
    "england-and-wales": "England and Wales",
    "northern-ireland": "Northern Ireland",
    "scotland": "Scotland",
    "uk-any": "the United Kingdom (a bank holiday of any part of it is a day off)",
}


def _calendar(calendar: Calendar) -> str:
    """A calendar with the days of the week that are none of its working days."""
    off = [f"{name}s" for day, name in enumerate(WEEKDAYS) if day not in calendar.week]
    called = _NATIONS.get(calendar.name, f"the calendar “{calendar.name}”")
    holidays = "bank holidays" if calendar.name in _NATIONS else "its days off"
    return f"{called}, without {all_of((*off, holidays))}"
