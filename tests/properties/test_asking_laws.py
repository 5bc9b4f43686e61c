"""Laws of `asks`: a form that is filled in is not refused for want of a field, and nothing is
owed; what is left out is refused or owed, as the field says.

The letters in the docstrings name paragraphs of the language, `design` those of the design.
"""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.asking import Asked, Field, Need, asks
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action
from complaintflow.conventions import Span, Unit
from complaintflow.errors import InputError
from complaintflow.judging import PERSONAL
from complaintflow.moments import Moment, last_instant
from complaintflow.procedure import Duty, Step
from complaintflow.rulings import ActionRefused, NotAgreed, Ruling, WrongForm, WrongTime
from complaintflow.vocabulary import act_called, require_known
from tests.properties.lives import course, examples, lives, timed_lives
from tests.strategies import Walk

OFTEN = examples(25)
LISTS = ("to", "with_", "copies_to", "includes", "recorded_in", "signed_by", "agreed_by", "sat")
OF_THE_FORM = (*PERSONAL, WrongForm, NotAgreed, WrongTime)
"""The reasons against what a form says; the others speak of the case."""

LIVES = lives() | timed_lives()
"""Every second one under a policy in which times are settled, agreed and received."""


def forms(lived: Walk) -> Iterator[Asked]:
    """The forms of every step and fact of the policy, as the case stands."""
    for name in (*lived.law.steps, *lived.law.facts):
        yield asks(lived.law, lived.case, name)


def now(lived: Walk) -> Moment:
    """The moment of the last event, or today if that is later."""
    events = course(lived).events
    moments = [lived.today, *(event.action.at for event in events)]
    return max(moments, key=lambda moment: last_instant(moment, lived.law.zone))


def filled(lived: Walk, name: str, fields: Iterable[Field], random: Random) -> dict[str, Any]:
    """The keywords of an action, each field answered with any one of its choices."""
    said: dict[str, Any] = {}
    for field in fields:
        if field.key == "settles":
            said["settles"] = a_time(lived, name, random)
        if field.key == "received":
            said.setdefault("received", {})[field.wants] = now(lived)
        if field.free or not field.choices:
            continue
        value = field.choices[random.randrange(len(field.choices))].value
        if field.key in LISTS:
            said.setdefault(field.key, []).append(value)
        else:
            said[field.key] = value
    return said


def a_time(lived: Walk, name: str, random: Random) -> Span:
    """A period that the label of the field allows: within the band, or as much as there is."""
    step = lived.law.steps[name]
    times = {*step.sets_time_of, step.extends}
    timed = [d for d in lived.law.deadlines if d.step in times]
    bands = [d for d in lived.law.deadlines if name in d.settled_by and d.least is not None]
    for deadline in bands if step.sets_time_of else timed:
        if (most := deadline.span) is None:
            continue
        least = deadline.least or most
        more = random.randrange(most.amount - least.amount + 1)
        return Span(least.amount + more, most.unit)
    return Span(1, Unit.WORKING_DAYS)


def needed(asked: Asked) -> tuple[Field, ...]:
    return tuple(field for field in asked.fields if field.need is not Need.OPEN)


def decided(lived: Walk, name: str, said: dict[str, Any]) -> Ruling | None:
    """The ruling on what was filled in; None where the calendar does not reach."""
    try:
        return engine.decide(lived.law, lived.case, Action(name, at=now(lived), **said))
    except OutsideCalendar:
        return None


def can_be_filled(asked: Asked) -> bool:
    """Whether somebody could sign, and everything that is needed has a choice."""
    return all(field.free or field.choices for field in (*needed(asked), *asked.field("by")))


def fills_a_substitute(lived: Walk, name: str) -> bool:
    """Whether a step fills an office that stands in for another, or in whose stead another is.

    Who is told in it hangs on who is named.
    """
    step = lived.law.steps.get(name)
    return step is not None and any(
        role.stand_in is not None and step.appoints in (role.name, role.stand_in)
        for role in lived.law.roles.values()
    )


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_a_form_that_is_filled_in_lacks_nothing(lived: Walk, seed: int) -> None:
    """A6: no reason that is the signer's own or the form's, and nothing is owed."""
    random = Random(seed)
    for asked in forms(lived):
        if not can_be_filled(asked) or fills_a_substitute(lived, asked.event):
            continue
        said = filled(lived, asked.event, (*needed(asked), *asked.field("by")), random)
        ruling = decided(lived, asked.event, said)
        if ruling is not None:
            assert not [r for r in ruling.reasons if isinstance(r, OF_THE_FORM)]
            assert ruling.owed == ()


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_once_recorded_a_filled_form_owes_nothing(lived: Walk, seed: int) -> None:
    """D5: also where it names whoever is then told."""
    random = Random(seed)
    for asked in forms(lived):
        step = lived.law.steps.get(asked.event)
        if step is None or not can_be_filled(asked) or fills_a_substitute(lived, step.name):
            continue
        said = filled(lived, asked.event, (*needed(asked), *asked.field("by")), random)
        ruling = decided(lived, asked.event, said)
        if ruling is not None and ruling.permitted:
            at = now(lived)
            action = Action(asked.event, at=at, **said)
            grown = engine.apply(lived.law, lived.case, action, id="new")
            owed = engine.owed(lived.law, grown, as_of=at)
            assert [str(o) for o in owed if o.event == "new"] == []


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_what_is_left_out_is_refused_or_owed_as_the_field_says(lived: Walk, seed: int) -> None:
    """A6: a gate refuses; a missing particular refuses nothing, and is owed."""
    random = Random(seed)
    for asked in forms(lived):
        act = act_called(lived.law, asked.event)
        forbidden = isinstance(act, Step) and act.duty is Duty.NEVER
        if not can_be_filled(asked) or forbidden or fills_a_substitute(lived, asked.event):
            continue
        fields = list(dict.fromkeys((*needed(asked), *asked.field("by"))))
        for left_out in (f for f in fields if f.key != "at" and f.need is not Need.OPEN):
            said = filled(lived, asked.event, [f for f in fields if f is not left_out], random)
            try:
                ruling = decided(lived, asked.event, said)
            except InputError:
                assert left_out.need is Need.GATE
                continue
            if ruling is None:
                continue
            if left_out.key == "sat":
                continue  # those of a company gate together, and fewer of them may do
            if left_out.need is Need.GATE:
                others = {*said.get(left_out.key, ())} if left_out.key in LISTS else set()
                said_besides = others & {choice.value for choice in left_out.choices}
                assert not ruling.permitted or said_besides
            else:
                assert not [r for r in ruling.reasons if isinstance(r, OF_THE_FORM)]
                _owes(lived, asked, left_out, said, ruling)


def _owes(lived: Walk, asked: Asked, left_out: Field, said: dict[str, Any], ruling: Ruling) -> None:
    """That exactly the field left out is owed; not where somebody else's answer says it too."""
    key = {"with_": "with", "includes": "must_include", "holder": "appoints"}
    duty = f"{asked.event}.{key.get(left_out.key, left_out.key)}"
    wants = "" if left_out.wants is None else f" {left_out.wants}"
    would_do = {choice.value for choice in left_out.choices}
    if [field.wants for field in asked.field("holder")] == [left_out.wants]:
        would_do.add(said.get("holder", ""))
        # whoever loses the office by this very event held it when it happened
        would_do |= set(engine.course_of(lived.law, lived.case).holders(left_out.wants or ""))
    if left_out.key in LISTS and would_do & set(said.get(left_out.key, ())):
        assert ruling.owed == ()
    else:
        assert {str(owed) for owed in ruling.owed} == {f"{duty}{wants}"}
        assert ruling.owed[0].clauses == left_out.clauses


@OFTEN
@given(LIVES)
def test_those_may_sign_whom_no_reason_of_their_own_keeps_from_it(lived: Walk) -> None:
    """Design 6: `by` lists exactly those whom `decide` frees of what is their own."""
    for asked in forms(lived):
        (signer,) = asked.field("by")
        free = []
        for name in lived.people():
            said = filled(
                lived, asked.event, (f for f in asked.fields if f.key != "role"), Random(0)
            )
            said["by"] = name
            try:
                ruling = engine.decide(
                    lived.law, lived.case, Action(asked.event, at=now(lived), **said)
                )
            except OutsideCalendar:
                return
            if not [r for r in ruling.reasons if isinstance(r, PERSONAL) and not r.appointed]:
                free.append(name)
        assert [choice.value for choice in signer.choices] == free


@OFTEN
@given(LIVES, st.integers(0, 2**32 - 1))
def test_every_choice_is_known_and_every_label_says_something(lived: Walk, seed: int) -> None:
    """Design 3: a form never offers what would be called a typing error."""
    for asked in forms(lived):
        assert asked.label.strip()
        for field in asked.fields:
            assert field.label.strip()
            assert all(choice.label.strip() for choice in field.choices)
            values = [choice.value for choice in field.choices]
            assert len(values) == len(set(values))
            if field.free:
                said = filled(lived, asked.event, [field], Random(seed))
                values = [said[field.key]] if field.key != "at" else []
            for value in values:
                said = filled(lived, asked.event, asked.field("answer"), Random(seed))
                said[field.key] = value
                action = Action(asked.event, at=now(lived), **said)
                require_known(lived.law, course(lived), action)


@OFTEN
@given(LIVES)
def test_in_every_office_that_is_offered_somebody_could_sign(lived: Walk) -> None:
    """D12: the office is needed only where two of a person's fit."""
    for asked in forms(lived):
        offered = [choice.value for field in asked.field("role") for choice in field.choices]
        signers = [choice.value for choice in asked.field("by")[0].choices]
        for role in offered:
            rulings = [_in_office(lived, asked, str(name), str(role)) for name in signers]
            assert any(
                ruling is not None and not [r for r in ruling.reasons if isinstance(r, PERSONAL)]
                for ruling in rulings
            )


def _in_office(lived: Walk, asked: Asked, name: str, role: str) -> Ruling | None:
    said = filled(lived, asked.event, asked.field("answer"), Random(0))
    return decided(lived, asked.event, {**said, "by": name, "role": role})


@OFTEN
@given(timed_lives(), st.integers(0, 2**32 - 1))
def test_when_it_was_received_is_asked_wherever_that_changes_an_answer(
    lived: Walk, seed: int
) -> None:
    """A3: a receipt is never presumed; where no field asks for it nothing hangs on it."""
    law, random, at = lived.law, Random(seed), now(lived)
    for event in lived.case.events:
        name = event.action.name
        step = law.steps.get(name)
        if step is None or not step.to or event.adds_to or event.retracts:
            continue
        asked = {str(field.wants) for field in asks(law, lived.case, name).field("received")}
        who = random.choice(step.to)
        telling = Action(name, at=at, by=event.action.by, received={who: at})
        try:
            told = engine.apply(law, lived.case, telling, adds_to=event.id)
            views = [
                (engine.clocks(law, case), engine.moves(law, case, as_of=at))
                for case in (lived.case, told)
            ]
        except (InputError, ActionRefused, OutsideCalendar):
            continue
        assert views[0] == views[1] or who in asked


@OFTEN
@given(LIVES)
def test_every_keyword_of_a_form_is_one_of_an_action(lived: Walk) -> None:
    """A form is filled in with nothing but the keywords that it names."""
    for asked in forms(lived):
        assert len(set(asked.fields)) == len(asked.fields)
        keys = {field.key for field in asked.fields}
        own = {"at", "by", "role", "how", "answer", "person", "holder", "settles", "chair"}
        own |= {"in_place_of"}
        assert keys <= {*own, "received", *LISTS}
        assert {"at", "by"} <= keys
        for key in keys & own:
            assert len(asked.field(key)) == 1
        received = [field.wants for field in asked.field("received")]
        assert len(set(received)) == len(received)
    with pytest.raises(InputError):
        asks(lived.law, lived.case, "no_such_step")
