"""The rule mutants of policies written at random: each changes one thing, is named, and is a policy."""

from pathlib import Path

from complaintflow.files import link_file
from complaintflow.language.alterations import Operator
from complaintflow.language.edits import as_yaml, edited
from complaintflow.language.operators import mutants
from tests.properties.lives import LAWS
from tests.properties.written_policies import written

NOT_WRITTEN = {Operator.DROP_MEETING, Operator.DROP_ADDED}
"""What changes words that no policy at random says: `met_by` and `adds`."""


def test_every_mutant_of_a_written_policy_has_a_name_and_a_line_and_changes_something(
    tmp_path: Path,
) -> None:
    """Decision 0012: one rule, no more, by the calls that `load` makes; the line is that of the text.

    Of each policy one mutant an operator is linked: of every operator some load.
    """
    load: set[Operator] = set()
    for seed in range(20 * LAWS):
        path, text = tmp_path / f"written-{seed}.yaml", written(seed)
        path.write_text(text, encoding="utf-8")
        sources = link_file(path).sources
        assert sources is not None
        (tree,) = sources.trees
        whole, lines = as_yaml(tree), text.splitlines()
        found = mutants([tree])
        assert len({each.name for each in found}) == len(found)
        for mutant in found:
            assert mutant.place.source == lines[(mutant.place.line or 0) - 1]
        last = {each.operator: each for each in found}
        for operator, mutant in last.items():
            changed = edited(tree, mutant.edits)
            assert as_yaml(changed) != whole, mutant.name
            load |= {operator} if sources.relinked({0: changed}) is not None else set()
        assert as_yaml(tree) == whole
    assert load >= {*Operator} - NOT_WRITTEN
