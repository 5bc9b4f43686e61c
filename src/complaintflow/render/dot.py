"""The course of a complaint as a graph for Graphviz."""

from complaintflow.procedure import PlaceKind, Procedure
from complaintflow.render import escape
from complaintflow.render.picture import picture

_STYLES = {
    PlaceKind.BEGINS: 'style="rounded,dashed"',
    PlaceKind.STAGE: 'style="filled", fillcolor="#eaf1fb"',
    PlaceKind.THROUGHOUT: 'style="dashed"',
    PlaceKind.END: 'style="rounded,filled", fillcolor="#eef5ea"',
}


def dot(procedure: Procedure) -> str:
    """A procedure as a Graphviz graph: stages and ends, and the steps that lead on.

    Deadlines stand in the stage in which they run. The text ends with a line break.
    """
    drawn = picture(procedure)
    lines = [
        "digraph procedure {",
        f'    label="{escape.dot(drawn.title)}"; labelloc=t; fontsize=16; fontname="Helvetica";',
        '    rankdir=TB; nodesep=0.5; ranksep=0.6; bgcolor="white";',
        '    node [shape=box, fontname="Helvetica", fontsize=11, margin="0.2,0.12"];',
        '    edge [fontname="Helvetica", fontsize=10, arrowsize=0.8];',
    ]
    for node in drawn.nodes:
        parts = (tuple(map(escape.dot, part)) for part in (node.title, *node.due))
        label = "\\n\\n".join(map(_label, parts))
        double = ", peripheries=2" if node.last else ""
        lines.append(f'    {node.id} [label="{label}", {_STYLES[node.kind]}{double}];')
    for way in drawn.ways:
        beside = _label(tuple(f" {escape.dot(line)} " for line in way.lines))
        lines.append(f'    {way.start} -> {way.end} [label="{beside}"];')
    return "\n".join([*lines, "}"]) + "\n"


def _label(lines: tuple[str, ...]) -> str:
    return "\\n".join(lines)
