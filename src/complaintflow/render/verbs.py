"""What the name of a step says: a verb and its object, `report_sent` is *send the report*.

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
    DISPUTES,
    FEELINGS,
    GIVEN,
    HELD,
    MADE_TO,
    NUMBERS,
    OFFERS,
    PARTICIPLES,
    PARTICLES,
    PREPOSITIONS,
    QUESTIONS,
    REQUESTS,
    SENDS,
    SHARES,
    SPOKEN,
    TELLS,
    UNCOUNTED,
    VERBS,
    WISHES,
    WITHHOLDS,
    word_set,
)
from complaintflow.render.words import (
    OFFICES,
    Voice,
    all_whom,
    is_many,
    named,
    own,
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


def the(voice: Voice, noun: list[str]) -> str:
    """A noun with its article; the complaint may be yours."""
    if _is_a_stage(noun):
        return " ".join(noun)
    if noun and noun[-1] != "complaint":
        return f"the {' '.join(noun)}"
    return " ".join((the_complaint(voice).split()[0], *(noun or ["complaint"])))


def named_act(voice: Voice, step: Step) -> Act:
    """The verb that the name of a step says, and its object."""
    words = named(step.name).split()
    if step.how and "_".join(words[-2:]) in _FORMS:
        words = words[:-2] or words
    words = _without_number(words)
    if words[0] == "not" and (told := _negative(voice, step, words)):
        return replace(told, with_=step.with_)
    for at in range(len(words) - 1, -1, -1):
        if (
            words[at] in VERBS
            and _follows(words[at + 1 :], words[at], step)
            and _is_noun(words[:at], words[at], step)
        ):
            return _verb(voice, step, words, at)
    return replace(_without_verb(voice, step, words), with_=step.with_)


def _without_number(words: list[str]) -> list[str]:
    """`response_two` is the second response; whoever is `satisfied_two` is satisfied."""
    if len(words) < 2 or words[-1] not in NUMBERS:
        return words
    *before, noun, number = words
    if noun in FEELINGS:
        return [*before, noun]
    is_ours = noun in GIVEN or noun in HELD or noun.endswith(CARRIED_OUT)
    return [NUMBERS[number], *before, noun] if is_ours else words


def _negative(voice: Voice, step: Step, words: list[str]) -> Act | None:
    """What is told where something is not so, or will not be done: `not_looked_into`."""
    _, first, *tail = [*words, ""] if len(words) < 2 else words
    if first in ("a", "an"):
        return _saying(voice, step, f"that it is {' '.join(words)}")
    if first not in VERBS or not _follows(tail, first, step):
        return None
    infinitive, _ = VERBS[first]
    if infinitive in WISHES:
        return _saying(voice, step, f"that {the_complaint(voice)} is {' '.join(words)}")
    if step.to and infinitive not in ADDRESSES:
        so = f"that {the_complaint(voice)} will not be {' '.join((first, *tail))}"
        return _saying(voice, step, so)
    return None


def _without_verb(voice: Voice, step: Step, words: list[str]) -> Act:
    """The act of a name that is no verb: what one feels, a noun, or the name as it is."""
    if words[-1] in FEELINGS and _ADVERBS.issuperset(words[:-1]):
        return _saying(voice, step, f"that {_oneself(voice, step)} are {' '.join(words)}")
    if words[-1] in BROUGHT and _may_be_ours(voice, step) and _begins(voice.procedure, step):
        return _brought(step, words)
    verb = words[-1].removesuffix("s")
    if verb in SENDS and words[-1] != verb and words[:-1] in [named(by).split() for by in step.by]:
        past = PARTICIPLES[verb]
        return Act(verb, VERBS[past][1], past, to=step.to)
    noun = the(voice, words)
    if words[-1] in GIVEN:
        return Act("give", "gave", "given", noun, to=step.to)
    if words[-1] in HELD:
        return Act("hold", "held", "held", noun, told=step.to)
    if words[-1].endswith(CARRIED_OUT):
        return Act("carry out", "carried out", "carried out", noun, told=step.to)
    label = f"the step “{' '.join(words)}”"
    return Act("take", "took", "taken", label, told=step.to, quoted=True)


def _oneself(voice: Voice, step: Step) -> str:
    """Whoever does a step, in what they say of themselves: `you`, `we`, `they`."""
    subject = who(voice, step.by[0]) if len(step.by) == 1 else ""
    return subject if subject in ("you", "we") else "they"


def _saying(voice: Voice, step: Step, says: str) -> Act:
    """Somebody says something, or tells it to those who must be told."""
    if step.to:
        return Act("tell", "told", "told", all_whom(voice, step.to), says)
    return Act("say", "said", "said", tail=says)


def _is_ours(voice: Voice, step: Step) -> bool:
    """Whether it is an act of those whose complaint it is, alone."""
    return set(step.by) <= set(complainers(voice.procedure))


def _may_be_ours(voice: Voice, step: Step) -> bool:
    """Whether it may be an act of those whose complaint it is."""
    return not set(step.by).isdisjoint(complainers(voice.procedure))


def _a(noun: list[str]) -> str:
    """A noun of which nobody has spoken yet: `an appeal`, `documents`, `more time`."""
    if is_many(noun[-1]) or _is_uncounted(noun) or _is_a_stage(noun):
        return " ".join(noun)
    return f"{'an' if noun[0][0] in 'aeiou' else 'a'} {' '.join(noun)}"


def _is_uncounted(noun: list[str]) -> bool:
    return not UNCOUNTED.isdisjoint((noun[0], noun[-1]))


def _is_a_stage(noun: list[str]) -> bool:
    """Whether it is `stage two`, which is a name."""
    return len(noun) == 2 and noun[0] == "stage" and noun[1] in NUMBERS


def _begins(procedure: Procedure, step: Step) -> bool:
    return procedure.place_of(step).kind is PlaceKind.BEGINS


def _follows(tail: list[str], verb: str, step: Step) -> bool:
    """Whether these words may follow a verb: particles, or to or with whom, as the step has it."""
    if len(tail) > 1 and tail[0] in ("to", "with"):
        roles = step.to if tail[0] == "to" else step.with_
        return any(tail[1:] == named(role).split() for role in roles)
    if len(tail) > 1 and tail[0] == "as":
        return True
    if len(tail) == 1 and (tail[0] in PREPOSITIONS or (verb == "asked" and tail[0] in QUESTIONS)):
        return True
    return PARTICLES.issuperset(tail)


def _is_noun(noun: list[str], verb: str, step: Step) -> bool:
    """Whether the words before a verb can be its object: not in `not_sent`, not in `told` alone."""
    if noun:
        return noun[-1] not in _ADVERBS and noun[-1] not in VERBS and "not" not in noun
    infinitive, _ = VERBS[verb]
    return infinitive not in ADDRESSES or infinitive in ALONE or bool(step.to)


def _verb(voice: Voice, step: Step, words: list[str], at: int) -> Act:
    """The act of a name with a verb at one of its words: its object, and to whom it is said."""
    infinitive, past = VERBS[words[at]]
    noun, after = words[:at], words[at + 1 :]
    if infinitive in ALONE and noun in [named(by).split() for by in step.by]:
        noun = []  # the name says who does it: `panel_decided`
    tail = " ".join(word for word in after if word in PARTICLES)
    act = Act(infinitive, past, words[at], tail=tail, with_=step.with_)
    special = _of_ours(voice, step, noun, words[at:]) or _of_people(voice, step, act, noun, after)
    if special is not None:
        return special
    if after[:1] == ["as"]:
        taken_as = _a(after[1:]) if after[-1] in BROUGHT else " ".join(after[1:])
        taken = "it" if not noun and after[-1] == "complaint" else the(voice, noun)
        return replace(act, object=taken, tail=f"as {taken_as}", told=step.to)
    if after and after[-1] in PREPOSITIONS:
        return replace(act, tail=f"{after[-1]} {the(voice, noun)}", told=step.to)
    if infinitive == "hold" and any(set(noun) <= set(named(by).split()) for by in step.by):
        return Act("meet", "met", "met", tail=tail, with_=step.with_, told=step.to)
    if infinitive == "decide" and noun:
        what = " ".join(noun) if _is_uncounted(noun) else the(voice, noun)
        return replace(act, tail=f"{tail} on {what}".lstrip(), told=step.to)
    if infinitive in WITHHOLDS:
        source = f"from {all_whom(voice, step.to)}" if step.to else ""
        return replace(act, object=the(voice, noun), tail=f"{tail} {source}".strip())
    if infinitive in OFFERS and noun:
        # An offer is made to whoever is there, where it is not said to whom.
        to, with_ = (step.to, step.with_) if step.to else (step.with_, ())
        return replace(act, object=_a(noun), to=to, with_=with_)
    if infinitive in ("hear", "discuss") and step.with_ and noun and noun[-1] in SPOKEN:
        theirs = own(voice, step.with_, " ".join(noun))
        with_ = () if infinitive == "hear" else step.with_
        return replace(act, object=theirs, with_=with_, told=step.to)
    often = step.repeats and bool(noun) and is_many(noun[-1])
    if infinitive in ("give", "provide") and noun and (often or _is_uncounted(noun)):
        return replace(act, object=" ".join(noun), to=step.to)
    act = replace(act, object=_object(voice, step, infinitive, noun))
    made_to = infinitive == "make" and any(word.removesuffix("s") in MADE_TO for word in noun)
    if (infinitive in SENDS and "elsewhere" not in after) or made_to:
        return replace(act, to=step.to)
    if infinitive in SHARES:
        return replace(act, with_=(*step.to, *step.with_))
    return replace(act, told=step.to)


def _of_ours(voice: Voice, step: Step, noun: list[str], rest: list[str]) -> Act | None:
    """What those who complain make, want, or say is so."""
    infinitive, _ = VERBS[rest[0]]
    if infinitive == "receive" and noun and _is_brought(voice, step, noun):
        return replace(_brought(step, noun), with_=step.with_)
    if infinitive == "want" and noun:
        one = len(step.by) == 1
        wants = (
            f"that {_oneself(voice, step)} want {_a(noun)}" if one else f"that {_a(noun)} is wanted"
        )
        return replace(_saying(voice, step, wants), with_=step.with_)
    if infinitive in WISHES and _is_ours(voice, step) and (noun or len(rest) > 1):
        is_ = "are" if noun and is_many(noun[-1]) else "is"
        so = f"that {the(voice, noun)} {is_} {' '.join(rest)}"
        return replace(_saying(voice, step, so), with_=step.with_)
    return None


def _of_people(voice: Voice, step: Step, act: Act, noun: list[str], after: list[str]) -> Act | None:
    """What is asked of somebody, told to somebody, agreed with somebody."""
    if after and after[-1] in PREPOSITIONS:
        return None
    people = all_whom(voice, step.to)
    addressed = _is_addressee(noun, step.to)
    if act.infinitive == "ask" and (noun or step.to):
        question = " ".join(word for word in after if word in QUESTIONS)
        if noun and not step.to and (asked := _person(voice, noun)):
            addressed, people = True, asked
        about = f"for {_a(noun)}" if not addressed else question or f"about {the(voice, [])}"
        return replace(act, object=people, tail=f"{act.tail} {about}".lstrip())
    if act.infinitive in ADDRESSES and step.to and addressed:
        if act.infinitive == "copy":
            return Act("send", "sent", "sent", "a copy", f"to {people}", with_=step.with_)
        return replace(act, object=people)
    if act.infinitive in TELLS and step.to:
        return replace(act, object=people, tail=f"{act.tail} about {the(voice, noun)}".lstrip())
    if act.infinitive == "agree" and step.agreed_by:
        agreed = f"with {all_whom(voice, step.agreed_by)}"
        what = f"on {' '.join(noun)}" if noun and _is_uncounted(noun) else the(voice, noun)
        what = what if noun else ""
        return replace(act, object=what, tail=f"{act.tail} {agreed}".lstrip(), told=step.to)
    if act.infinitive == "agree" and noun and not step.with_:
        return replace(act, tail=f"{act.tail} to {the(voice, noun)}".lstrip(), told=step.to)
    if act.infinitive in REQUESTS and noun:
        source = f"from {people}" if step.to else ""
        return replace(act, object=_a(noun), tail=f"{act.tail} {source}".strip())
    return None


def _is_brought(voice: Voice, step: Step, noun: list[str]) -> bool:
    """Whether it is the complainant who makes what is received, or sends it in."""
    return _may_be_ours(voice, step) and (_begins(voice.procedure, step) or noun[-1] in BROUGHT)


def _brought(step: Step, noun: list[str]) -> Act:
    """What reaches the organisation is somebody's act: `complaint_received` is to make one."""
    if noun[-1] in BROUGHT:
        return Act("make", "made", "made", _a(noun), to=step.to)
    return Act("send in", "sent in", "sent in", f"the {' '.join(noun)}", to=step.to)


def _is_addressee(noun: list[str], to: tuple[str, ...]) -> bool:
    """Whether the noun of the name is whom it goes to: `authority_copied` to the authority.

    It may be many: partners are told in what goes to the `partner_bodies`.
    """
    called = [set(named(role).split()) for role in to]
    one = {word.removesuffix("s") for word in noun}
    return not noun or any(set(noun) <= words or one <= words for words in called)


def _person(voice: Voice, noun: list[str]) -> str:
    """Whom a noun names, as an object: a role or an office, but no body that is called to meet."""
    if noun[-1] in HELD:
        return ""
    roles = voice.procedure.roles
    role = next((name for name in roles if _is_addressee(noun, (name,))), None)
    if role is not None:
        return whom(voice, role)
    return the(voice, noun) if noun[-1] in OFFICES else ""


def _is_office(infinitive: str, noun: list[str], role: str) -> bool:
    """Whether it is the role that is chosen, named, appointed: `supporter_chosen`, `chosen`."""
    return set(noun) <= set(named(role).split()) if noun else infinitive in APPOINTS


def _object(voice: Voice, step: Step, infinitive: str, noun: list[str]) -> str:
    if step.appoints is not None and _is_office(infinitive, noun, step.appoints):
        return whom(voice, step.appoints)
    if infinitive in DISPUTES and not noun:
        return "the decision"
    return "" if not noun and infinitive in ALONE else the(voice, noun)
