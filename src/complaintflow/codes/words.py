"""What else stands on the screen and can be asked about: the names of reasons, and words.

A reason of refusal has a name, `RULE.KEY`: the key of the rule that refuses. The word of a status
is the same in YAML, on the command line and in JSON.
"""

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, ...]] = {
    "place": ("not-open",),
    "by": ("wrong-role",),
    "from": ("wrong-role",),
    "decided_by": ("wrong-role",),
    "for_each": ("for-whom",),
    "may_be": ("not-eligible",),
    "must_be": ("barred",),
    "after": ("too-early",),
    "if": ("condition", "unanswered"),
    "unless": ("condition", "unanswered"),
    "how": ("wrong-form",),
    "agreed_by": ("not-agreed",),
    "members": ("no-quorum", "wrong-members"),
    "of_whom": ("wrong-members",),
    "chair": ("wrong-members",),
    "holders": ("no-quorum", "wrong-members"),
    "appointed_by": ("wrong-role",),
    "within": ("too-late",),
    "at_latest": ("too-late", "wrong-time"),
    "because": ("unanswered", "condition"),
    "sets_time_of": ("wrong-time",),
    "may_extend": ("nothing-to-extend",),
    "up_to": ("wrong-time", "too-early"),
    "adds": ("wrong-time",),
    "settles": ("wrong-time",),
    "before_time_is_up": ("too-late",),
    "once": ("used-up",),
}
"""By the key that refuses, the codes that explain it. A rule named alone bars or forbids."""

IN_AN_AUDIT: Mapping[str, tuple[str, ...]] = {"received": ("too-early",)}
"""The same for what is no refusal, and shows once a record was corrected."""

LACKING = (
    "to",
    "with",
    "copies_to",
    "signed_by",
    "must_include",
    "recorded_in",
    "appoints",
)
"""The keys of a step that refuse nothing, and of which what is missing is owed."""

LACKS = (
    "what the step lacks that was done, a recipient, a content, a copy, a signature. It stays owed "
    "until a "
    "record with `adds_to` supplies it."
)

WORDS: Mapping[str, str] = {
    "owed": "Not done or not supplied yet. A step under `must` is owed while its place is open, from "
    "the moment at which its `after` has happened and its `if` holds; once that place is left, what "
    "was not done is owed no more. `STEP.KEY NAME` is " + LACKS,
    "reading": "What the source leaves open, and what the policy takes it to mean, under `readings`. "
    "Every answer that rests on one says so.",
    "override": "What was recorded though the rules refuse it, with who let it stand and why. It "
    "stays visible for ever, and an audit lists it.",
    "body": "A role with `members`: a panel, a committee. Its members act only together, and an event "
    "of it says under `sat` who sat; whoever a conflict of interest keeps away does not count.",
    "quorum": "How many members of a body must sit for what it does. Without `quorum` it is the least "
    "number of its members.",
    "mutant": "The policy with one rule changed. Scenarios that prove that rule no longer come out; "
    "where all still do, the mutant has survived, and nothing proves the rule.",
    "equivalent": "A mutant that changes nothing anybody could notice, named with the reason in "
    "`NAME.mutants.yaml`.",
    "waiting": "The clock has not started: what its time is counted from has not happened.",
    "running": "The clock has started, the step is not done, and there is time left.",
    "standing still": "The clock has started and leaves this day out, as the policy says under "
    "`stands_still`. Where nobody knows yet until when, it has no due date.",
    "perhaps overdue": "The time is up if it was counted from the earliest hour that is possible, "
    "and not if from the latest: only the day is known. Or the shorter time of a band is up and the "
    "longer is not, and nobody has settled which it is.",
    "overdue": "The time is up and the step is not done. What is due on a day is overdue from the "
    "next. Late work is recorded all the same.",
    "met": "The step was done in time.",
    "met late": "The step was done, certainly after its time was up.",
    "discharged": "Before the time was up the stage was left, or another answer was given by which the step need "
    "not be done; so it is due no more.",
    "open": "Somebody may still do what has a last day; under `open` of a scenario, the stage in "
    "which the case is.",
    "used": "What had a last day was done in time.",
    "closed": "The last day has gone by and it was not done; now it would be refused.",
    "used late": "What had a last day was done after it all the same.",
}
"""In one paragraph each."""
