"""Ties between two people, and the work that somebody did in a stage.

Letters such as A7 name paragraphs of the language.
"""

import json
from pathlib import Path

import pytest

import complaintflow as cf
from complaintflow import engine, ledger
from complaintflow.case import Case, Person, Tie
from complaintflow.dated import as_at
from complaintflow.errors import InputError
from complaintflow.explanation import explain, message, note
from complaintflow.procedure import ActedIn, Did, Direct, Held, Holds, Is, Of, Procedure, Who, Work
from complaintflow.relating import (
    Denial,
    Known,
    NotThen,
    Related,
    Untold,
    certain,
    denials,
    held_to,
    kinds,
    not_then,
    related,
    says,
    to_be_told,
    untold,
)
from complaintflow.rulings import Barred, TieNotKnown
from tests.policies import day, done, policy, refused, ruling

LAW = """
relations:
  subject: is complained about
  partner: {says: is married to, between: two people, both_ways: true}
  boss: {says: is the line manager of, between: two people}
  ally: {says: stands by, between: two people, both_ways: true}
roles:
  customer: {title: You}
  officer:  {title: The officer}
  chair:    {title: The chair, holders: one}
  panel:    {title: The panel}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must:
      noted:  {by: officer}
      looked: {by: officer, counts_as: [consider, investigate]}
      judged: {by: officer, counts_as: decide}
    may:
      chair_named: {by: customer, appoints: chair}
      went_on: {by: customer, then: second}
  second:
    title: Second
    must:
      heard: {by: [panel, officer, chair], counts_as: review}
ends: {shut: {title: Shut}}
conflicts:
"""

EVERYBODY = {
    "cy": Person(holds="customer"),
    "ola": Person(holds="officer"),
    "ben": Person(holds="officer"),
    "pat": Person(holds="panel"),
    "max": Person(),
}


def law_with(who: str, may_not: str = "heard") -> Procedure:
    return policy(f"{LAW}  apart: {{who: {who}, may_not: {may_not}}}\n")


def begun(law: Procedure, **people: Person) -> Case:
    case = engine.begin(law, at=day(1), people={**EVERYBODY, **people})
    return done(law, case, "came", day(1), "cy")


def heard(law: Procedure, case: Case) -> Case:
    """The case once ola has looked into it and ben has judged, at the second stage."""
    case = done(law, case, "noted", day(2), "ben")
    case = done(law, case, "looked", day(2), "ola")
    case = done(law, case, "judged", day(2), "ben")
    return done(law, case, "went_on", day(3), "cy")


def tell(law: Procedure, case: Case, name: str, who: Person, number: int = 4) -> Case:
    return done(law, case, "person_told", day(number), person=name, who=who)


def is_(law: Procedure, case: Case, who: Who, person: str) -> Related:
    return related(law, engine.course_of(law, case), who, person)


def not_told(law: Procedure, case: Case, who: Who, person: str) -> list[Untold]:
    return [*untold(law, engine.course_of(law, case), who, person)]


# --- through one other person -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("whom", "other"),
    [
        ("whoever did judged", "ben"),
        ("whoever decided in first", "ben"),
        ("whoever acted in first", "ben"),
        ("officer", "ola"),
        ("whoever held officer", "ola"),
        ("subject", "sub"),
    ],
)
def test_the_manager_of_whoever_is_meant_is_kept_away_and_nobody_elses(
    whom: str, other: str
) -> None:
    """A7: WHO = tie-name `of` WHO."""
    law = law_with(f"boss of {whom}")
    case = begun(
        law,
        sub=Person(is_="subject"),
        top=Person(holds="panel", is_={"boss": other}),
        uma=Person(holds="panel", is_={"boss": "max"}),
    )
    case = heard(law, case)
    (reason,) = ruling(law, case, "heard", day(4), "top").reasons
    assert isinstance(reason, Barred)
    assert (reason.rule, reason.through, reason.who_else) == (
        "apart",
        other,
        ("ola", "ben", "pat", "uma"),
    )
    assert isinstance(reason.tie, Of)
    assert refused(law, case, "heard", day(4), "uma") == []
    assert refused(law, case, "heard", day(4), other) != ["apart"]  # not the one who is managed


def test_of_whom_and_through_whom_is_said() -> None:
    """Design 2: a refusal names the tie and through whom it leads."""
    law = law_with("boss of whoever did judged")
    case = heard(law, begun(law, top=Person(holds="panel", is_={"boss": "ben"})))
    found = ruling(law, case, "heard", day(4), "top")
    said = "top is the line manager of ben, who did judged in this case, and is kept from heard"
    assert message(found.reasons[0]) == said
    assert said in explain(found)
    (bar,) = engine.conflicts_of(law, case, "top")
    assert (bar.through, bar.tie) == ("ben", Of("boss", Did("judged")))
    assert bar.says == "is the line manager of ben, who did judged in this case"


def test_a_tie_of_the_past_is_none_of_another_case_and_needs_that_somebody_did_it() -> None:
    """A7: read from the history of this case."""
    law = law_with("boss of whoever did judged")
    case = begun(law, top=Person(holds="panel", is_={"boss": ["ben", "ola"]}))
    case = done(law, case, "went_on", day(3), "cy")
    assert refused(law, case, "heard", day(4), "top") == []
    late = done(law, case, "judged", day(4), "ola")
    assert refused(law, late, "heard", day(5), "top") == ["apart"]


def test_an_office_that_is_lost_is_held_no_more_and_was_held() -> None:
    """A7: a role means its present holders, `held` those before them too."""
    people = {"di": Person(), "eve": Person(), "top": Person(holds="panel", is_={"boss": "di"})}
    for who, expected in (("boss of chair", []), ("boss of whoever held chair", ["apart"])):
        law = law_with(who)
        case = done(law, begun(law, **people), "chair_named", day(2), "cy", holder="di")
        case = heard(law, done(law, case, "chair_named", day(2), "cy", holder="eve"))
        assert refused(law, case, "heard", day(4), "top") == expected, who


def test_nobody_is_related_through_himself() -> None:
    law = law_with("partner of subject")
    case = begun(law, pat=Person(holds="panel", is_=["subject", Tie("partner", "max")]))
    assert refused(law, heard(law, case), "heard", day(4), "pat") == []


def test_a_tie_through_another_bars_from_an_office_too() -> None:
    """A7: a conflict on a role bars the person named."""
    law = law_with("partner of officer", "chair")
    case = begun(law, max=Person(is_={"partner": "ola"}))
    (reason,) = ruling(law, case, "chair_named", day(2), "cy", holder="max").reasons
    assert isinstance(reason, Barred)
    assert (reason.through, reason.appointed, reason.act) == ("ola", True, "chair")


# --- both ways --------------------------------------------------------------------------------


def test_what_goes_both_ways_is_true_of_both_whichever_it_was_told_of() -> None:
    """Design 3.1: the mirror is kept."""
    law = law_with("partner of whoever did looked")
    told_of_max = begun(law, max=Person(holds="panel", is_={"partner": "ola"}))
    told_of_ola = begun(
        law, ola=Person(holds="officer", is_={"partner": "max"}), max=Person(holds="panel")
    )
    for case in (told_of_max, told_of_ola):
        assert refused(law, heard(law, case), "heard", day(4), "max") == ["apart"]
        assert is_(law, heard(law, case), Of("partner", Did("looked")), "max").through == "ola"


def test_what_goes_one_way_is_not_true_of_the_other() -> None:
    law = law_with("boss of whoever did looked")
    case = begun(law, ola=Person(holds="officer", is_={"boss": "pat"}))
    assert refused(law, heard(law, case), "heard", day(4), "pat") == []


def test_denied_of_either_it_is_true_of_neither_and_told_again_of_both() -> None:
    """D2: what is told now replaces its opposite, of whichever of the two it was told."""
    law = law_with("partner of officer")
    who = Of("partner", Holds("officer"))
    case = begun(law, max=Person(holds="panel", is_={"partner": "ola"}))
    assert is_(law, case, who, "max").known is Known.YES
    for denial in (Person(is_not={"partner": "max"}), Person(is_not="partner")):
        gone = tell(law, case, "ola", denial)
        assert is_(law, gone, who, "max").known is not Known.YES
        assert engine.course_of(law, gone).mirrors == {}
        again = tell(law, gone, "max", Person(is_={"partner": "ola"}), 5)
        assert is_(law, again, who, "max").through == "ola"
        assert engine.course_of(law, again).people["ola"].is_not == ()


def test_a_denial_of_one_leaves_what_was_told_of_others() -> None:
    law = law_with("boss of officer")
    case = begun(law, pat=Person(holds="panel", is_={"boss": ["ola", "ben"]}))
    case = tell(law, case, "pat", Person(is_not={"boss": "ola"}))
    pat = engine.course_of(law, case).people["pat"]
    assert (pat.is_, pat.is_not) == ((Tie("boss", "ben"),), (Tie("boss", "ola"),))
    case = tell(law, case, "pat", Person(is_not="boss"), 5)
    pat = engine.course_of(law, case).people["pat"]
    assert (pat.is_, pat.is_not) == ((), (Tie("boss", "ola"), Tie("boss")))
    case = tell(law, case, "pat", Person(is_={"boss": "ola"}), 6)
    assert engine.course_of(law, case).people["pat"].is_not == ()


# --- what is not known ------------------------------------------------------------------------


def test_a_tie_to_whoever_is_meant_that_nobody_has_told_of_bars_nobody_and_is_said() -> None:
    """A7: not known bars nobody and is said in the answer."""
    law = law_with("boss of whoever did looked")
    case = heard(law, begun(law))
    found = ruling(law, case, "heard", day(4), "pat")
    assert found.permitted
    assert found.notes == (TieNotKnown("pat", "boss", "apart", "ola"),)
    assert note(found.notes[0]) == "nobody has told whether pat is boss of ola (apart)"
    assert is_(law, case, Of("boss", Did("looked")), "pat").known is Known.NOT_KNOWN
    for denial in ({"boss": "ola"}, "boss"):
        known = tell(law, case, "pat", Person(is_not=denial))
        assert ruling(law, known, "heard", day(4), "pat").notes == ()
        assert is_(law, known, Of("boss", Did("looked")), "pat").known is Known.NO


def test_that_it_was_told_of_another_leaves_it_open() -> None:
    law = law_with("boss of whoever did looked")
    case = heard(law, begun(law, pat=Person(holds="panel", is_={"boss": "ben"})))
    assert ruling(law, case, "heard", day(4), "pat").notes == (
        TieNotKnown("pat", "boss", "apart", "ola"),
    )


def test_it_is_said_of_the_other_where_that_is_what_is_not_known() -> None:
    """Whether the manager of max is barred hangs on what max is."""
    law = law_with("boss of subject")
    case = heard(law, begun(law, pat=Person(holds="panel", is_={"boss": "max"})))
    found = ruling(law, case, "heard", day(4), "pat")
    assert found.notes == (TieNotKnown("max", "subject", "apart"),)
    case = tell(law, case, "max", Person(is_not="subject"))
    assert ruling(law, case, "heard", day(4), "pat").notes == (
        TieNotKnown("pat", "boss", "apart", to_anybody=True),
    )


def test_where_nothing_is_known_of_anybody_one_line_says_so() -> None:
    law = law_with("partner of subject")
    case = heard(law, begun(law))
    found = ruling(law, case, "heard", day(4), "pat")
    assert found.notes == (TieNotKnown("pat", "partner", "apart", to_anybody=True),)
    assert note(found.notes[0]) == "nobody has told whether pat is partner of anybody (apart)"
    nobody = tell(law, case, "pat", Person(is_not="partner"))
    assert ruling(law, nobody, "heard", day(4), "pat").notes == ()
    for name in ("cy", "ola", "ben", "max"):
        case = tell(law, case, name, Person(is_not="subject"))
    assert ruling(law, case, "heard", day(4), "pat").notes == ()  # nobody is meant


def test_where_somebody_is_meant_it_is_asked_of_that_one_alone() -> None:
    law = law_with("boss of subject")
    case = begun(law, max=Person(is_="subject"))
    who = Of("boss", Is("subject"))
    assert not_told(law, case, who, "pat") == [Untold("pat", "boss", "max")]
    case = begun(law, max=Person(is_="subject"), pat=Person(is_={"boss": "ola"}))
    assert not_told(law, case, who, "pat") == [
        Untold("ola", "subject"),
        Untold("pat", "boss", "max"),
    ]


def test_denied_of_the_other_it_is_known_where_it_goes_both_ways() -> None:
    law = law_with("partner of whoever did looked")
    case = heard(law, begun(law, ola=Person(holds="officer", is_not={"partner": "pat"})))
    assert not_told(law, case, Of("partner", Did("looked")), "pat") == []
    assert not_told(law, case, Of("partner", Did("looked")), "max") == [
        Untold("max", "partner", "ola")
    ]


def test_denied_of_the_other_it_stays_open_where_it_goes_one_way() -> None:
    """That ola is not the boss of pat does not say that pat is not hers."""
    law = law_with("boss of whoever did looked")
    case = heard(law, begun(law, ola=Person(holds="officer", is_not={"boss": "pat"})))
    assert not_told(law, case, Of("boss", Did("looked")), "pat") == [Untold("pat", "boss", "ola")]


@pytest.mark.parametrize(
    ("who", "known"),
    [
        (Is("subject"), Known.NOT_KNOWN),
        (Holds("panel"), Known.YES),
        (Held("panel"), Known.YES),
        (Held("officer"), Known.NO),
        (Did("heard"), Known.NO),
        (ActedIn("first"), Known.NO),
        (Of("boss", Holds("chair")), Known.NO),  # nobody is chair
    ],
)
def test_a_tie_is_so_or_not_so_or_not_known(who: Direct, known: Known) -> None:
    law = law_with("subject")
    case = heard(law, begun(law))
    assert is_(law, case, who, "pat") == Related(who, known)
    assert bool(not_told(law, case, who, "pat")) is (known is Known.NOT_KNOWN)


def test_those_of_some_of_whom_it_is_certain() -> None:
    law = law_with("subject")
    case = begun(law, ola=Person(is_="subject"), ben=Person(is_not="subject"))
    course = engine.course_of(law, case)
    assert certain(law, course, Is("subject"), ["max", "ben", "ola"]) == ("ola",)
    assert certain(law, course, Holds("panel"), EVERYBODY) == ("pat",)


@pytest.mark.parametrize(
    ("who", "tie"),
    [
        (Is("subject"), Tie("subject")),
        (Of("boss", Holds("panel")), Tie("boss", "pat")),
        (Of("boss", Did("judged")), Tie("boss", "ben")),
        (Of("boss", ActedIn("first", Work.CONSIDER)), Tie("boss", "ola")),
        (Of("boss", Is("subject")), Tie("boss", "max")),
        (Of("boss", Holds("chair")), None),  # nobody is yet
        (Holds("panel"), None),  # an office is named, and not told of
        (Did("judged"), None),
    ],
)
def test_what_to_tell_of_somebody_so_that_a_tie_is_true(who: Who, tie: Tie | None) -> None:
    law = law_with("subject")
    case = heard(law, begun(law, max=Person(is_="subject")))
    assert to_be_told(law, engine.course_of(law, case), who) == tie


def test_of_a_course_that_is_no_view_nothing_is_true_at_another_time() -> None:
    law = law_with("subject")
    case = begun(law, ola=Person(is_=Tie("subject", until=day(2))))
    course = engine.course_of(law, case)
    view = as_at(law, course, day(3))
    assert [*not_then(law, course, Is("subject"), "ola")] == []
    assert [*not_then(law, course, Is("subject"), "pat")] == []
    assert [*not_then(law, view, Is("subject"), "ola")] == [
        NotThen("ola", Tie("subject", until=day(2)), over=True)
    ]
    assert [*not_then(law, view, Holds("panel"), "pat")] == []


def test_of_all_that_is_over_only_what_is_asked_for_is_said() -> None:
    law = law_with("subject")
    of = (("subject", None), ("boss", "max"), ("boss", "ben"))
    ties = [Tie(relation, to, until=day(2)) for relation, to in of]
    case = heard(law, begun(law, pat=Person(holds="panel", is_=ties)))
    view = as_at(law, engine.course_of(law, case), day(5))
    for who, tie in ((Is("subject"), ties[0]), (Of("boss", Did("judged")), ties[2])):
        assert [*not_then(law, view, who, "pat")] == [NotThen("pat", tie, over=True)]


def test_what_is_still_true_of_a_tie_through_another_is_not_said_to_be_over() -> None:
    law = law_with("boss of subject")
    both = Person(holds="panel", is_=Tie("boss", "max", since=day(1), until=day(9)))
    gone = Tie("subject", until=day(2))
    case = begun(law, pat=both, max=Person(is_=gone))
    view = as_at(law, engine.course_of(law, case), day(5))
    assert [*not_then(law, view, Of("boss", Is("subject")), "pat")] == [
        NotThen("max", gone, over=True)
    ]
    coming = begun(law, pat=both, max=Person(is_=Tie("subject", since=day(6))))
    view = as_at(law, engine.course_of(law, coming), day(5))
    assert [each.over for each in not_then(law, view, Of("boss", Is("subject")), "pat")] == [False]


def test_to_whom_a_person_stands_in_a_relation_is_said_once_for_each() -> None:
    """In the order in which it was told, first what was told of the person; of that relation alone."""
    law = law_with("subject")
    case = begun(
        law,
        ben=Person(holds="officer", is_={"partner": "ola", "boss": "pat"}),
        ola=Person(holds="officer", is_={"partner": "ben", "ally": "ben"}),
        pat=Person(is_=[Tie("subject"), Tie("boss", "max"), Tie("ally", "ben"), Tie("boss", "cy")]),
        max=Person(is_={"partner": ["ben", "pat"]}),
    )
    course = engine.course_of(law, case)

    def whom(relation: str, person: str) -> list[str]:
        return [*held_to(course, relation, person)]

    assert whom("boss", "pat") == ["max", "cy"]
    assert whom("ally", "pat") == ["ben"]
    assert whom("partner", "pat") == ["max"]
    assert whom("partner", "ben") == ["ola", "max"]
    assert whom("ally", "ben") == ["ola", "pat"]
    assert whom("boss", "max") == []
    assert whom("subject", "pat") == []  # to the case, and to nobody


# --- what was denied --------------------------------------------------------------------------


def gone(law: Procedure, case: Case, who: Who, person: str = "pat") -> list[tuple[str, str]]:
    """Of whom which tie was denied but for which another would be true of a person."""
    found = denials(law, engine.course_of(law, case), who, person)
    return [(each.person, str(each.tie)) for each in found]


def test_a_denied_relation_is_that_of_the_person_alone() -> None:
    law = law_with("subject")
    told = Person(holds="panel", is_=[Tie("subject"), Tie("boss", "ola")])
    case = begun(law, pat=told, max=Person(is_="subject"))
    assert gone(law, case, Is("subject")) == []
    case = tell(law, case, "max", Person(is_not="subject"))
    case = tell(law, case, "pat", Person(is_not=["boss", "subject"]))
    (found,) = denials(law, engine.course_of(law, case), Is("subject"), "pat")
    assert found == Denial("pat", Tie("subject"), "people.pat", case.events[-1].id)
    assert gone(law, case, Is("subject"), "max") == [("max", "subject")]
    assert gone(law, case, Is("subject"), "ben") == []
    assert gone(law, case, Holds("panel")) == []
    assert gone(law, case, Holds("officer")) == []
    again = tell(law, case, "pat", Person(is_="subject"), 5)
    assert gone(law, again, Is("subject")) == []


def test_of_a_tie_through_another_either_half_may_have_been_denied() -> None:
    law = law_with("subject")
    who = Of("boss", Is("subject"))
    case = begun(
        law,
        pat=Person(holds="panel", is_={"boss": ["max", "ben"]}),
        max=Person(is_="subject"),
        ola=Person(holds="officer", is_="subject"),
        ben=Person(holds="officer", is_={"partner": "cy"}),
    )
    case = tell(law, case, "ola", Person(is_not="subject"))  # whose boss pat never was
    case = tell(law, case, "ben", Person(is_not="partner"))
    not_boss = tell(law, case, "pat", Person(is_not="boss"))
    assert gone(law, not_boss, who) == [("pat", "boss of max")]  # ben is no subject
    not_subject = tell(law, case, "max", Person(is_not="subject"))
    assert gone(law, not_subject, who) == [("max", "subject")]
    neither = tell(law, not_boss, "max", Person(is_not="subject"), 5)
    assert gone(law, neither, who) == [("pat", "boss of max")]
    assert gone(law, not_boss, Of("boss", Holds("officer"))) == [("pat", "boss of ben")]
    assert gone(law, not_boss, Of("partner", Is("subject"))) == []
    assert gone(law, not_boss, who, "ben") == []


def test_what_was_denied_of_the_other_makes_no_tie_that_a_second_denial_could_lift() -> None:
    law = law_with("subject")
    case = begun(law, max=Person(is_="subject", is_not={"partner": "pat"}))
    case = tell(law, case, "max", Person(is_not="subject"))
    assert gone(law, case, Of("partner", Is("subject"))) == []


def test_a_denial_lifts_the_tie_of_the_other_only_where_it_goes_both_ways() -> None:
    law = law_with("subject")
    ties = {"partner": "pat", "boss": "pat"}
    case = begun(law, max=Person(is_=[Tie("subject"), *(Tie(r, to) for r, to in ties.items())]))
    case = tell(law, case, "max", Person(is_not=["partner", "boss"]))
    assert gone(law, case, Of("partner", Is("subject"))) == [("max", "partner of pat")]
    assert gone(law, case, Of("boss", Is("subject"))) == []
    assert gone(law, case, Of("partner", Is("subject")), "ben") == []


# --- work done in a stage ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kept"),
    [
        ("acted in first", ["ola", "ben"]),
        ("considered in first", ["ola"]),
        ("investigated in first", ["ola"]),
        ("decided in first", ["ben"]),
        ("administered in first", ["ben"]),  # what says nothing else is administration
        ("[considered in first, decided in first]", ["ola", "ben"]),
    ],
)
def test_who_did_one_kind_of_work_in_a_stage_is_told_from_who_did_another(
    who: str, kept: list[str]
) -> None:
    """Design 3.2: the source's own word, and a step added later is reached."""
    law = law_with(who)
    case = heard(law, begun(law))
    found = [n for n in ("ola", "ben") if refused(law, case, "heard", day(4), n)]
    assert found == kept


def test_the_words_of_a_work_are_those_of_the_verb() -> None:
    law = law_with("decided in first")
    case = heard(law, begun(law))
    (reason,) = ruling(law, case, "heard", day(4), "ben").reasons
    assert isinstance(reason, Barred)
    assert reason.tie == ActedIn("first", Work.DECIDE)
    assert reason.says == "decided in “First”"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (Is("subject"), "is complained about"),
        (Holds("officer"), "holds the office of The officer"),
        (Held("officer"), "holds, or has held, the office of The officer"),
        (Did("judged"), "did judged in this case"),
        (ActedIn("first"), "acted in “First”"),
        (ActedIn("first", Work.CONSIDER), "considered in “First”"),
        (Of("boss", Is("subject")), "is the line manager of whoever is complained about"),
    ],
)
def test_a_tie_in_words_completes_a_sentence_about_a_person(who: Who, said: str) -> None:
    assert says(law_with("subject"), who) == said


def test_a_tie_in_words_names_the_other_person() -> None:
    said = says(law_with("subject"), Of("boss", Did("judged")), "ben")
    assert said == "is the line manager of ben, who did judged in this case"


# --- telling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (Person(is_="boss"), '"boss" is between two people; say of whom: `{boss: NAME}`'),
        (Person(is_={"boss": "zed"}), "boss: nobody called 'zed' has been told of"),
        (Person(is_not={"boss": "max2"}), "boss: nobody called 'max2' .*did you mean 'max'"),
        (Person(is_={"boss": "pip"}), '"pip" is said to be "boss" of himself or herself'),
        (Person(is_={"subject": "max"}), '"subject" is not between two people'),
        (
            Person(is_={"boss": "max"}, is_not="boss"),
            "'pip' cannot both be and not be 'boss of max'",
        ),
    ],
)
def test_what_is_told_of_two_people_names_both(who: Person, said: str) -> None:
    """A typing error is told, and refuses nothing silently."""
    law = law_with("subject")
    case = begun(law)
    with pytest.raises(InputError, match=said):
        tell(law, case, "pip", who)


def test_to_one_it_may_be_untrue_and_to_another_true() -> None:
    law = law_with("subject")
    who = Person(is_={"boss": "ola"}, is_not={"boss": "ben"})
    case = tell(law, begun(law), "max", who)
    assert engine.course_of(law, case).people["max"] == who


def test_at_the_beginning_the_order_of_people_is_nothing() -> None:
    law = law_with("subject")
    people = {"ann": Person(is_={"partner": "bob"}), "bob": Person(is_={"boss": "ann"})}
    case = engine.begin(law, at=day(1), people=people)
    assert engine.replay(law, case.events) == case
    with pytest.raises(
        InputError, match=r"'ann' is said to be 'boss' of 'bobb'.*did you mean 'bob'"
    ):
        engine.begin(law, at=day(1), people={**people, "ann": Person(is_={"boss": "bobb"})})
    with pytest.raises(InputError, match=r"of 'zed', who is not told of; add 'zed': Person\(\)"):
        engine.begin(law, at=day(1), people={"ann": Person(is_not={"boss": "zed"})})


@pytest.mark.parametrize(
    ("who", "written"),
    [
        (Person(is_="subject"), {"is": ["subject"]}),
        (Person(is_={"boss": "ola"}), {"is": {"boss": "ola"}}),
        (Person(is_={"boss": ["ola", "ben"], "partner": "max"}), {"is": {"boss": ["ola", "ben"], "partner": "max"}}),
        (Person(is_=["subject", Tie("boss", "ola")]), {"is": ["subject", {"boss": "ola"}]}),
        (Person(is_=[Tie("boss", "ola"), Tie("partner", "max"), Tie("boss", "ben")]), {"is": [{"boss": "ola"}, {"partner": "max"}, {"boss": "ben"}]}),
        (Person(is_not=["subject", Tie("boss", "ola")]), {"is_not": ["subject", {"boss": "ola"}]}),
        (Person(is_not="partner"), {"is_not": ["partner"]}),
    ],
)  # fmt: skip
def test_ties_are_written_and_read_again(
    who: Person, written: dict[str, object], tmp_path: Path
) -> None:
    """C: `is: relations, or {relation: other}`; several others, and both kinds in one list."""
    law = law_with("subject")
    case = engine.begin(law, at=day(1), people={**EVERYBODY, "pip": who})
    case = done(law, case, "came", day(1), "cy")
    record = ledger.record(law, case)
    assert record["people"]["pip"] == written  # type: ignore[call-overload,index]
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(record), "utf-8")
    assert cf.case_of(law, cf.read_record(path, law)) == case


def test_a_tie_that_stands_twice_cannot_be_written() -> None:
    law = law_with("subject")
    who = Person(is_=[Tie("boss", "ola"), Tie("boss", "ola")])
    case = engine.begin(law, at=day(1), people={**EVERYBODY, "pip": who})
    with pytest.raises(InputError, match="lists something twice: boss of ola, boss of ola"):
        cf.rows(law, case)


# --- kinds of people ------------------------------------------------------------------------

KINDS_OF_PEOPLE = """
relations:
  subject: is complained about
  child: is a child
  boss: {says: manages, between: two people}
  married: {says: is married to, between: two people, both_ways: true}
roles: {customer: {title: You}, officer: {title: An officer}, chair: {title: The chair, holders: one}}
facts: {leave: {means: they may come, decided_by: customer, for_each: officer}}
begins: {came: {by: customer, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: officer}}
    may: {chair_named: {by: customer, appoints: chair}}
ends: {shut: {title: Shut}}
"""
KINDS = policy(KINDS_OF_PEOPLE)
LOOKS_BACK = policy(
    f"{KINDS_OF_PEOPLE}conflicts: {{lately: {{who: subject, within_last: 5 calendar days, may_not: looked}}}}\n"
)


def grouped(case: Case) -> list[tuple[str, ...]]:
    return list(kinds(engine.course_of(KINDS, case)))


def crowd(**other: Person) -> Case:
    """Three officers who are alike, but for what is told of some of them."""
    people = {name: Person(holds="officer") for name in ("ann", "bo", "cy")} | other
    return engine.begin(KINDS, at=day(1), people={"you": Person(holds="customer"), **people})


@pytest.mark.parametrize(
    "told",
    [
        Person(holds=["officer", "chair"]),
        Person(holds="officer", is_="subject"),
        Person(holds="officer", is_not="subject"),
        Person(holds="officer", is_={"boss": "you"}),
    ],
)
def test_what_is_told_of_somebody_tells_him_apart(told: Person) -> None:
    assert grouped(crowd()) == [("you",), ("ann", "bo", "cy")]
    assert grouped(crowd(bo=told)) == [("you",), ("ann", "cy"), ("bo",)]
    assert grouped(crowd(bo=told, cy=told)) == [("you",), ("ann",), ("bo", "cy")]


def test_a_tie_that_goes_both_ways_tells_both_apart() -> None:
    married = {"zoe": Person(is_={"married": "bo"})}
    assert grouped(crowd(**married)) == [("you",), ("ann", "cy"), ("bo",), ("zoe",)]


def test_a_tie_to_somebody_is_nothing_of_that_one() -> None:
    boss = {"zoe": Person(is_={"boss": "bo"})}
    assert grouped(crowd(**boss)) == [("you",), ("ann", "bo", "cy"), ("zoe",)]


def test_what_was_done_and_held_tells_people_apart() -> None:
    case = done(KINDS, crowd(), "came", day(1), "you")
    assert grouped(done(KINDS, case, "looked", day(1), "cy"))[1:] == [("ann", "bo"), ("cy",)]
    case = done(KINDS, case, "chair_named", day(1), "you", holder="ann")
    case = done(KINDS, case, "chair_named", day(1), "you", holder="bo")
    assert grouped(case)[1:] == [("ann",), ("bo",), ("cy",)]


def test_in_whatever_order_two_people_were_told_of_they_are_alike() -> None:
    two = Person(holds="officer", is_=["subject", "child"])
    told = Person(holds="officer", is_=["child", "subject"])
    assert grouped(crowd(bo=two, cy=told)) == [("you",), ("ann",), ("bo", "cy")]


def test_for_whom_a_question_was_answered_is_of_a_kind_alone() -> None:
    """Leave for one is no leave for another, though both have it."""
    case = crowd()
    for name, expected in (("ann", [("ann",), ("bo", "cy")]), ("bo", [("ann",), ("bo",), ("cy",)])):
        case = done(KINDS, case, "leave", day(1), "you", person=name, answer=True)
        assert grouped(case) == [("you",), *expected]


def seen(case: Case, number: int = 20) -> list[tuple[str, ...]]:
    """The people by kind under a law that looks back, as they are seen on a day."""
    return list(kinds(as_at(LOOKS_BACK, engine.course_of(LOOKS_BACK, case), day(number))))


def test_who_did_the_same_at_other_times_is_another_where_a_rule_looks_back() -> None:
    case = crowd()
    assert seen(case) == [("you",), ("ann", "bo", "cy")]
    case = done(KINDS, case, "came", day(1), "you")
    for number, name in ((2, "ann"), (3, "bo")):
        case = done(KINDS, case, "looked", day(number), name)
    assert grouped(case) == [("you",), ("ann", "bo"), ("cy",)]
    assert seen(case) == [("you",), ("ann",), ("bo",), ("cy",)]


def test_who_lost_an_office_at_another_time_is_another_where_a_rule_looks_back() -> None:
    case = done(KINDS, crowd(), "came", day(1), "you")
    for number, name in ((2, "ann"), (3, "bo"), (4, "you")):
        case = done(KINDS, case, "chair_named", day(number), "you", holder=name)
    assert grouped(case) == [("you",), ("ann", "bo"), ("cy",)]
    assert seen(case) == [("you",), ("ann",), ("bo",), ("cy",)]


def test_who_was_something_at_another_time_is_another_where_a_rule_looks_back() -> None:
    """Now it is true of neither, and so known of both to be untrue."""
    told = {
        name: Person(holds="officer", is_=Tie("subject", until=day(n)))
        for name, n in (("ann", 2), ("bo", 3), ("cy", 3))
    }
    assert seen(crowd(**told)) == [("you",), ("ann",), ("bo", "cy")]
    case = crowd(
        ann=Person(holds="officer", is_="subject"), bo=Person(holds="officer", is_="child")
    )
    case = tell(KINDS, case, "bo", Person(is_="subject", is_not="child"), 2)
    case = tell(KINDS, case, "ann", Person(is_="child"), 2)
    case = tell(KINDS, case, "ann", Person(is_not="child"), 3)
    assert grouped(case) == [("you",), ("ann", "bo"), ("cy",)]
    assert seen(case) == [("you",), ("ann",), ("bo",), ("cy",)]


def test_kinds_are_found_once_for_a_course_and_anew_for_the_next() -> None:
    case = done(KINDS, crowd(), "came", day(1), "you")
    course = engine.course_of(KINDS, case)
    assert kinds(course) is kinds(course)
    grown = done(KINDS, case, "looked", day(1), "cy")
    assert len(kinds(course)) == 2
    assert len(kinds(engine.course_of(KINDS, grown))) == 3
