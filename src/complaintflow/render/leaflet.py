"""The leaflet: a procedure in plain English, for the person who complains, as Markdown.

It is made from the procedure alone. Text of the document stays text: nothing in it becomes a
heading, a link or HTML.
"""

import re
from collections.abc import Iterator

from complaintflow.phrasing import MONTHS
from complaintflow.procedure import PlaceKind, Procedure
from complaintflow.render.ending import clauses, readings
from complaintflow.render.escape import markdown
from complaintflow.render.lines import Line, line
from complaintflow.render.people import aside, helping, offices, outside, standing
from complaintflow.render.places import beginning, ends, place_lines, resting
from complaintflow.render.rules import counting_text
from complaintflow.render.sheet import (
    Sheet,
    beginning_title,
    bullets,
    is_limited,
    section,
    sheet,
    statement,
)
from complaintflow.render.ways import rests_after
from complaintflow.render.words import Voice, bare, capital


def leaflet(procedure: Procedure) -> str:
    """A procedure as a leaflet in Markdown, for somebody who complains.

    The role whose title is You is addressed; where there is none, everybody is spoken of. The
    text ends with a line break.
    """
    on = sheet(Voice(procedure, to_complainant=True))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(on))).rstrip("\n") + "\n"


def _lines(on: Sheet) -> Iterator[str]:
    law = on.voice.procedure
    yield from _head(law)
    yield from section("In short", bullets(on.inside, on))
    yield from section("Who can complain", _who_may(on))
    yield from section(beginning_title(on), beginning(on))
    rests = rests_after(law)
    for place in law.stages:
        yield from section(capital(bare(place.title)), place_lines(on, place))
        for end in rests.get(place.name, ()):
            yield from section(capital(bare(end.title)), resting(on, end))
    for place in law.places.values():
        if place.kind is PlaceKind.THROUGHOUT:
            yield from section("At any time", place_lines(on, place))
    yield from section("How a complaint ends", ends(on))
    yield from section("Who can help you" if on.you else "Who can help", helping(on))
    whose = "your" if on.you else "the"
    yield from section(f"Who will not deal with {whose} complaint", aside(on))
    yield from section("Who may hold an office, and who acts instead", offices(on))
    yield from section("What holds at all times", standing(on))
    yield from section("Going outside", outside(on))
    counting = [Line(each) for each in counting_text(law)]
    yield from section("How time is counted", bullets(counting, on))
    yield from section("What the policy leaves open", readings(on))
    yield from section("The clauses", clauses(law))


def _head(law: Procedure) -> Iterator[str]:
    day = law.in_force_from
    yield f"# {markdown(law.title)}"
    yield ""
    date = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    yield f"Version {markdown(law.version)}, in force from {date}."
    yield ""
    if law.clauses:
        notes = "; a note says how an unclear one is read" if law.readings else ""
        yield (
            "The marks in brackets name the clauses of the policy behind each statement. They are "
            f"listed at the end{notes}."
        )
        yield ""


def _who_may(on: Sheet) -> Iterator[str]:
    law = on.voice.procedure
    for role in (law.roles[name] for name in law.roles if name in on.ours):
        if is_limited(on):
            yield statement(
                line(law, "This procedure is for anybody who …", role.name, role.cites), on
            )
            yield ""
            for each in role.may_be:
                yield f"- … {markdown(bare(law.relations[each].says))}"
            yield ""
