"""The keys of records of events, of scenarios and of the mutants that no scenario can see."""

from complaintflow.language.keys.shape import Key, Shape
from complaintflow.language.mutants import MutantFile
from complaintflow.language.records import EventDoc, OverrideDoc, PersonDoc, RecordDoc, SpellDoc
from complaintflow.language.scenario import ExpectedRow, ScenarioDoc, ScenarioFile, ToldRow

_VERSION = Key("The version of the language that the file is written in. Always 1.", "1")
_PEOPLE = Key(
    "Who is in the case, by names of your choice.",
    "{ann: {holds: complainant, is: child}, mo: {holds: manager}}",
)
_FACTS = Key(
    "Answers that are known from the start, told by the application itself.",
    "{complains_for_another: false}",
)
_PERSON = {
    "holds": Key("Roles that the person holds in this case.", "[manager, management]"),
    "is": Key(
        "Relations that are true of the person. One between two people says with whom: a name, or "
        "several. With `since`, `until` or both it is true on those days alone; "
        "without, from when it is told. A list may hold every kind.",
        "[subject, {line_manager: ann}, {employed_by_us: {until: 2025-03-31}}]",
    ),
    "is_not": Key(
        "Relations known to be untrue. What is not told is not known, which bars nobody. One between "
        "two people is untrue of whoever is named, or without a name of anybody.",
        "[subject, {line_manager: ann}]",
    ),
}
_EVENT = {
    "at": Key(
        "When it happened: a date, or a moment in the policy's time zone.", "2026-04-22T16:30"
    ),
    "event": Key(
        "The name of a step or a fact, or `person_told`. Needed, but for a record that retracts.",
        "report_sent",
    ),
    "by": Key("The person who did it.", "mo"),
    "role": Key("In which office, where the person holds several that could.", "manager"),
    "for": Key("On whose behalf. Kept for the record; it permits nothing.", "ann"),
    "parts": Key(
        "Which parts of the complaint it concerns. Refused while no policy has `issues`.", "[]"
    ),
    "how": Key("The form that it had: supplies what `how` of the step asks for.", "email"),
    "with": Key("People met or spoken to, or a role, which means whoever holds it.", "ann"),
    "to": Key("People told, or a role, which tells whoever holds it.", "[ann, sam]"),
    "copies_to": Key("People, or roles, that had a copy.", "managing_director"),
    "includes": Key("What was in it, of what `must_include` of the step asks for.", "findings"),
    "recorded_in": Key("Where it was written down.", "complaints_log"),
    "signed_by": Key("Who signed it: supplies what `signed_by` of the step asks for.", "ann"),
    "agreed_by": Key("Who agreed to it. Without it a step that needs agreement is refused.", "ann"),
    "sat": Key(
        "Of what a body does, the members who sat. Nobody is filled in: without it only whoever did "
        "it sat.",
        "[ann, bob, cy]",
    ),
    "chair": Key("Which of those who sat was in the chair.", "ann"),
    "in_place_of": Key(
        "Of an appointment: who gives up the office that `holder` has from then on.", "bob"
    ),
    "settles": Key(
        "The time that it settles for another step, or the more that it gives: a period, counted "
        "as that step's own time is, or a date or moment.",
        "15 working days",
    ),
    "received": Key(
        "When each addressee had it in hand, a person or a role. `receipt of STEP` counts from it; "
        "no day is presumed.",
        "{ann: 2026-04-24}",
    ),
    "answer": Key("The answer, where the event is a fact.", "true"),
    "holder": Key("The person whom the step appoints.", "amy"),
    "person": Key(
        "Of `person_told`: who it is about; `holds`, `is` and `is_not` say what. Of an answer that is "
        "given for each of some people, for whom it is.",
        "eve",
    ),
    "known_at": Key("When it became known, if not at once.", "2026-04-24"),
    "id": Key(
        "What later records call it. Without it, its position in the file, from 1.", "letter"
    ),
    "adds_to": Key(
        "The id of an earlier event of the same name, or `last`: supplies what that one owes, "
        "and does nothing else.",
        "last",
    ),
    "corrects": Key("The id of an event in whose place this record is read.", "letter"),
    "retracts": Key("The id of an event that is taken back, since it never happened.", "letter"),
    "because": Key("Why it is taken back.", "it belonged to another case"),
    "override": Key(
        "Who let it stand although a rule refuses it, and why. It stays visible.",
        "{by: dee, why: it had happened already}",
    ),
}

STORIES = (
    Shape(
        RecordDoc,
        "events_file",
        "The events of a case, in the order in which they were recorded.",
        {
            "people": _PEOPLE,
            "facts": _FACTS,
            "events": Key(
                "What happened, a record each.",
                "[{at: 2026-03-23, event: complaint_received, by: ann, how: writing}]",
            ),
        },
    ),
    Shape(PersonDoc, "person", "Who somebody is in this case.", _PERSON),
    Shape(
        SpellDoc,
        "spell",
        "From when to when a relation is true, however late it is told.",
        {
            "of": Key("Of one between two people: with whom, a name or several.", "ola"),
            "since": Key("The first day on which it is true.", "2024-01-01"),
            "until": Key("The last day on which it is true.", "2025-06-30"),
        },
    ),
    Shape(
        EventDoc,
        "event",
        "What happened, and what is said of it. What is not said is owed, never filled in.",
        {**_PERSON, **_EVENT},
    ),
    Shape(
        OverrideDoc,
        "override",
        "Who let an event stand against the rules, and why.",
        {
            "by": Key("The person who says so.", "dee"),
            "why": Key("The reason.", "it had happened already"),
        },
    ),
    Shape(
        ScenarioFile,
        "scenarios_file",
        "The scenarios of one policy: stories, and what must come of them.",
        {
            "complaintflow": _VERSION,
            "policy": Key("The id of the policy beside this file.", "fusion-care"),
            "calendar": Key("The calendar by which that policy counts.", "england-and-wales"),
            "people": _PEOPLE,
            "facts": _FACTS,
            "scenarios": Key(
                "The stories by name.",
                "{in_time: {proves: FC-17, story: [{as_of: 2026-03-24, open: first_formal}]}}",
            ),
        },
    ),
    Shape(
        ScenarioDoc,
        "scenario",
        "One story, the clauses that it proves, and who is in it.",
        {
            "proves": Key("The clauses that the story shows at work.", "[FC-14, FC-17]"),
            "people": Key(
                "People added to those of the file; one of the same name replaces that one, whole.",
                "{sam: {holds: supporter}}",
            ),
            "facts": Key("Answers instead of all those of the file.", "{about: noise}"),
            "story": Key(
                "Rows, in order: with `at` something happens, with `as_of` the case is looked at.",
                "[{at: 2026-03-23, event: complaint_received, by: ann}, {as_of: 2026-03-24, open: informal}]",
            ),
        },
    ),
    Shape(
        ToldRow,
        "told_row",
        "A row that happens: it must be permitted, or refused for exactly the reasons given.",
        {
            **_PERSON,
            **_EVENT,
            "refused": Key(
                "Every reason for which it is refused: `STEP.KEY`, or the name of a conflict.",
                "[report_sent.after, subject_stands_aside]",
            ),
        },
    ),
    Shape(
        ExpectedRow,
        "expected_row",
        "A row that says how the case stands; the row fails where it stands otherwise.",
        {
            "as_of": Key("The end of that day, or that moment.", "2026-03-24"),
            "open": Key("The stage in which the case is.", "first_formal"),
            "ended": Key("The end in which the case rests.", "closed"),
            "due": Key(
                "Steps with the date or moment by which they are due, or `EARLIEST to LATEST`, "
                "`not yet known`, `not running`. Of a step with two times the promise is meant; "
                "`STEP.aim_within` is its aim.",
                "{report_sent: 2026-04-22}",
            ),
            "status": Key(
                "Steps, or `STEP.aim_within`, with how their clocks stand.",
                "{report_sent: running}",
            ),
            "owed": Key(
                "All that is owed, and nothing else: `STEP`, or `STEP.KEY NAME` for what an event lacks.",
                "[investigation, report_sent.copies_to managing_director]",
            ),
            "may": Key(
                "Every step under `may` that somebody could do now, and nothing else.",
                "[withdrawn, supporter_chosen]",
            ),
            "refuses": Key(
                "`STEP by PERSON` with all reasons, or `[]` where it would be permitted.",
                "{report_sent by mo: report_sent.after}",
            ),
            "nobody_can": Key("Open steps that nobody could do.", "investigation"),
            "rests_on": Key("Readings on which something in this row rests.", "which_days"),
        },
    ),
    Shape(
        MutantFile,
        "mutants_file",
        "Changes to the rules of a policy that no story could tell apart, so that none has to.",
        {
            "complaintflow": _VERSION,
            "policy": Key("The id of the policy beside this file.", "fusion-care"),
            "equivalent": Key(
                "Mutants by the names that `complaintflow test --mutate` gives them, each with the "
                "reason why it changes nothing.",
                "{answer_sent.within of start of looked_into: the stage starts with the complaint}",
            ),
        },
    ),
)
