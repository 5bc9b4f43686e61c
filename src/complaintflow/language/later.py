"""What is in the language and not read by this version, with what to write instead of each."""

READING = "say under `readings` what is taken to be meant"

INSTEAD = {
    # of a document
    "issues": "leave it out: a complaint has one part",
    "replaces": "adopt the other rules of the base, and write the policy's own under a new name",
    "drops": f"leave the rule unadopted, and {READING}",
    # of a role or a place
    "tell_of": "give the end a step under `must`, `to` the role that is told",
    # of a step
    "each": "leave it out: a complaint has one part",
}
"""By key. A test holds it equal to the keys that the models name."""

TIME = "name the role that may do it then, and say under `after` what comes first"


def message(what: str) -> str:
    """That something is designed, and not read yet."""
    return f"{what} is in the language, but this version does not read it yet"
