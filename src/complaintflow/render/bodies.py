"""Bodies as sentences: how many members, of whom they are, who sits in the chair, who names them."""

from collections.abc import Iterator

from complaintflow.procedure import Body, Number, Role, Share
from complaintflow.render.acts import do
from complaintflow.render.rules import tie
from complaintflow.render.words import (
    Voice,
    any_of,
    any_whom,
    question,
    sentence,
    who,
    whom,
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def body_rules(voice: Voice, role: Role) -> Iterator[tuple[str, str]]:
    """What a role says of how many hold it, and a body of its members, each after the key of the rule."""
    if role.holders is not None:
        yield "holders", _holders(voice, role, role.holders)
    if role.body is not None:
        yield from _of_body(voice, role, role.body)
    if role.appointed_by:
        names = any_whom(voice, role.appointed_by)
        what = f"the members of {whom(voice, role.name)}" if role.body else whom(voice, role.name)
        yield "appointed_by", sentence(f"nobody but {names} may choose {what}")


def _holders(voice: Voice, role: Role, holders: Number) -> str:
    called = whom(voice, role.name)
    if holders.most == holders.least:
        return sentence(f"exactly {_count(holders.least)} people must be {called}")
    return sentence(f"{_number(holders)} people must be {called}")


def _of_body(voice: Voice, role: Role, body: Body) -> Iterator[tuple[str, str]]:
    least, most = body.members.least, body.members.most
    exact = body.members.most == least
    number = f"{_count(least)}" if exact else _number(body.members)
    members = f"{who(voice, role.name)} is made up of {number} people"
    all_sit = body.quorum == most
    sit = "who must all sit" if all_sit else f"of whom at least {_count(body.quorum)} must sit"
    yield "members", sentence(f"{members}, {sit}")
    for share in body.of_whom:
        yield "of_whom", sentence(f"of those who sit, {_share(voice, share)}")
    if body.chaired:
        yield "chair", sentence("one of those who sit must be in the chair")
    if body.without_quorum:
        acts = any_of(_act(voice, name) for name in _in_order(voice, body))
        yield "without_quorum", sentence(f"those who sit may, however few they are, {acts}")


def _in_order(voice: Voice, body: Body) -> Iterator[str]:
    law = voice.procedure
    return (name for name in (*law.steps, *law.facts) if name in body.without_quorum)


def _act(voice: Voice, name: str) -> str:
    law = voice.procedure
    return do(voice, law.steps[name]) if name in law.steps else f"say {question(law.facts[name])}"


def _share(voice: Voice, share: Share) -> str:
    must = "may" if share.number.least == 0 else "must"
    return f"{_number(share.number)} {must} be somebody who {tie(voice, share.who)}"


def _number(number: Number) -> str:
    """`at least three`, `three to five`, `exactly one`, `no more than two`."""
    if number.most is None:
        return f"at least {_count(number.least)}"
    if number.most == number.least:
        return f"exactly {_count(number.least)}"
    if number.least == 0:
        return f"no more than {_count(number.most)}"
    return f"{_count(number.least)} to {_count(number.most)}"


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
