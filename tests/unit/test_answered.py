"""For whom a question is answered, of those whom it is about at a moment or was at any time."""

from datetime import date

from complaintflow import engine
from complaintflow.answered import each_of, ever_of, unanswered_for
from complaintflow.case import Action, Person, Tie
from complaintflow.course import Course
from complaintflow.procedure import Holds, Is, Procedure
from tests.policies import day, done, hour, policy

BASE = """
relations: {subject: is complained about, child: is a child}
roles: {customer: {title: You}, helper: {title: A helper, holders: one}}
facts: {leave: {means: they may, decided_by: customer, for_each: subject}, plain: {means: it is, decided_by: customer}}
begins: {came: {by: customer, then: first}, named: {by: customer, appoints: helper}}
stages: {first: {title: First, may: {ended: {by: customer, then: shut, if: [leave, plain]}}}}
ends: {shut: {title: Shut}}
"""


def lived(*steps: tuple[str, date, str], **people: Person) -> tuple[Procedure, Course]:
    law = policy(BASE)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer"), **people})
    for name, at, whom in steps:
        said = {"holder": whom} if name == "named" else {"person": whom, "answer": True}
        case = done(law, case, name, at, "cy", **said)
    return law, engine.course_of(law, case)


def test_everybody_of_whom_a_tie_is_true_on_a_day() -> None:
    until = Tie("subject", until=day(4))
    law, now = lived(
        bo=Person(is_="subject"),
        di=Person(is_="child"),
        ed=Person(holds="helper", is_=[until, Tie("child")]),
    )
    assert [each_of(law, now, Is("subject"), at) for at in (day(4), hour(5, 0))] == [
        ("bo", "ed"),
        ("bo",),
    ]
    assert each_of(law, now, Is("child"), day(9)) == ("di", "ed")
    assert each_of(law, now, Holds("helper"), day(9)) == ("ed",)


def test_everybody_of_whom_it_was_ever_told() -> None:
    over = Person(is_=Tie("subject", until=date(2026, 5, 1)))
    law, now = lived(("named", day(2), "di"), ed=Person(holds="helper"), di=over, bo=Person())
    assert [*ever_of(now, Is("subject"))] == ["di"]
    assert [*ever_of(now, Holds("helper"))] == ["ed", "di"]
    case = engine.begin(law, at=day(1), people={"bo": Person(is_="subject")})
    denial = Action("person_told", at=day(2), person="bo", who=Person(is_not="subject"))
    denied = engine.course_of(law, engine.apply(law, case, denial))
    assert [*ever_of(denied, Is("subject"))] == ["bo"]
    assert each_of(law, denied, Is("subject"), day(3)) == ()
    assert [*ever_of(denied, Is("child"))] == []


def test_for_whom_a_question_has_no_answer() -> None:
    two = {"bo": Person(is_="subject"), "di": Person(is_="subject")}
    law, now = lived(("leave", day(2), "di"), **two)
    assert unanswered_for(now, law.facts["leave"]) == ("bo",)
    assert unanswered_for(now, law.facts["plain"]) == ()
    _, before = lived(**two)
    assert unanswered_for(before, law.facts["leave"]) == ("bo", "di")


def test_an_answer_for_nobody_in_particular_leaves_nobody_to_be_asked_for() -> None:
    """Decision 0056: where nobody is told of yet, it is for nobody in particular, and opens the gate."""
    law = policy(BASE)
    case = engine.begin(law, at=day(1), people={"cy": Person(holds="customer")})
    case = done(law, done(law, case, "came", day(1), "cy"), "leave", day(2), "cy", answer=True)
    told = Action("person_told", at=day(3), person="bo", who=Person(is_="subject"))
    now = engine.course_of(law, engine.apply(law, case, told))
    assert (each_of(law, now, Is("subject"), day(3)), unanswered_for(now, law.facts["leave"])) == (
        ("bo",),
        (),
    )
