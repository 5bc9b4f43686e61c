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
    GIVEN,
    HELD,
    MADE_TO,
    PARTICLES,
    PREPOSITIONS,
    REQUESTS,
    SENDS,
    SHARES,
    UNCOUNTED,
    VERBS,
    WISHES,
    word_set,
)
from complaintflow.render.words import (
    Voice,
    all_whom,
    any_who,
    have,
    is_many,
    is_pronoun,
    named,
    the_complaint,
    who,
    whom,
)

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
    object: str = ""
    tail: str = ""
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    quoted: bool = False

    @property
    def rest(self) -> str:
        """What follows the verb: `the report through`."""
        return f"{self.object} {self.tail}".strip()


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
        noun = _the(voice, named(step.name.removesuffix("_received")).split())
        return f"{noun} {'were' if is_many(noun) else 'was'} received"
    act = act_of(voice, step)
    return f"{by or any_who(voice, step.by)} {act.past} {act.rest}".rstrip()


def has_done(voice: Voice, step: Step, *, by: str | None = None) -> str:
    """What has been done, with who did it: `the Manager has sent the report`."""
    if step.name.endswith("_received"):
        noun = _the(voice, named(step.name.removesuffix("_received")).split())
        return f"{noun} {'have' if is_many(noun) else 'has'} been received"
    act = act_of(voice, step)
    subject = f"{by} have" if by else f"{any_who(voice, step.by)} {have(voice, step.by)}"
    return f"{subject} {act.participle} {act.rest}".rstrip()


def was_done(voice: Voice, step: Step) -> str:
    """What was done, without who did it where that can be said: `the report was sent`."""
    act = act_of(voice, step)
    if step.name.endswith("_received") or not act.object or act.quoted:
        return did(voice, step)
    many = is_pronoun(act.object) or is_many(act.object)
    return f"{act.object} {'were' if many else 'was'} {act.participle} {act.tail}".rstrip()


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
    return replace(_without_verb(voice, step, words), with_=step.with_)


def _without_verb(voice: Voice, step: Step, words: list[str]) -> Act:
    """The act of a name that is no verb: what one feels, a noun, or the name as it is."""
    if words[-1] in FEELINGS and _ADVERBS.issuperset(words[:-1]):
        subject = who(voice, step.by[0]) if len(step.by) == 1 else ""
        are = f"{subject if subject in ('you', 'we') else 'they'} are"
        return _saying(voice, step, f"that {are} {' '.join(words)}")
    if words[-1] in BROUGHT and _is_ours(voice, step) and _begins(voice.procedure, step):
        return _brought(step, words)
    noun = _the(voice, words)
    if words[-1] in GIVEN:
        return Act("give", "gave", "given", noun, to=step.to)
    if words[-1] in HELD:
        return Act("hold", "held", "held", noun, told=step.to)
    if words[-1].endswith(CARRIED_OUT):
        return Act("carry out", "carried out", "carried out", noun, told=step.to)
    label = f"the step “{' '.join(words)}”"
    return Act("take", "took", "taken", label, told=step.to, quoted=True)


def _saying(voice: Voice, step: Step, says: str) -> Act:
    """Somebody says something, or tells it to those who must be told."""
    if step.to:
        return Act("tell", "told", "told", all_whom(voice, step.to), says)
    return Act("say", "said", "said", tail=says)


def _is_ours(voice: Voice, step: Step) -> bool:
    """Whether it is an act of those whose complaint it is, or may be."""
    return not set(step.by).isdisjoint(complainers(voice.procedure))


def _the(voice: Voice, noun: list[str]) -> str:
    """A noun with its article; the complaint may be yours."""
    if noun and noun[-1] != "complaint":
        return f"the {' '.join(noun)}"
    return " ".join((the_complaint(voice).split()[0], *(noun or ["complaint"])))


def _a(noun: list[str]) -> str:
    """A noun of which nobody has spoken yet: `an appeal`, `documents`, `more time`."""
    if is_many(noun[-1]) or not UNCOUNTED.isdisjoint((noun[0], noun[-1])):
        return " ".join(noun)
    return f"{'an' if noun[0][0] in 'aeiou' else 'a'} {' '.join(noun)}"


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
    noun, tail = words[:at], " ".join(word for word in words[at + 1 :] if word in PARTICLES)
    if infinitive == "receive" and noun and _is_brought(voice, step, noun):
        return replace(_brought(step, noun), with_=step.with_)
    if infinitive in WISHES and noun and _is_ours(voice, step):
        so = f"that the {' '.join(noun)} {'are' if is_many(noun[-1]) else 'is'} {words[at]}"
        return replace(_saying(voice, step, so), with_=step.with_)
    act = Act(infinitive, past, words[at], tail=tail, with_=step.with_)
    if words[-1] in PREPOSITIONS:
        return replace(act, tail=f"{words[-1]} {_the(voice, noun)}", told=step.to)
    if infinitive in ADDRESSES and step.to and _is_addressee(noun, step.to):
        if infinitive == "copy":
            copy = f"to {all_whom(voice, step.to)}"
            return Act("send", "sent", "sent", "a copy", copy, with_=step.with_)
        return replace(act, object=all_whom(voice, step.to))
    if infinitive == "agree" and noun and step.agreed_by:
        agreed = all_whom(voice, step.agreed_by)
        what = (
            " ".join(noun) if not UNCOUNTED.isdisjoint((noun[0], noun[-1])) else _the(voice, noun)
        )
        on_it = "on " if what == " ".join(noun) else ""
        return replace(
            act, object=f"{on_it}{what}", tail=f"{tail} with {agreed}".lstrip(), told=step.to
        )
    if infinitive == "agree" and noun and not step.with_:
        return replace(act, tail=f"{tail} to {_the(voice, noun)}".lstrip(), told=step.to)
    if infinitive in REQUESTS and noun:
        source = f"from {all_whom(voice, step.to)}" if step.to else ""
        return replace(act, object=_a(noun), tail=f"{tail} {source}".strip())
    act = replace(act, object=_object(voice, step, infinitive, noun))
    if infinitive in SENDS or (infinitive == "make" and not MADE_TO.isdisjoint(noun)):
        return replace(act, to=step.to)
    if infinitive in SHARES:
        return replace(act, with_=(*step.to, *step.with_))
    return replace(act, told=step.to)


def _is_brought(voice: Voice, step: Step, noun: list[str]) -> bool:
    """Whether it is the complainant who makes what is received, or sends it in."""
    return _is_ours(voice, step) and (_begins(voice.procedure, step) or noun[-1] in BROUGHT)


def _brought(step: Step, noun: list[str]) -> Act:
    """What reaches the organisation is somebody's act: `complaint_received` is to make one."""
    if noun[-1] in BROUGHT:
        return Act("make", "made", "made", _a(noun), to=step.to)
    return Act("send in", "sent in", "sent in", f"the {' '.join(noun)}", to=step.to)


def _is_addressee(noun: list[str], to: tuple[str, ...]) -> bool:
    """Whether the noun of the name is whom it goes to: `authority_copied` to the authority."""
    return not noun or any(set(noun) <= set(named(role).split()) for role in to)


def _is_office(infinitive: str, noun: list[str], role: str) -> bool:
    """Whether it is the role that is chosen, named, appointed: `supporter_chosen`, `chosen`."""
    return set(noun) <= set(named(role).split()) if noun else infinitive in APPOINTS


def _object(voice: Voice, step: Step, infinitive: str, noun: list[str]) -> str:
    if step.appoints is not None and _is_office(infinitive, noun, step.appoints):
        return whom(voice, step.appoints)
    return "" if not noun and infinitive in ALONE else _the(voice, noun)
