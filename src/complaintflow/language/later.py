"""What is in the language and not read by this version, with what to write instead of each."""

READING = "say under `readings` what is taken to be meant"

INSTEAD = {
    # of a document
    "moments": f"count from a step or from `start of STAGE`, and {READING}",
    "happenings": "give it as a step, `by` the role that records it",
    "issues": "leave it out: a complaint has one part",
    "replaces": "adopt the other rules of the base, and write the policy's own under a new name",
    "drops": f"leave the rule unadopted, and {READING}",
    "own_days": f"count in working days or calendar days, and {READING}",
    "cut_off": f"leave it out, and {READING}",
    "roll": f"leave it out, and {READING}",
    # of a role or a place
    "must_be": "name the relations under `may_be`, or keep the others away under `conflicts`",
    "members": "say it in a duty under `standing_duties`; nothing counts the members",
    "of_whom": "say it in a duty under `standing_duties`; nothing counts the members",
    "chair": "give the chair a role of its own",
    "appointed_by": "give a step with `appoints: ROLE`, `by` whoever appoints",
    "tell_of": "give the end a step under `must`, `to` the role that is told",
    # of a step
    "agreed_by": "ask for the agreement under `facts`, `decided_by` that role, and name it in `if`",
    "signed_by": "name the signature under `must_include`",
    "aim_within": "say the aim under `information`; nothing is late by it",
    "at_latest": "write the time that holds in every case as `within`, and the other under `readings`",
    "sets_time_of": f"leave it out, and {READING}",
    "may_extend": "give the extension as a step under `may`, and say under `readings` that it moves no date",
    "stands_still": f"leave it out, and {READING}: the clock runs on",
    "met_by": "give `within` to the step that meets it",
    "every": "write the duty under `standing_duties`, with the interval in its `says`; nothing counts it",
    "until": "write the duty under `standing_duties`, with its end in its `says`; nothing counts it",
    "late_if": "leave it out; what is let through all the same is recorded with `override`",
    "each": "leave it out: a complaint has one part",
    # of a conflict
    "different_people": "keep who holds a role from the other step: `who: ROLE, may_not: STEP`",
    "same_person": f"leave it out, and {READING}",
    # of a question
    "within": f"leave it out, and {READING}; or give the decision as a step under `must`",
    # of a record
    "settles": "leave it out; no step sets a time yet",
    "received": "leave it out; a time is counted from the step itself",
}
"""By key. A test holds it equal to the keys that the models name."""

IN_A_RECORD = {
    "signed_by": "name the signature under `includes`",
    "agreed_by": "record the agreement as the answer to a question",
}
"""Where the same key stands in a record of events."""

ANCHORS = {
    "receipt of": f"count from the step itself, and {READING}",
    "missed": "name a step by which somebody records that nothing came in time",
    "date set by": f"count from the step itself, and {READING}",
}
"""By the words that lead an anchor."""

SOON = "leave `within` out: a step under `must` is owed at once; say the haste under `readings`"
BAND = "write the longer of the two, and the shorter under `readings`"
WHO = "give it as a relation under `relations`, which is told of a person, and name that here"
TIME = "name the role that may do it then, and say under `after` what comes first"


def message(what: str) -> str:
    """That something is designed, and not read yet."""
    return f"{what} is in the language, but this version does not read it yet"
