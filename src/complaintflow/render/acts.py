"""What is done in a step, in each form that a sentence needs: *send*, *sent*, *has sent*."""

from dataclasses import replace

from complaintflow.procedure import Step
from complaintflow.render.lexicon import CARRIES
from complaintflow.render.verbs import Act, named_act, the
from complaintflow.render.words import (
    Voice,
    any_who,
    any_whom,
    have,
    is_many,
    is_pronoun,
    named,
)


def act_of(voice: Voice, step: Step) -> Act:
    """The verb of a step, and its object; a way to more time is one whatever its name is."""
    if step.extends is None:
        return named_act(voice, step)
    extended = voice.procedure.steps[step.extends]
    tail = f"to {do(voice, extended)}"
    if set(step.by) == set(extended.by):
        act = Act("take", "took", "taken", "more time", tail)
    else:
        act = Act("give", "gave", "given", f"{any_whom(voice, extended.by)} more time", tail)
    return replace(act, with_=step.with_, told=step.to)


def do(voice: Voice, step: Step) -> str:
    """What is to be done: `send the report`, also after `to`."""
    act = act_of(voice, step)
    return f"{act.infinitive} {act.rest}".rstrip()


def did(voice: Voice, step: Step, *, by: str | None = None) -> str:
    """What was done, with who did it (`by`, where said otherwise): `the Manager sent the report`."""
    if step.name.endswith("_received"):
        noun = _received(voice, step)
        return f"{noun} {'were' if is_many(noun) else 'was'} received"
    act = act_of(voice, step)
    return f"{by or any_who(voice, step.by)} {act.past} {act.rest}".rstrip()


def has_done(voice: Voice, step: Step, *, by: str | None = None, word: str = "") -> str:
    """What has been done, with who did it: `the Manager has sent the report`.

    Args:
        by: who did it, where that is said otherwise: `they`.
        word: what stands before the verb: `not`.
    """
    word = f"{word} " if word else ""
    if step.name.endswith("_received"):
        noun = _received(voice, step)
        return f"{noun} {'have' if is_many(noun) else 'has'} {word}been received"
    act = act_of(voice, step)
    subject = f"{by} have" if by else f"{any_who(voice, step.by)} {have(voice, step.by)}"
    return f"{subject} {word}{act.participle} {act.rest}".rstrip()


def _received(voice: Voice, step: Step) -> str:
    return the(voice, named(step.name.removesuffix("_received")).split())


def was_done(voice: Voice, step: Step) -> str:
    """What was done, without who did it where that can be said: `the report was sent`."""
    act = act_of(voice, step)
    if step.name.endswith("_received") or not act.object or act.quoted:
        return did(voice, step)
    many = is_pronoun(act.object) or is_many(act.object)
    return f"{act.object} {'were' if many else 'was'} {act.participle} {act.tail}".rstrip()


def thing(voice: Voice, step: Step) -> str:
    """What somebody has in hand to whom a step goes: `the report`, or word of what was done."""
    act = act_of(voice, step)
    if act.infinitive in CARRIES and act.object:
        return act.object
    return f"word that {did(voice, step)}"
