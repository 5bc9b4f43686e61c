"""The mutants of a policy that are named as equivalent: changes that no story could tell apart."""

from collections.abc import Iterator, Sequence

from complaintflow.diagnostics import Diagnostic, nearest, quoted
from complaintflow.language.document import Doc
from complaintflow.language.tree import Scalar
from complaintflow.language.values import (
    Id,
    Text,
    Version,
)


class MutantFile(Doc):
    """Which changes to the rules of a policy change nothing, each with the reason why."""

    complaintflow: Version
    policy: Id
    equivalent: dict[Text, Text]


def check_names(doc: MutantFile, policy: Scalar, names: Sequence[str]) -> Iterator[Diagnostic]:
    """Every name in the file that means nothing: of another policy, or of no mutant of this one."""
    if doc.policy != policy:
        yield Diagnostic(
            "unknown-name",
            f"the policy beside this file is `{policy}`, not `{doc.policy}`",
            doc.policy.place,
            help=f"write `policy: {policy}`",
        )
        return
    for name in doc.equivalent:
        if name not in names:
            yield Diagnostic(
                "unknown-name",
                f"no mutant of this policy is called {quoted(name)}",
                name.place,
                help=_meant(name, names),
            )


def _meant(name: str, names: Sequence[str]) -> str:
    """What to write instead: the mutant of the name that is nearest, or those of the same rule."""
    rule, _, change = name.partition(" ")
    rules = {each.partition(" ")[0] for each in names}
    near_rule = rule if rule in rules else nearest(rule, sorted(rules))
    if near_rule is None:
        return "`complaintflow test --mutate` lists the mutants that survive"
    changes = [each.partition(" ")[2] for each in names if each.partition(" ")[0] == near_rule]
    near = change if change in changes else nearest(change, changes)
    if near is not None:
        return f"did you mean `{near_rule} {near}`?"
    return f"the mutants of `{near_rule}` are " + ", ".join(f"`{near_rule} {c}`" for c in changes)
