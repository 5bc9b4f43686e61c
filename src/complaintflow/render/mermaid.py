"""The course of a complaint as a flowchart in Mermaid, which wikis and GitHub draw."""

from complaintflow.procedure import PlaceKind, Procedure
from complaintflow.render import escape
from complaintflow.render.picture import Node, picture

_SHAPES = {
    PlaceKind.BEGINS: ('(["', '"])'),
    PlaceKind.STAGE: ('["', '"]'),
    PlaceKind.THROUGHOUT: ('[/"', '"/]'),
    PlaceKind.END: ('(["', '"])'),
}


def mermaid(procedure: Procedure) -> str:
    """A procedure as a Mermaid flowchart: stages and ends, and the steps that lead on.

    Deadlines stand in the stage in which they run. The text ends with a line break.
    """
    drawn = picture(procedure)
    lines = ["flowchart TD", f"    accTitle: {escape.mermaid(drawn.title)}"]
    lines += [f"    {_node(node)}" for node in drawn.nodes]
    for way in drawn.ways:
        label = "<br>".join(map(escape.mermaid, way.lines))
        lines.append(f'    {way.start} -->|"{label}"| {way.end}')
    lines.append("    classDef ending stroke-width:3px")
    ends = [node.id for node in drawn.nodes if node.last]
    if ends:
        lines.append(f"    class {','.join(ends)} ending")
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    opening, closing = _SHAPES[node.kind]
    title = "<br>".join(map(escape.mermaid, node.title))
    due = ("<br>".join(map(escape.mermaid, lines)) for lines in node.due)
    label = "<br><br>".join((f"<b>{title}</b>", *due))
    return f"{node.id}{opening}{label}{closing}"
