"""From documents to a procedure: what the words of a policy come to mean."""

from datetime import date
from pathlib import Path

import pytest

from complaintflow import procedure as law
from complaintflow.calendars import EVERY_DAY
from complaintflow.conventions import DayOne, Span, Unit
from complaintflow.diagnostics import Diagnostic
from complaintflow.files import link_file, load
from complaintflow.procedure import (
    ActedIn,
    Condition,
    DateSetBy,
    Did,
    EndOf,
    FirstOf,
    Happened,
    Held,
    Holds,
    Is,
    Kind,
    Missed,
    MomentNamed,
    Of,
    Period,
    ReceiptOf,
    StartOf,
    Which,
    Work,
)
from tests.language.golden import GOOD
from tests.policies import HEADER, policy


def everything() -> law.Procedure:
    return load(GOOD / "everything.yaml")


def ids(clauses: tuple[law.Clause, ...]) -> tuple[str, ...]:
    return tuple(clause.id for clause in clauses)


def linked(folder: Path, text: str, **bases: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a policy on its bases."""
    (folder / "bases").mkdir(exist_ok=True)
    for name, base in bases.items():
        (folder / "bases" / f"{name}.yaml").write_text(base, "utf-8")
    (folder / "small.yaml").write_text(text, "utf-8")
    return link_file(folder / "small.yaml").problems


def test_the_policy_says_what_it_is() -> None:
    found = everything()
    assert (found.id, found.version, found.in_force_from) == (
        "everything",
        "2024.1",
        date(2026, 1, 1),
    )
    assert found.builds_on == ("groundwork",)
    assert (found.zone.key, found.calendar.name) == ("Europe/London", "scotland")


def test_what_a_document_gives_keeps_its_order_bases_first() -> None:
    found = everything()
    assert list(found.places) == [
        *("begins", "first_stage", "second_stage", "throughout", "closed"),
    ]
    assert list(found.roles)[:3] == ["director", "organisation", "complainant"]
    assert found.places["throughout"].must == ("complaint_logged", "noted", "kept_posted")


def test_the_preposition_says_which_day_is_day_one() -> None:
    day_one = {
        d.step: d.period.day_one for d in everything().deadlines if isinstance(d.period, Period)
    }
    assert day_one["answered"] is DayOne.NEXT_WORKING_DAY  # `of`: as the document counts
    assert day_one["acknowledged"] is DayOne.DAY_AFTER
    assert day_one["looked_into"] is DayOne.SAME_DAY


def test_the_time_of_a_must_is_a_promise_and_that_of_a_may_a_window() -> None:
    kinds = {d.step: d.kind for d in everything().deadlines}
    assert (kinds["answered"], kinds["taken_further"]) == (Kind.PROMISE, Kind.WINDOW)


def test_anchors_are_linked_as_they_are_put() -> None:
    of = {d.step: (d.of, d.span) for d in everything().deadlines}
    assert of["answered"] == (Happened("looked_into"), Span(20, Unit.WORKING_DAYS))
    assert of["taken_further"] == (MomentNamed("counted"), Span(4, Unit.WEEKS))
    assert of["put_off_again"][0] == DateSetBy("day_fixed", Which.FIRST)
    assert of["heard"][0] == EndOf("first_stage")
    assert everything().steps["looked_into"].after == (
        Happened("acknowledged"),
        Happened("asked_about", Which.FIRST),
        StartOf("first_stage"),
        Happened("noticed", Which.LAST),
    )


def test_moments_are_linked_as_they_are_put() -> None:
    moments = everything().moments
    assert list(moments) == ["looked_at", "all_in", "counted"]
    assert moments["looked_at"].first_of == (
        Happened("looked_into"),
        FirstOf((Happened("answered"), Missed("answered"))),
    )
    assert moments["all_in"].last_of == (
        Happened("complaint_received"),
        ReceiptOf("answered", "complainant"),
    )
    [noisy, begun, otherwise] = moments["counted"].rows
    assert noisy.of == MomentNamed("looked_at")
    assert noisy.if_ == (Condition("about", "noise"), Condition("urgent"))
    assert noisy.unless == (Condition("repeated"),)
    assert begun.after == (Happened("acknowledged"), Happened("noticed", Which.LAST))
    assert begun.of == FirstOf((StartOf("first_stage"), Happened("complaint_received")))
    assert (otherwise.of, otherwise.after) == (MomentNamed("all_in"), ())
    assert [clause.id for clause in moments["counted"].cites.clauses] == ["E-1", "E-2"]


def test_a_time_cites_its_own_clauses_then_those_of_the_moments_behind_it() -> None:
    [window] = [d for d in everything().deadlines if d.step == "taken_further"]
    assert [clause.id for clause in window.cites] == ["E-2", "E-1"]


def test_anchors_of_time_are_linked_as_they_are_put() -> None:
    found = everything()
    assert found.steps["complained_of_delay"].after == (
        Missed("decided"),
        FirstOf((Happened("told"), Missed("told"))),
    )
    assert found.steps["decided"].after == (
        FirstOf((Happened("told"), Happened("complaint_logged", Which.LAST), EndOf("first_stage"))),
    )
    of = {(d.step, d.key): d.of for d in found.deadlines}
    assert of["ombudsman_asked", "within"] == ReceiptOf("decided", "complainant", said=True)
    assert of["decided", "aim_within"] == ReceiptOf("answered", "complainant")


def test_a_receipt_and_an_alternative_are_told_as_they_are_written() -> None:
    found = everything()
    written = [
        str(a) for step in found.steps.values() for a in step.after if isinstance(a, FirstOf)
    ]
    assert written == [
        "date set by day_fixed or missed answered",
        "told or last complaint_logged or end of first_stage",
        "told or missed told",
    ]
    of = {(d.step, d.key): str(d.of) for d in found.deadlines}
    assert of["ombudsman_asked", "within"] == "receipt of decided by complainant"
    assert of["decided", "aim_within"] == "receipt of answered"


def test_an_aim_and_a_promise_are_two_deadlines_and_the_promise_is_extended() -> None:
    aim, promise = (d for d in everything().deadlines if d.step == "decided")
    assert (aim.kind, promise.kind) == (Kind.AIM, Kind.PROMISE)
    assert (aim.key, promise.key) == ("aim_within", "within")
    assert aim.extensions == ()
    assert [each.step for each in promise.extensions] == ["longer_agreed", "longer_needed"]
    assert (ids(aim.cites), ids(promise.cites)) == (("E-2",), ("E-1",))


def test_where_there_is_only_an_aim_it_is_the_aim_that_is_extended() -> None:
    found = policy(AIMED)
    (aim,) = found.deadlines
    assert (aim.kind, [each.step for each in aim.extensions]) == (Kind.AIM, ["longer"])
    assert found.steps["longer"].extends == "answered"


AIMED = """
roles: {a: {title: A}}
begins: {came: {by: a, then: one}}
stages:
  one:
    title: One
    must:
      answered:
        by: a
        aim_within: 2 weeks of came
        may_extend: {longer: {by: a}}
"""


def test_a_band_keeps_both_its_ends_and_who_settles_it() -> None:
    promise = next(d for d in everything().deadlines if d.step == "decided" and d.key == "within")
    assert promise.least == Span(20, Unit.WORKING_DAYS)
    assert promise.span == Span(30, Unit.WORKING_DAYS)
    assert promise.period.length == "20 to 30 working days"
    assert promise.settled_by == ("time_agreed",)
    assert everything().steps["time_agreed"].sets_time_of == ("decided", "visited")


TWO_TIMES = """
roles: {a: {title: A}}
begins: {came: {by: a, then: one}}
stages:
  one:
    title: One
    must:
      agreed:   {by: a, sets_time_of: answered}
      answered: {by: a, aim_within: AIM of came, within: PROMISE of came}
"""


@pytest.mark.parametrize(
    ("aim", "promise", "settled"),
    [
        ("5 weeks", "9 weeks", "within"),
        ("5 weeks", "8 to 9 weeks", "within"),
        ("4 to 5 weeks", "9 weeks", "aim_within"),
        ("4 to 5 weeks", "8 to 9 weeks", "within"),
    ],
)
def test_of_two_times_the_promise_is_settled_unless_the_aim_alone_is_a_band(
    aim: str, promise: str, settled: str
) -> None:
    found = policy(TWO_TIMES.replace("AIM", aim).replace("PROMISE", promise))
    assert [d.key for d in found.deadlines if d.settled_by] == [settled]


def test_a_way_to_more_time_is_a_step_of_its_own_beside_the_one_it_extends() -> None:
    found = everything()
    way = found.steps["longer_agreed"]
    assert (way.place, way.duty, way.extends) == ("second_stage", law.Duty.MAY, "decided")
    assert (way.agreed_by, way.signed_by, way.open_to) == (
        ("complainant",),
        ("complainant",),
        ("supporter",),
    )
    assert way.after == (Happened("time_agreed"),)
    assert {"longer_agreed", "longer_needed"} <= {*found.places["second_stage"].may}
    names = list(found.steps)
    at = names.index("decided")
    assert names[at : at + 3] == ["decided", "longer_agreed", "longer_needed"]


def test_a_way_to_more_time_says_how_far_it_reaches() -> None:
    promise = next(d for d in everything().deadlines if d.extensions)
    agreed, needed = promise.extensions
    assert agreed.up_to is not None
    assert agreed.up_to.span == Span(60, Unit.WORKING_DAYS)
    assert (agreed.before_time_is_up, agreed.once) == (True, True)
    assert (needed.up_to, needed.before_time_is_up, needed.once) == (None, False, False)


def test_what_has_no_stated_interval_repeats() -> None:
    repeats = [step.name for step in everything().steps.values() if step.repeats]
    assert repeats == ["kept_posted"]


def test_who_is_told_by_what_somebody_has_done() -> None:
    (keeping,) = everything().conflicts["seen_it_before"].keeps
    assert keeping.who == (
        Did("looked_into"),
        Did("urgent"),
        Held("supporter"),
        ActedIn("first_stage"),
        ActedIn("first_stage", Work.INVESTIGATE),
        Of("partner", Holds("deputy")),
        Of("partner", Did("looked_into")),
    )
    assert [str(who) for who in keeping.who][-3:] == [
        "investigated in first_stage",
        "partner of deputy",
        "partner of whoever did looked_into",
    ]
    partner = everything().relations["partner"]
    assert (partner.between_people, partner.both_ways) == (True, True)
    assert keeping.bars == {"decided"}


def test_different_people_keeps_each_from_what_another_did_or_holds() -> None:
    rule = everything().conflicts["not_one_person"]
    assert (rule.key, rule.has_exception) == ("different_people", False)
    assert ids(rule.cites.of("different_people")) == ("E-1",)
    keeps = {target: keeping.who for keeping in rule.keeps for target in keeping.targets}
    assert keeps == {
        "acknowledged": (Did("answered"), Held("deputy"), Held("panel")),
        "answered": (Did("acknowledged"), Held("deputy"), Held("panel")),
        "deputy": (Did("acknowledged"), Did("answered"), Held("panel")),
        "panel": (Did("acknowledged"), Did("answered"), Held("deputy")),
    }
    assert rule.bars == {"acknowledged", "answered"}
    assert rule.bars_roles == {"deputy", "panel"}


def test_a_deadline_cites_the_clauses_of_its_own_key() -> None:
    cites = {d.step: ids(d.cites) for d in everything().deadlines}
    assert cites["answered"] == ("4", "E-1")
    assert cites["heard"] == ("E-1",)


def test_an_adopted_rule_answers_with_the_clauses_of_the_policy() -> None:
    found = everything()
    assert ids(found.conflicts["subject_stands_aside"].cites.of("may_not")) == ("E-1",)
    assert ids(found.conflicts["subject_stands_aside"].cites.of("except")) == ("E-1", "E-2")
    assert ids(found.steps["complaint_logged"].cites.of("within")) == ("E-2",)
    assert ids(found.facts["director_allows_subject"].cites.clauses) == ("G-2",)


def test_a_kind_of_work_bars_from_every_step_and_fact_of_that_kind() -> None:
    bars = everything().conflicts["looked_into_by_another"]
    assert bars.bars == {"heard", "urgent", "looked_into"}
    assert bars.bars_roles == {"panel"}
    assert bars.who == (Is("subject"), Holds("deputy"))


def test_what_could_be_kept_from_its_decider_cannot_be_told() -> None:
    told = {name: fact.told for name, fact in everything().facts.items()}
    assert told == {
        "director_allows_subject": True,
        "about": True,
        "urgent": False,
        "repeated": False,
    }


def test_a_step_that_is_called_no_work_is_administration() -> None:
    assert everything().steps["settled"].counts_as == {law.Work.ADMINISTER}


def test_conflicts_and_readings_are_found_by_what_they_touch() -> None:
    found = everything()
    assert [c.name for c in found.conflicts_on["heard"]] == ["looked_into_by_another"]
    assert [c.name for c in found.conflicts_on["looked_into"]] == [
        "subject_stands_aside",
        "looked_into_by_another",
        "manager_needs_leave",
    ]
    assert found.readings_on["manager"] == ("which_days", "both_away")


def test_who_is_appointed_by_a_step_is_known_of_the_role() -> None:
    assert everything().roles["supporter"].appointed_by_steps == ("supporter_chosen",)


def test_a_policy_that_counts_no_working_days_needs_no_calendar(tmp_path: Path) -> None:
    text = HEADER.replace("working_days: england-and-wales, ", "")
    assert linked(tmp_path, text + "begins: {x: {by: a, cites: c}}\n") != ()
    (tmp_path / "small.yaml").write_text(
        text + "clauses: {c: {at: x, says: it}}\nroles: {a: {title: A}}\n"
        "begins: {x: {by: a, then: e, cites: c}}\nends: {e: {title: E}}\n",
        "utf-8",
    )
    assert load(tmp_path / "small.yaml").calendar is EVERY_DAY


def test_a_base_may_count_working_days_without_saying_which() -> None:
    assert link_file(GOOD / "bases" / "groundwork.yaml").problems == ()


def test_what_a_base_expects_of_a_policy_may_be_used_by_it_for_anything(tmp_path: Path) -> None:
    base = (
        'complaintflow: 1\npolicy: {id: b, title: B, version: "1", in_force_from: 2024-01-01}\n'
        "expects: {waits: a question}\nclauses: {c: {at: x, says: it}}\nroles: {a: {title: A}}\n"
        "throughout: {may: {w: {by: a, if: waits is long, cites: c}}}\n"
    )
    top = HEADER.replace('version: "1"', 'version: "1", builds_on: b') + (
        "facts: {waits: {means: how long, answers: [short, long], decided_by: a, cites: c}}\n"
        "begins: {x: {by: a, then: e, cites: c}}\nends: {e: {title: E}}\n"
    )
    assert linked(tmp_path, top, b=base) == ()
    assert linked(tmp_path, base.replace("id: b", "id: small")) == ()
    (wrong,) = linked(
        tmp_path, top.replace("facts:", "expects: {z: q}\nfacts:").replace("long]", "big]")
    )
    assert (wrong.code, wrong.place.line) == ("unknown-name", 6)


def test_two_rules_whose_exceptions_wait_for_each_other_are_told_once(tmp_path: Path) -> None:
    text = HEADER + (
        "clauses: {c: {at: x, says: it}}\nrelations: {friend: is a friend}\n"
        "roles: {a: {title: A}}\nbegins: {x: {by: a, cites: c}}\n"
        "facts:\n"
        "  one: {means: one, decided_by: a, cites: c}\n"
        "  two: {means: two, decided_by: a, cites: c}\n"
        "  six: {means: six, decided_by: a, cites: c}\n"
        "conflicts:\n"
        "  first_rule: {who: friend, may_not: one, except: {if: two}, cites: c}\n"
        "  second_rule: {who: friend, may_not: two, except: {if: one}, cites: c}\n"
        "  third_rule: {who: friend, may_not: six, except: {if: one}, cites: c}\n"
        "  fourth_rule: {who: friend, may_not: x, except: {if: [six, two]}, cites: c}\n"
    )
    found = linked(tmp_path, text)
    (wrong,) = found
    assert (wrong.code, wrong.place.line) == ("circular-exception", 13)
    assert [related.place.line for related in wrong.related] == [14]


def test_a_question_that_hangs_on_itself_is_told(tmp_path: Path) -> None:
    text = HEADER + (
        "clauses: {c: {at: x, says: it}}\nroles: {a: {title: A}}\nbegins: {x: {by: a, cites: c}}\n"
        "facts:\n"
        "  one: {means: one, decided_by: a, asked_if: two, cites: c}\n"
        "  two: {means: two, decided_by: a, asked_if: one is false, cites: c}\n"
        "  six: {means: six, decided_by: a, asked_if: two, cites: c}\n"
        "  ten: {means: ten, decided_by: a, cites: c}\n"
    )
    (wrong,) = linked(tmp_path, text)
    assert (wrong.code, wrong.place.line) == ("circular-question", 8)


def test_what_is_wrong_in_a_base_is_told_in_the_base(tmp_path: Path) -> None:
    base = 'complaintflow: 1\npolicy: {id: b, title: B, version: "1", in_force_from: 2024-01-01}\n'
    top = HEADER.replace('version: "1"', 'version: "1", builds_on: b')
    (wrong,) = linked(tmp_path, top, b=base + "roles: {a: {titel: A}}\n")
    assert (Path(wrong.place.file).name, wrong.code) == ("b.yaml", "unknown-key")


def test_a_small_policy_links() -> None:
    text = (
        "clauses: {c: {at: x, says: it}}\nroles: {a: {title: A}}\n"
        "begins: {x: {by: a, then: e, cites: c}}\nends: {e: {title: E}}\n"
    )
    assert list(policy(text).steps) == ["x"]
