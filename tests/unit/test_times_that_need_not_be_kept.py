"""Times of what need not be done, and of what must be done again: the clocks and what is owed agree."""

import pytest

import complaintflow as cf
from complaintflow import engine
from complaintflow.auditing import audit
from complaintflow.case import Case, Person
from complaintflow.procedure import Procedure
from tests.policies import clocks_of, day, done, owed, policy, ruling, statuses

ONLY_IF = """
roles: {you: {title: You}, officer: {title: The officer}}
facts: {serious: {means: it is serious, decided_by: officer}, looked_into: {means: it is looked into, decided_by: officer}}
begins: {came: {by: you, then: first}}
stages:
  first:
    title: First
    must:
      regulator_told: {by: officer, if: serious, within: 5 working days of came}
      letter_sent:    {by: officer, unless: serious, within: 5 working days of came}
      answered:       {by: officer, then: closed}
    may:
      ombudsman_asked: {by: you, after: missed regulator_told, then: closed}
      taken_further:   {by: you, then: second}
  second:
    title: Second
    if: looked_into
    must: {report_sent: {by: officer, within: 2 working days of taken_further}}
    may:  {noted: {by: officer, within: 2 working days of taken_further}}
ends: {closed: {title: Closed}}
"""


@pytest.fixture
def law() -> Procedure:
    return policy(ONLY_IF)


@pytest.fixture
def came(law: Procedure) -> Case:
    """A complaint that came on Monday 1 June 2026."""
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = engine.begin(law, at=day(1), people=people)
    return done(law, case, "came", day(1), "ann")


def test_no_time_runs_for_what_need_not_be_done(law: Procedure, came: Case) -> None:
    case = done(law, came, "serious", day(2), answer=False)
    assert clocks_of(law, case, "regulator_told") == []
    assert statuses(law, case, "letter_sent", day(20)) == ["overdue"]
    assert "regulator_told" not in owed(law, case, day(20))
    moves = {each.event: each for each in engine.moves(law, case, as_of=day(20))}
    assert moves["ombudsman_asked"].lacks == ("ombudsman_asked.after",)
    assert [each.step for each in audit(law, case, as_of=day(20)).missed] == ["letter_sent"]


def test_what_is_answered_late_was_never_to_be_done(law: Procedure, came: Case) -> None:
    """The answer is about the complaint, and not about the day on which it was given."""
    assert statuses(law, came, "regulator_told", day(20)) == ["overdue"]
    case = done(law, came, "serious", day(20), answer=False)
    assert clocks_of(law, case, "regulator_told") == []


def test_while_nobody_has_answered_the_time_runs(law: Procedure, came: Case) -> None:
    assert statuses(law, came, "regulator_told", day(2)) == ["running"]
    assert statuses(law, came, "letter_sent", day(2)) == ["running"]
    case = done(law, came, "serious", day(2), answer=True)
    assert statuses(law, case, "regulator_told", day(2)) == ["running"]
    assert clocks_of(law, case, "letter_sent") == []


def test_what_was_done_in_time_stays_so_whatever_is_answered_later(
    law: Procedure, came: Case
) -> None:
    case = done(law, came, "serious", day(2), answer=True)
    case = done(law, case, "regulator_told", day(3), "ola")
    case = done(law, case, "serious", day(4), answer=False)
    assert statuses(law, case, "regulator_told", day(20)) == ["met"]


def test_what_was_missed_stays_missed_when_the_answer_is_changed_later(
    law: Procedure, came: Case
) -> None:
    """D4: a breach never vanishes; only a correction changes the past."""
    case = done(law, came, "serious", day(2), answer=True)
    case = done(law, case, "serious", day(15), answer=False)
    assert statuses(law, case, "regulator_told", day(20)) == ["overdue"]
    assert "regulator_told" not in owed(law, case, day(20))
    moves = {each.event: each for each in engine.moves(law, case, as_of=day(20))}
    assert moves["ombudsman_asked"].lacks == ()
    assert "regulator_told" in [each.step for each in audit(law, case, as_of=day(20)).missed]
    wrong = case.events[-2].id
    correct = cf.Action("serious", at=day(2), by="ola", answer=False)
    case = engine.apply(law, case, correct, corrects=wrong)
    assert clocks_of(law, case, "regulator_told") == []


def test_what_had_to_be_done_is_discharged_by_another_answer_in_time(
    law: Procedure, came: Case
) -> None:
    case = done(law, came, "serious", day(2), answer=True)
    case = done(law, case, "serious", day(4), answer=False)
    assert statuses(law, case, "regulator_told", day(3)) == ["running"]
    assert statuses(law, case, "regulator_told", day(4)) == ["discharged"]
    assert statuses(law, case, "regulator_told", day(20)) == ["discharged"]
    moves = {each.event: each for each in engine.moves(law, case, as_of=day(20))}
    assert moves["ombudsman_asked"].lacks == ("ombudsman_asked.after",)
    assert [each.step for each in audit(law, case, as_of=day(20)).missed] == ["letter_sent"]


def test_an_answer_that_is_given_again_as_before_lets_the_time_run_on(
    law: Procedure, came: Case
) -> None:
    case = done(law, came, "serious", day(2), answer=True)
    for number, answer in ((4, False), (5, False), (6, True)):
        case = done(law, case, "serious", day(number), answer=answer)
    said = [statuses(law, case, "regulator_told", day(number)) for number in (3, 4, 5, 6, 8, 9)]
    assert said == [
        ["running"], ["discharged"], ["discharged"], ["running"], ["running"], ["overdue"]
    ]  # fmt: skip
    assert "regulator_told" in owed(law, case, day(6))


def test_what_starts_after_it_need_not_be_done_any_more_has_no_clock() -> None:
    """Asked for when there was consent, and again when that had been taken back."""
    law = policy(WITH_CONSENT)
    people = {"ann": Person(holds="you"), "con": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "consent", day(1), answer=True)
    case = done(law, done(law, case, "asked", day(1), "con"), "reply_sent", day(3), "ann")
    case = done(law, case, "consent", day(4), answer=False)
    case = done(law, case, "asked", day(8), "con")
    assert statuses(law, case, "reply_sent", day(30)) == ["met"]


def test_a_time_that_waits_waits_for_nothing_once_it_need_not_be_done() -> None:
    law = policy(WITH_CONSENT)
    people = {"ann": Person(holds="you"), "con": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "consent", day(1), answer=True)
    assert statuses(law, case, "reply_sent", day(2)) == ["waiting"]
    case = done(law, case, "consent", day(4), answer=False)
    case = done(law, case, "asked", day(8), "con")
    assert statuses(law, case, "reply_sent", day(3)) == ["waiting"]
    assert statuses(law, case, "reply_sent", day(30)) == ["discharged"]


def test_nor_for_what_must_be_done_in_a_stage_that_is_gone_through_only_sometimes(
    law: Procedure, came: Case
) -> None:
    case = done(
        law, done(law, came, "taken_further", day(2), "ann"), "looked_into", day(3), answer=False
    )
    assert clocks_of(law, case, "report_sent") == []
    assert statuses(law, case, "noted", day(20)) == ["closed"]


AGAIN = """
roles: {you: {title: You}, officer: {title: The officer}}
begins: {came: {by: you, then: first}}
stages:
  first:
    title: First
    must: {reply_sent: {by: you, after: asked, within: 10 working days of asked}}
    may: {asked: {by: officer}, answered: {by: officer, then: closed}}
ends: {closed: {title: Closed}}
"""


WITH_CONSENT = AGAIN.replace(
    "begins:", "facts: {consent: {means: there is consent, decided_by: you}}\nbegins:"
).replace("reply_sent: {by: you,", "reply_sent: {by: you, if: consent,")


def test_what_was_done_is_owed_again_once_its_time_starts_anew() -> None:
    """Asked a second time, she has the ten days again, and owes the reply until she has sent it."""
    law = policy(AGAIN)
    people = {"ann": Person(holds="you"), "con": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, done(law, case, "asked", day(1), "con"), "reply_sent", day(3), "ann")
    assert owed(law, case, day(3)) == []
    case = done(law, case, "asked", day(8), "con")
    assert owed(law, case, day(8)) == owed(law, case, day(30)) == ["reply_sent"]
    assert statuses(law, case, "reply_sent", day(30)) == ["met", "overdue"]
    case = done(law, case, "reply_sent", day(30), "ann")
    assert owed(law, case, day(30)) == []
    assert statuses(law, case, "reply_sent", day(30)) == ["met", "met late"]


def test_the_text_says_that_it_no_longer_had_to_be_done() -> None:
    still = "stands_still: {first_day: day of came, last_day: day before seen}, within: 10"
    law = policy(
        WITH_CONSENT.replace("within: 10", still).replace(
            "asked: {by: officer}", "asked: {by: officer}, seen: {by: officer}"
        )
    )
    people = {"ann": Person(holds="you"), "con": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "consent", day(1), answer=True)
    case = done(law, done(law, case, "asked", day(1), "con"), "consent", day(4), answer=False)
    [clock] = clocks_of(law, case, "reply_sent")
    assert cf.explain(clock).startswith(
        "reply_sent had no due date when it no longer had to be done, from Thursday 4 June 2026 on, "
        "for it stood still"
    )


def test_of_what_is_answered_for_each_an_answer_is_changed_for_one() -> None:
    law = policy(WITH_CONSENT.replace("decided_by: you", "decided_by: you, for_each: you"))
    people = {
        "ann": Person(holds="you"),
        "bea": Person(holds="you"),
        "con": Person(holds="officer"),
    }
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    for who, answer in (("ann", True), ("bea", False)):
        case = done(law, case, "consent", day(1), person=who, answer=answer)
    case = done(law, case, "asked", day(1), "con")
    assert statuses(law, case, "reply_sent", day(3)) == ["running"]  # one of them consents
    case = done(law, case, "consent", day(4), person="ann", answer=False)
    assert statuses(law, case, "reply_sent", day(3)) == ["running"]
    assert statuses(law, case, "reply_sent", day(20)) == ["discharged"]


ASKED = """
roles: {you: {title: You}, officer: {title: The officer}}
facts:
  serious:  {means: it is serious, decided_by: officer}
  grave:    {means: it is very serious, decided_by: officer, asked_if: serious}
  reported: {means: the regulator has been told, decided_by: officer, asked_if: grave, within: 5 working days of came}
begins: {came: {by: you, then: first}}
stages:
  first:
    title: First
    must: {answered: {by: officer, then: closed}}
ends: {closed: {title: Closed}}
"""


@pytest.fixture
def asking() -> tuple[Procedure, Case]:
    """A serious complaint that came on Monday 1 June 2026: whether the regulator was told is to be answered."""
    law = policy(ASKED)
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    for name in ("serious", "grave"):
        assert statuses(law, case, "reported", day(2)) == ["waiting"]
        case = done(law, case, name, day(2), answer=True)
    assert statuses(law, case, "reported", day(2)) == ["running"]
    return law, case


@pytest.mark.parametrize("name", ["serious", "grave"])
def test_a_question_that_was_missed_stays_missed_when_it_is_asked_no_more(
    asking: tuple[Procedure, Case], name: str
) -> None:
    law, case = asking
    case = done(law, case, name, day(15), answer=False)
    assert statuses(law, case, "reported", day(20)) == ["overdue"]
    assert "reported" in [each.step for each in audit(law, case, as_of=day(20)).missed]
    wrong = next(each.id for each in case.events if each.action.name == name)
    correct = cf.Action(name, at=day(2), by="ola", answer=False)
    assert clocks_of(law, engine.apply(law, case, correct, corrects=wrong), "reported") == []


def test_a_question_is_discharged_when_it_is_asked_no_more_in_time(
    asking: tuple[Procedure, Case],
) -> None:
    law, case = asking
    case = done(law, case, "grave", day(4), answer=False)
    assert statuses(law, case, "reported", day(3)) == ["running"]
    assert statuses(law, case, "reported", day(20)) == ["discharged"]
    assert audit(law, case, as_of=day(20)).missed == ()
    case = done(law, case, "grave", day(5), answer=True)
    assert statuses(law, case, "reported", day(8)) == ["running"]
    assert statuses(law, case, "reported", day(9)) == ["overdue"]


def test_a_question_that_was_never_asked_has_no_time(asking: tuple[Procedure, Case]) -> None:
    law, _ = asking
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "serious", day(15), answer=False)
    assert clocks_of(law, case, "reported") == []


EXTENDED = ONLY_IF.replace(
    "if: serious, within: 5 working days of came}",
    "if: serious, within: 5 working days of came, may_extend: {longer: {by: officer}}}",
)


def test_what_need_not_be_done_any_more_gets_no_more_time() -> None:
    law = policy(EXTENDED)
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "serious", day(2), answer=True)
    longer = {"settles": day(10)}
    assert ruling(law, case, "longer", day(3), "ola", **longer).permitted
    case = done(law, case, "serious", day(4), answer=False)
    refused = ruling(law, case, "longer", day(5), "ola", **longer)
    assert [each.rule for each in refused.reasons] == ["longer.may_extend"]
    assert (
        "regulator_told no longer had to be done, from Thursday 4 June 2026 on, so there is nothing "
        "to extend" in cf.explain(refused)
    )
    assert "what need not be done needs no more time" in cf.explain(refused)
    case = done(law, case, "serious", day(8), answer=True)
    assert ruling(law, case, "longer", day(8), "ola", **longer).permitted


def test_what_begins_after_it_need_not_be_done_any_more_stops_and_meets_no_ceiling() -> None:
    """Nothing has started the time, and its ceiling ran until the answer was changed."""
    still = (
        "within: 5 working days of asked, at_latest: 10 working days of came, "
        "stands_still: {first_day: day of seen, last_day: day before asked}"
    )
    text = WITH_CONSENT.replace("within: 10 working days of asked", still)
    law = policy(text.replace("asked: {by: officer}", "asked: {by: officer}, seen: {by: officer}"))
    people = {"ann": Person(holds="you"), "con": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "consent", day(1), answer=True)
    case = done(law, case, "consent", day(4), answer=False)
    case = done(law, case, "seen", day(8), "con")
    [clock] = clocks_of(law, case, "reply_sent")
    assert (clock.due, clock.status(as_of=day(30))) == (day(15), "discharged")
    case = done(law, case, "asked", day(9), "con")
    [clock] = clocks_of(law, case, "reply_sent")
    assert (clock.due, clock.status(as_of=day(30))) == (day(15), "discharged")


def answered(law: Procedure, *answers: tuple[int, str, bool]) -> Case:
    """A complaint that came on Monday 1 June 2026, and answers of the officer, each on a day of that month."""
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    for number, name, answer in answers:
        case = done(law, case, name, day(number), "ola", answer=answer)
    return case


GRAVE = (2, "grave", True)


@pytest.mark.parametrize(
    "answers",
    [
        (),
        ((15, "grave", False),),
        ((15, "grave", False), (16, "serious", True)),
        ((15, "grave", False), (16, "serious", True), (17, "grave", True)),
    ],
)
def test_a_question_stays_missed_while_it_is_open_again_whether_it_is_asked(
    answers: tuple[tuple[int, str, bool], ...],
) -> None:
    law = policy(ASKED)
    case = answered(law, GRAVE, *answers)
    assert statuses(law, case, "reported", day(20)) == ["overdue"]
    assert [each.step for each in audit(law, case, as_of=day(20)).missed] == ["reported"]
    case = answered(law, GRAVE, (3, "reported", True), *answers)
    assert statuses(law, case, "reported", day(20)) == ["met"]


@pytest.mark.parametrize(
    "answers",
    [
        ((15, "serious", False),),
        ((15, "serious", False), (16, "serious", False)),
        ((3, "grave", True), (15, "serious", False)),
        ((3, "grave", True), (4, "grave", False), (15, "serious", False)),
    ],
)
def test_what_was_answered_first_is_so_from_the_start_however_often_it_is_answered(
    answers: tuple[tuple[int, str, bool], ...],
) -> None:
    """0036: it is about the complaint, and not about the day."""
    law = policy(ASKED)
    assert statuses(law, answered(law, GRAVE, *answers), "reported", day(20)) == []


def test_of_a_question_that_is_asked_for_any_of_several_none_is_left() -> None:
    """Mo was hurt, and then was not; whether Sue was is answered last."""
    law = policy(
        "relations: {subject: is complained about}\n"
        + ASKED.replace("serious:  {", "other: {").replace(
            "asked_if: serious}", "for_each: subject}"
        )
    )
    people = {name: Person(is_="subject") for name in ("mo", "sue")}
    people |= {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    assert statuses(law, case, "reported", day(2)) == ["waiting"]
    case = done(law, case, "grave", day(2), "ola", person="mo", answer=True)
    assert statuses(law, case, "reported", day(2)) == ["running"]
    for number, name in ((15, "mo"), (16, "sue")):
        case = done(law, case, "grave", day(number), "ola", person=name, answer=False)
        assert statuses(law, case, "reported", day(20)) == ["overdue"]


TWO_STAYS = """
roles: {you: {title: You}, officer: {title: O}}
facts: {consent: {means: there is consent, decided_by: you}}
begins: {came: {by: you, then: first}}
stages:
  first:
    title: First
    must:
      reply_sent: {by: officer, if: consent, within: 5 working days of came, may_extend: {longer: {by: officer}}}
      answered:   {by: officer, then: closed}
    may:
      next_: {by: you, after: missed reply_sent, then: second}
      push:  {by: you, then: second}
  second:
    title: Second
    must: {wrote: {by: officer, within: 3 working days of missed reply_sent}}
    may:  {back: {by: you, then: first}, close_: {by: you, then: closed}}
ends: {closed: {title: Closed}}
"""


@pytest.fixture
def agreed() -> tuple[Procedure, Case]:
    """A complaint of Monday 1 June 2026, with consent from the first."""
    law = policy(TWO_STAYS)
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    return law, done(law, case, "consent", day(1), "ann", answer=True)


def test_a_stage_that_is_entered_again_once_it_need_not_be_done_has_no_time(
    agreed: tuple[Procedure, Case],
) -> None:
    law, case = agreed
    case = done(law, case, "push", day(3), "ann")
    case = done(law, case, "consent", day(15), "ann", answer=False)
    case = done(law, case, "back", day(17), "ann")
    assert statuses(law, case, "reply_sent", day(20)) == ["discharged"]
    assert audit(law, case, as_of=day(20)).missed == ()
    moves = {each.event: each for each in engine.moves(law, case, as_of=day(20))}
    assert moves["next_"].lacks == ("next_.after",)


def test_and_what_was_missed_before_is_told_once(agreed: tuple[Procedure, Case]) -> None:
    law, case = agreed
    case = done(law, case, "consent", day(15), "ann", answer=False)
    case = done(law, done(law, case, "push", day(16), "ann"), "back", day(17), "ann")
    missed = [each.step for each in audit(law, case, as_of=day(18)).missed]
    assert missed.count("reply_sent") == 1


def test_a_stage_that_was_left_when_it_need_not_be_done_stays_so(
    agreed: tuple[Procedure, Case],
) -> None:
    """Consent that is given again afterwards is for the next stay."""
    law, case = agreed
    case = done(law, case, "consent", day(4), "ann", answer=False)
    case = done(law, case, "push", day(10), "ann")
    assert statuses(law, case, "reply_sent", day(11)) == ["discharged"]
    case = done(law, case, "consent", day(12), "ann", answer=True)
    for number in (9, 11, 12, 20):
        assert statuses(law, case, "reply_sent", day(number)) == ["discharged"]
    assert audit(law, case, as_of=day(20)).missed == ()


def test_of_what_never_had_to_be_done_it_is_not_said_to_wait_until_its_time_runs(
    agreed: tuple[Procedure, Case],
) -> None:
    law, _ = agreed
    people = {"ann": Person(holds="you"), "ola": Person(holds="officer")}
    case = done(law, engine.begin(law, at=day(1), people=people), "came", day(1), "ann")
    case = done(law, case, "consent", day(1), "ann", answer=False)
    refused = ruling(law, case, "longer", day(3), "ola", settles=day(20))
    assert "reply_sent need not be done, so there is nothing to extend" in cf.explain(refused)
    assert "wait until" not in cf.explain(refused)
