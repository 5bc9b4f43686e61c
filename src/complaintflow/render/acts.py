"""What a step is as a verb and its object, read from its name: `report_sent` is *send the report*.

A name that is no verb in the past is kept as it is, in quotation marks, after a verb that is
true of every step: *take the step “recalls”*.
"""

from dataclasses import dataclass, replace

from complaintflow.procedure import PlaceKind, Procedure, Step
from complaintflow.render.lexicon import (
    ADDRESSES,
    ALONE,
    APPOINTS,
    BROUGHT,
    CARRIED_OUT,
    FEELINGS,
    PARTICLES,
    PREPOSITIONS,
    REQUESTS,
    SENDS,
    SHARES,
    VERBS,
    WISHES,
    word_set,
)
from complaintflow.render.words import Voice, all_who, any_who, have, is_many, named, title, who

_FORMS = word_set("by_email by_letter by_phone by_post by_telephone by_video in_person in_writing")
"""How something is done, at the end of a name; `how` says it again."""

_ADVERBS = word_set("again already also further not now still very")


@dataclass(frozen=True, slots=True)
class Act:
    """A verb with its object and what follows the object.

    `to` and `with_` are said after it; `told` are the addressees of a verb of which one cannot
    say *to* whom. `quoted`: the name is no verb and stands in quotation marks.
    """

    infinitive: str
    past: str
    participle: str
    rest: str
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    quoted: bool = False


def complainers(procedure: Procedure) -> tuple[str, ...]:
    """The roles whose complaint it is: those titled You, else those who open a case."""
    you = (role.name for role in procedure.roles.values() if role.title.casefold() == "you")
    if found := tuple(you):
        return found
    begins = (s for s in procedure.steps.values() if _begins(procedure, s))
    return tuple(dict.fromkeys(role for step in begins for role in step.by))


def do(voice: Voice, step: Step) -> str:
    """What is to be done: `send the report`, also after `to`."""
    act = act_of(voice, step)
    return f"{act.infinitive} {act.rest}".rstrip()


def did(voice: Voice, step: Step, *, by: str | None = None) -> str:
    """What was done, with who did it (`by`, where said otherwise): `the Manager sent the report`."""
    if step.name.endswith("_received"):
        noun = named(step.name.removesuffix("_received"))
        return f"the {noun} {'were' if is_many(noun) else 'was'} received"
    act = act_of(voice, step)
    return f"{by or any_who(voice, step.by)} {act.past} {act.rest}".rstrip()


def has_done(voice: Voice, step: Step, *, by: str | None = None) -> str:
    """What has been done, with who did it: `the Manager has sent the report`."""
    if step.name.endswith("_received"):
        noun = named(step.name.removesuffix("_received"))
        return f"the {noun} {'have' if is_many(noun) else 'has'} been received"
    act = act_of(voice, step)
    subject = f"{by} have" if by else f"{any_who(voice, step.by)} {have(voice, step.by)}"
    return f"{subject} {act.participle} {act.rest}".rstrip()


def act_of(voice: Voice, step: Step) -> Act:
    """The verb of a step, and its object."""
    words = named(step.name).split()
    if step.how and "_".join(words[-2:]) in _FORMS:
        words = words[:-2] or words
    for at in range(len(words) - 1, -1, -1):
        if (
            words[at] in VERBS
            and _follows(words[at + 1 :], step)
            and _is_noun(words[:at], words[at], step)
        ):
            return _verb(voice, step, words, at)
    if words[-1] in FEELINGS and _ADVERBS.issuperset(words[:-1]):
        you = [title(voice, role).casefold() for role in step.by] == ["you"]
        says = f"that {'you' if you else 'they'} are {' '.join(words)}"
        return Act("say", "said", "said", says, (), step.with_, step.to)
    if words[-1].endswith(CARRIED_OUT):
        carried = Act("carry out", "carried out", "carried out", f"the {' '.join(words)}")
        return replace(carried, with_=step.with_, told=step.to)
    label = f"the step “{' '.join(words)}”"
    return Act("take", "took", "taken", label, (), step.with_, step.to, quoted=True)


def _begins(procedure: Procedure, step: Step) -> bool:
    return procedure.place_of(step).kind is PlaceKind.BEGINS


def _follows(tail: list[str], step: Step) -> bool:
    """Whether these words may follow a verb: particles, or to or with whom, as the step has it."""
    if len(tail) > 1 and tail[0] in ("to", "with"):
        roles = step.to if tail[0] == "to" else step.with_
        return any(tail[1:] == named(role).split() for role in roles)
    return PARTICLES.issuperset(tail) or (len(tail) == 1 and tail[0] in PREPOSITIONS)


def _is_noun(noun: list[str], verb: str, step: Step) -> bool:
    """Whether the words before a verb can be its object: not in `not_sent`, not in `told` alone."""
    if noun:
        return _ADVERBS.isdisjoint(noun)
    infinitive, _ = VERBS[verb]
    return infinitive not in ADDRESSES or infinitive in ALONE or bool(step.to)


def _verb(voice: Voice, step: Step, words: list[str], at: int) -> Act:
    infinitive, past = VERBS[words[at]]
    noun, tail = words[:at], [word for word in words[at + 1 :] if word in PARTICLES]
    ours = set(step.by) <= set(complainers(voice.procedure))
    if infinitive == "receive" and ours and noun and _begins(voice.procedure, step):
        return _brought(step, noun)
    if infinitive in WISHES and ours and noun:
        so = f"that the {' '.join(noun)} {'are' if is_many(noun[-1]) else 'is'} {words[at]}"
        return Act("say", "said", "said", so, (), step.with_, step.to)
    act = Act(infinitive, past, words[at], "", with_=step.with_)
    if words[-1] in PREPOSITIONS:
        link = f"{words[-1]} {' '.join(('the', *noun)) if noun else 'the complaint'}"
        return replace(act, rest=link, told=step.to)
    if infinitive in ADDRESSES and step.to and _is_addressee(noun, step.to):
        if infinitive == "copy":
            copy = f"a copy to {all_who(voice, step.to)}"
            return Act("send", "sent", "sent", copy, with_=step.with_)
        return replace(act, rest=" ".join((all_who(voice, step.to), *tail)))
    act = replace(act, rest=" ".join((*_object(voice, step, infinitive, noun), *tail)))
    if infinitive in REQUESTS and step.to:
        return replace(act, rest=f"{act.rest} from {all_who(voice, step.to)}")
    if infinitive in SENDS:
        return replace(act, to=step.to)
    if infinitive in SHARES:
        return replace(act, with_=(*step.to, *step.with_))
    return replace(act, told=step.to)


def _brought(step: Step, noun: list[str]) -> Act:
    """What reaches the organisation is somebody's act: `complaint_received` is to make one."""
    if noun[-1] in BROUGHT:
        article = "an" if noun[0][0] in "aeiou" else "a"
        return Act("make", "made", "made", f"{article} {' '.join(noun)}", step.to, step.with_)
    return Act("send in", "sent in", "sent in", f"the {' '.join(noun)}", step.to, step.with_)


def _is_addressee(noun: list[str], to: tuple[str, ...]) -> bool:
    """Whether the noun of the name is whom it goes to: `authority_copied` to the authority."""
    return not noun or any(set(noun) <= set(named(role).split()) for role in to)


def _is_office(infinitive: str, noun: list[str], role: str) -> bool:
    """Whether it is the role that is chosen, named, appointed: `supporter_chosen`, `chosen`."""
    return set(noun) <= set(named(role).split()) if noun else infinitive in APPOINTS


def _object(voice: Voice, step: Step, infinitive: str, noun: list[str]) -> tuple[str, ...]:
    if step.appoints is not None and _is_office(infinitive, noun, step.appoints):
        return (who(voice, step.appoints),)
    if noun:
        return ("the", *noun)
    return () if infinitive in ALONE else ("the complaint",)
