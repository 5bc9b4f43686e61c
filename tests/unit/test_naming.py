"""Who may tell that somebody holds an office: whoever may name one, a substitute too."""

import pytest

from complaintflow import engine
from complaintflow.auditing import Verdict, audit
from complaintflow.case import Action, Case, Event, Person
from complaintflow.explanation import mend
from complaintflow.procedure import Procedure
from complaintflow.rulings import ActionRefused, Barred, Reason, WrongRole
from tests.policies import barnsley, day, done, fusion_care, policy, refused, ruling

BASE = """
relations: {subject: is complained about}
roles:
  parent: {title: You}
  head: {title: The head, stand_in: deputy}
  deputy: {title: The deputy}
  governor: {title: A governor}
  panel: {title: The panel, members: exactly 3, appointed_by: head}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {heard: {by: panel, then: over}}
    may:
      NAMED
      deputy_named: {by: governor, appoints: deputy}
ends: {over: {title: Over}}
conflicts:
  aside: {who: subject, may_not: [head, deputy]}
"""
BY_A_STEP = policy(BASE.replace("NAMED", "member_named: {by: head, appoints: panel}"))
BY_NONE = policy(BASE.replace("      NAMED\n", ""))
BOTH = pytest.mark.parametrize("law", [BY_A_STEP, BY_NONE], ids=["by a step", "by no step"])


def begun(law: Procedure, **people: Person) -> Case:
    everybody = {"ann": Person(holds="parent"), "gus": Person(), **people}
    return done(law, engine.begin(law, at=day(1), people=everybody), "came", day(1), "ann")


def against(law: Procedure, case: Case, by: str | None) -> tuple[Reason, ...]:
    """What speaks against telling, by somebody, that Gus is a member of the panel."""
    told = Action("person_told", at=day(2), by=by, person="gus", who=Person(holds="panel"))
    return engine.decide(law, case, told).reasons


HEAD, SUBJECT_HEAD = Person(holds="head"), Person(holds="head", is_="subject")
DEPUTY = Person(holds="deputy")


@BOTH
@pytest.mark.parametrize(
    "heads",
    [{}, {"hed": SUBJECT_HEAD}, {"hed": SUBJECT_HEAD, "hal": SUBJECT_HEAD}],
    ids=["no head", "a subject", "two subjects"],
)
def test_a_substitute_tells_of_a_holder_where_the_substitute_may_name_one(
    law: Procedure, heads: dict[str, Person]
) -> None:
    """0006: a substitute acts where nobody is left; so also in telling of a holder."""
    case = begun(law, dee=DEPUTY, **heads)
    assert against(law, case, "dee") == ()
    if law is BY_A_STEP:
        assert refused(law, case, "member_named", day(2), "dee", holder="gus") == []


@BOTH
def test_a_substitute_tells_of_nobody_while_a_holder_is_left(law: Procedure) -> None:
    case = begun(law, hed=SUBJECT_HEAD, hal=HEAD, dee=DEPUTY)
    (reason,) = against(law, case, "dee")
    assert isinstance(reason, WrongRole)
    assert (reason.rule, reason.who_else) == ("panel.appointed_by", ("hal",))
    assert mend(reason) == "let somebody do it who holds head; hal could"


@BOTH
@pytest.mark.parametrize("by", [None, "ann", "hed"])
def test_whoever_may_not_tell_is_told_who_could(law: Procedure, by: str | None) -> None:
    """A refusal names everybody who could, a substitute too, and nobody who could not."""
    case = begun(law, hed=SUBJECT_HEAD, dee=DEPUTY)
    (reason,) = against(law, case, by)
    assert isinstance(reason, Barred if by == "hed" else WrongRole)
    assert reason.who_else == ("dee",)
    assert mend(reason).endswith("; dee could")


@BOTH
def test_where_nobody_could_the_step_that_names_somebody_is_told(law: Procedure) -> None:
    """A substitute whom the same rule keeps away is none."""
    case = begun(law, hed=SUBJECT_HEAD, dee=Person(holds="deputy", is_="subject"))
    for by in ("hed", "dee"):
        (reason,) = against(law, case, by)
        assert (reason.rule, reason.who_else) == ("aside", ())
        assert mend(reason) == (
            "somebody else must do it; nobody else in the case could until deputy_named names somebody"
        )


def test_a_substitute_passes_nothing_either_that_naming_asks() -> None:
    law = policy(BASE.replace("NAMED", "member_named: {by: head, appoints: panel, from: governor}"))
    case = begun(law, dee=DEPUTY, gov=Person(holds="governor"))
    (reason,) = against(law, case, "dee")
    assert isinstance(reason, WrongRole)
    assert reason.steps == ("member_named",)
    assert ruling(law, case, "member_named", day(2), "dee", holder="gov").permitted


def test_a_substitute_of_an_office_that_names_by_no_step_tells_beside_one_that_does() -> None:
    text = BASE.replace("appointed_by: head", "appointed_by: [head, governor]")
    law = policy(text.replace("NAMED", "member_named: {by: governor, appoints: panel}"))
    people = {"gov": Person(holds="governor"), "dee": DEPUTY}
    case = begun(law, **people)
    assert against(law, case, "dee") == ()
    assert refused(law, case, "member_named", day(2), "dee", holder="gus") == ["member_named.by"]
    (reason,) = against(law, begun(law, hed=HEAD, **people), "dee")
    assert (reason.rule, reason.who_else) == ("panel.appointed_by", ("hed", "gov"))


def test_of_a_body_that_names_by_no_step_each_member_could_tell() -> None:
    """That as many must sit as it needs is said to whoever tells, and to nobody else."""
    text = BASE.replace("  panel:", "  board: {title: The board, members: exactly 2}\n  panel:")
    text = text.replace("appointed_by: head", "appointed_by: board")
    law = policy(text.replace("      NAMED\n", ""))
    board = Person(holds="board")
    case = begun(law, bo=board, bea=board)
    (reason,) = against(law, case, "ann")
    assert (reason.rule, reason.who_else) == ("panel.appointed_by", ("bo", "bea"))
    assert [each.rule for each in against(law, case, "bo")] == ["board.members"]


def test_where_the_office_does_nothing_a_substitute_tells_only_while_nobody_holds_it() -> None:
    """Without a step of the panel no rule says from what its appointer could be kept."""
    text = BASE.replace("      NAMED\n", "").replace("heard: {by: panel", "heard: {by: governor")
    law = policy(text)
    assert against(law, begun(law, dee=DEPUTY), "dee") == ()
    (reason,) = against(law, begun(law, hed=SUBJECT_HEAD, dee=DEPUTY), "dee")
    assert (reason.rule, reason.who_else) == ("panel.appointed_by", ("hed",))


@BOTH
def test_a_head_who_is_kept_from_the_office_tells_as_its_substitute(law: Procedure) -> None:
    """Who holds both offices acts in the one from which nothing keeps him or her."""
    law = policy(
        BASE.replace("[head, deputy]", "head").replace(
            "NAMED",
            "member_named: {by: head, appoints: panel}"
            if law is BY_A_STEP
            else "noted: {by: head}",
        )
    )
    both = Person(holds=["head", "deputy"], is_="subject")
    case = begun(law, hed=both)
    assert against(law, case, "hed") == ()
    assert [r.rule for r in against(law, begun(law, hed=both, hal=HEAD), "hed")] == ["aside"]


def test_a_correction_that_tells_the_same_names_nobody() -> None:
    """Told before the case began, after what was answered then: it may be told again, and no more by it."""
    asked = "facts: {urgent: {means: it is urgent, decided_by: parent}}\nbegins:"
    law = policy(BASE.replace("      NAMED\n", "").replace("begins:", asked))
    people = {"ann": Person(holds="parent"), "gus": Person(), "hed": HEAD}
    case = engine.begin(law, at=day(1), people=people, facts={"urgent": True})
    who = Person(holds="panel")
    case = done(law, case, "person_told", day(2), None, person="gus", who=who)
    told = case.events[-1]
    case = done(law, case, "came", day(3), "ann")
    same = engine.apply(law, case, told.action, corrects=told.id)
    assert engine.course_of(law, same).holders("panel") == ("gus",)
    earlier = Action("person_told", at=day(1), person="gus", who=who)
    with pytest.raises(ActionRefused):
        engine.apply(law, case, earlier, corrects=told.id)


# --- several offices at once --------------------------------------------------------------------------

TWO_OFFICES = policy("""
roles:
  parent: {title: You}
  head: {title: The head}
  clerk: {title: The clerk, appointed_by: head}
  checker: {title: The checker, appointed_by: [head, clerk]}
  investigator: {title: The investigator, appointed_by: head}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: investigator}, checked: {by: checker, then: over}}
    may: {checker_named: {by: [head, clerk], appoints: checker}}
ends: {over: {title: Over}}
conflicts:
  apart: {different_people: [investigator, checker]}
""")


def told_of(*roles: str, by: str) -> list[str]:
    """The rules against telling of Gus that he holds some offices."""
    case = begun(TWO_OFFICES, hed=HEAD)
    return refused(
        TWO_OFFICES, case, "person_told", day(2), by, person="gus", who=Person(holds=roles)
    )


@pytest.mark.parametrize("roles", [("investigator", "checker"), ("checker", "investigator")])
def test_offices_that_bar_each_other_are_not_told_at_once(roles: tuple[str, ...]) -> None:
    """0049: as they are not, one after the other."""
    assert told_of(*roles, by="hed") == ["apart", "apart"]
    assert told_of("clerk", *roles, by="hed") == ["apart", "apart"]


def test_offices_that_do_not_bar_each_other_are_told_at_once() -> None:
    assert told_of("clerk", "checker", by="hed") == []


def test_no_office_of_the_same_telling_lets_tell_of_the_others() -> None:
    """Gus, who is no clerk yet, names no checker by being told of as one."""
    assert told_of("clerk", "checker", by="gus") == ["clerk.appointed_by", "checker.appointed_by"]


def test_who_may_not_appoint_does_not_tell_of_a_holder_in_his_own_name_either() -> None:
    """0049: without `appointed_by` the application tells of holders, and whoever else; but nobody passes by a telling
    the conflict that keeps him from the step."""
    law = policy(
        BASE.replace(", appointed_by: head", "")
        .replace("NAMED", "member_named: {by: head, appoints: panel}")
        .replace("[head, deputy]", "member_named")
    )
    case = begun(law, hed=SUBJECT_HEAD, hal=HEAD, dee=DEPUTY)
    assert against(law, case, None) == against(law, case, "hal") == against(law, case, "dee") == ()
    (reason,) = against(law, case, "hed")
    assert isinstance(reason, Barred)
    assert (reason.rule, reason.person, reason.who_else) == ("aside", "hed", ("hal",))
    told = done(law, case, "person_told", day(2), None, person="gus", who=Person(holds="panel"))
    back = told.events[-1].id
    with pytest.raises(ActionRefused) as refusal:
        engine.apply(law, told, Action("retracted", at=day(3), by="hed"), retracts=back)
    assert [each.rule for each in refusal.value.ruling.reasons] == ["aside"]
    for by in (None, "dee"):
        engine.apply(law, told, Action("retracted", at=day(3), by=by), retracts=back)


TOLD_BY_HEAD = """
relations: {outsider: is from outside, subject: is complained about}
roles: {parent: {title: You}, head: {title: The head}, clerk: {title: The clerk}, panel: {title: The panel}}
begins: {came: {by: parent, then: first}}
stages:
  first:
    title: First
    must: {looked: {by: clerk}}
    may: {heard: {by: panel, then: over}}
throughout: {may: {member_named: {by: head, appoints: panel}, member_listed: {by: clerk, appoints: panel}}}
ends: {over: {title: Over}}
conflicts:
  aside: RULE
"""


@pytest.mark.parametrize(
    "rule",
    [
        "{only: outsider, may: member_named}",
        "{same_person: [looked, member_named]}",
        "{who: subject, may_not: head}",
    ],
)
def test_every_kind_of_conflict_that_keeps_from_the_step_keeps_from_telling(rule: str) -> None:
    """0049: who names by telling does what the step does, so what only some may do is asked of him or her as well."""
    law = policy(TOLD_BY_HEAD.replace("RULE", rule))
    case = begun(law, hed=SUBJECT_HEAD, cat=Person(holds="clerk"))
    case = done(law, case, "looked", day(2), "cat")
    assert refused(law, case, "member_named", day(2), "hed", holder="gus") == ["aside"]
    assert [each.rule for each in against(law, case, "hed")] == ["aside"]
    assert against(law, case, "cat") == ()  # the clerk lists members, and of that no rule speaks


# --- whoever is kept away, at any time ------------------------------------------------------------


def who_tells(
    law: Procedure, case: Case, by: str | None, name: str, role: str, *, on: int = 1
) -> tuple[str, ...]:
    """By which rules it is refused that somebody tells of a holder, before anything else has happened or after."""
    told = Action("person_told", at=day(on), by=by, person=name, who=Person(holds=role))
    return tuple(each.rule for each in engine.decide(law, case, told).reasons)


@pytest.mark.parametrize("begins_first", [False, True])
def test_a_representative_tells_of_nobody_in_his_own_name_who_could_give_him_leave(
    begins_first: bool,
) -> None:
    """Barnsley, BC-33: there must be permission to act. Before the complaint came in, too, which it does by him: he
    told of a complainant who then gave it."""
    law, friend = barnsley(), Person(holds="representative", is_="family_or_friend")
    case = engine.begin(
        law, at=day(1), people={"cy": Person(holds="complainant"), "fay": friend, "tea": Person()}
    )
    if begins_first:
        case = done(law, case, "complaint_received", day(1), "fay")
    assert who_tells(law, case, "fay", "bob", "complainant") == ("friend_needs_permission",)
    assert who_tells(law, case, None, "bob", "complainant") == ()
    assert who_tells(law, case, "tea", "bob", "complainant") == ()


def about_the_manager(**more: Person) -> Case:
    people = {
        "ann": Person(holds="complainant", is_="child"),
        "mo": Person(holds=["manager", "management"], is_="subject"),
        "dee": Person(holds=["managing_director", "management"]),
        **more,
    }
    facts = {"complains_for_another": False, "child_concerned": True, "authority_concerned": False}
    return engine.begin(fusion_care(), at=day(1), people=people, facts=facts)


@pytest.mark.parametrize("role", ["acting_manager", "managing_director"])
@pytest.mark.parametrize("begins_first", [False, True])
def test_who_is_complained_about_tells_of_no_stand_in_and_of_nobody_who_names_one(
    begins_first: bool, role: str
) -> None:
    """Fusion Care, FC-07, and its reading: whom the managing director names."""
    law, case = fusion_care(), about_the_manager()
    if begins_first:
        case = done(law, case, "formal_complaint_received", day(1), "ann", how="letter")
    is_asked = begins_first and role == "acting_manager"  # by its `appointed_by`
    rule = "acting_manager.appointed_by" if is_asked else "subject_names_no_stand_in"
    assert who_tells(law, case, "mo", "sue", role) == (rule,)
    assert who_tells(law, case, "dee", "sue", role) == ()
    assert (who_tells(law, case, None, "sue", role) == ()) is not is_asked


def test_the_manager_who_is_complained_about_tells_of_nobody_who_gives_him_leave() -> None:
    """FC-08: the management allows him to take part; the director is complained about as well."""
    law = fusion_care()
    case = about_the_manager(dee=Person(holds=["managing_director", "management"], is_="subject"))
    assert who_tells(law, case, "mo", "eve", "management") == ("subject_stands_aside",)
    assert who_tells(law, case, "ann", "eve", "management") == ()


def test_what_was_so_told_by_an_import_the_audit_finds_against_the_rules_then_and_now() -> None:
    law = fusion_care()
    case = about_the_manager(dee=Person(holds=["managing_director", "management"], is_="subject"))
    told = Action("person_told", at=day(1), by="mo", person="eve", who=Person(holds="management"))
    came = Action("complaint_received", at=day(1), by="ann", how="speech")
    events = [Event(action=told, id="one"), Event(action=came, id="two")]
    case = engine.restore(law, events, onto=case)
    [judged] = [each for each in audit(law, case, as_of=day(2)).judged if each.event.id == "one"]
    assert judged.verdict is Verdict.BREACH
    assert [each.rule for each in judged.then.reasons] == ["subject_stands_aside"]


def test_staff_are_entered_by_anybody_before_a_case_has_begun() -> None:
    """A manager who is complained about on a later day has named nobody against the rules."""
    law = fusion_care()
    case = about_the_manager(mo=Person(holds=["manager", "management"]))
    assert who_tells(law, case, "mo", "sue", "managing_director") == ()
    assert who_tells(law, case, "mo", "mo", "complaints_panel") == ()
