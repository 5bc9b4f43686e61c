"""The keys of a calendar file."""

from complaintflow.language.calendar_file import CalendarDoc, CalendarFile
from complaintflow.language.keys.shape import Key, Shape

CALENDARS: tuple[Shape, ...] = (
    Shape(
        CalendarFile,
        "calendar_file",
        "Which days count for an organisation, on top of a calendar that is known.",
        {
            "complaintflow": Key("The version of the language. Always 1.", "1"),
            "calendar": Key(
                "What the calendar is called, on which it builds, and where its days come from.",
                "{name: larkfield, builds_on: england-and-wales, source: letter to parents, "
                'version: "1"}',
            ),
            "covers": Key(
                "The first and the last day for which it is known on which days it is closed. A "
                "count that needs a day beyond them is refused. Needed with `closed` and `open`; "
                "with `terms` it is what they cover, if nothing else is said.",
                "2026-09-01 to 2027-08-31",
            ),
            "week": Key(
                "The days of the week that count, in the place of those of the calendar below.",
                "[monday, tuesday, wednesday, thursday, friday, saturday]",
            ),
            "terms": Key(
                "Terms, each from its first to its last day, in order. Days in none of them do not "
                "count.",
                "{autumn: 2026-09-02 to 2026-12-18, spring: 2027-01-04 to 2027-03-25}",
            ),
            "closed": Key(
                "Days that do not count, by the reason: a day, a run of days, or a list of either.",
                "{half-term: 2026-10-26 to 2026-10-30, training day: [2026-09-02, 2027-01-04]}",
            ),
            "open": Key(
                "Days that count though they are a day off or at a weekend, by the reason.",
                "{open day: 2026-10-10}",
            ),
        },
    ),
    Shape(
        CalendarDoc,
        "calendar",
        "What a calendar is called, on which it builds, and where its days come from.",
        {
            "name": Key(
                "What policies write under `working_days`, or the kind of day that they name under "
                "`own_days`.",
                "school days",
            ),
            "builds_on": Key(
                "A calendar that is known: of a nation of the United Kingdom, of another country, "
                "`none`, or of another file that is given. Of several, a day off in any is a day "
                "off.",
                "england-and-wales",
            ),
            "source": Key(
                "Where the days come from. Every answer that rests on them says so.",
                "letter to parents of 1 September 2026",
            ),
            "version": Key("Which edition of that.", '"1"'),
        },
    ),
)
"""What is told of each model."""
