"""The keys of a policy."""

from complaintflow.language.document import (
    ClauseDoc,
    ConflictDoc,
    CountingDoc,
    DifferentDoc,
    Document,
    DutyDoc,
    ExceptDoc,
    ExtensionDoc,
    FactDoc,
    HappeningDoc,
    InformationDoc,
    MomentDoc,
    OnlyDoc,
    PlaceDoc,
    PolicyDoc,
    ReadingDoc,
    RelationDoc,
    RoleDoc,
    RowDoc,
    SameDoc,
    StepDoc,
    StillDoc,
    ThroughoutDoc,
)
from complaintflow.language.keys.shape import Key, Shape

_CITES = Key(
    "The clauses of the source that this rests on, as ids. Or key by key, so that each answer "
    "cites the clause of its own key alone.",
    "[L-1, L-2]",
)
_MUST = Key(
    "Steps that are owed while the place is open. One that comes late is recorded and shown as "
    "late, never refused.",
    "{answer_sent: {by: librarian, to: reader, cites: L-2}}",
)
_MAY = Key(
    "Steps that are a right or a power, refused while the place is not open.",
    "{answer_accepted: {by: reader, then: closed, cites: L-2}}",
)
_NEVER = Key(
    "Steps that are forbidden: always refused, and a breach if they happen all the same.",
    "{reprisal: {by: librarian, to: reader, cites: L-3}}",
)

_ACT = {
    "by": Key("Roles; any of them may do it. Anybody else is refused.", "librarian"),
    "agreed_by": Key(
        "Roles that must agree, each of them. Refused unless the record says that they did.",
        "reader",
    ),
    "to": Key(
        "Roles that must be told. Each is owed from the event on, until a record names "
        "who was told.",
        "reader",
    ),
    "with": Key("Roles that must be met or spoken to. Owed as `to` is.", "reader"),
    "copies_to": Key("Roles that must have a copy. Owed as `to` is.", "[director, ombudsman]"),
    "open_to": Key("Roles that may attend. Nothing is owed.", "supporter"),
    "signed_by": Key("Roles that must sign. Owed as `to` is; refuses nothing.", "reader"),
    "how": Key(
        "The form; any of those given will do. `speech` takes in person, telephone and "
        "video, `writing` takes letter and email. Owed; on a step with `then` it refuses.",
        "[writing, telephone]",
    ),
    "must_include": Key(
        "Names of what must be in it. Each is owed until a record says it was there.",
        "[findings, next_steps]",
    ),
    "recorded_in": Key(
        "Names of where it must be written down. Owed until a record says it was.",
        "complaints_log",
    ),
    "counts_as": Key(
        "What kind of work it is, `administer` if nothing is said. Conflicts of interest "
        "point at it.",
        "[consider, decide]",
    ),
    "after": Key(
        "What must have happened first, each of them. Refuses until it has. One may be `A or B`, "
        "where either will do; `missed STEP` comes when the time of a step has run out.",
        "[investigation, answer_sent or missed answer_sent]",
    ),
    "if": Key(
        "Conditions that must all hold. Refuses where one does not, or has no answer yet.",
        "[urgent, about is quality]",
    ),
    "unless": Key(
        "Conditions of which none may hold. Refuses where one does, or has no answer yet.",
        "urgent is false",
    ),
}

POLICIES = (
    Shape(
        Document,
        "policy_file",
        "A policy: its stages, who does what by when, who must stand aside, each rule with its clause.",
        {
            "complaintflow": Key(
                "The version of the language that the file is written in. Always 1.", "1"
            ),
            "policy": Key(
                "Which document this is, and on what it builds.",
                '{id: library, title: Complaints to the library, version: "1", in_force_from: 2026-01-01}',
            ),
            "expects": Key(
                "In a base only: names that it uses and leaves to the policy on top, each with "
                "what it stands for. `check` refuses a policy that gives one of them nothing.",
                "{informal: the stage at which a complaint is settled informally}",
            ),
            "counting": Key(
                "Which days count, which is day one, and in which time zone. Every due date "
                "comes of it; a policy needs it, a base does not.",
                "{working_days: england-and-wales, day_one: day after, time_zone: Europe/London}",
            ),
            "clauses": Key(
                "The places in the source that rules cite, by ids of your choice. Each must be "
                "cited by a rule or stand under `left_out`.",
                '{L-1: {at: "section 1", says: "readers may complain in writing"}}',
            ),
            "relations": Key(
                'What can be true of a person, each completing the words "this person ...". '
                "Conflicts, `may_be` and `must_be` refuse by them. One `between: two people` is held to another "
                "person, as in `line_manager of whoever did STEP`.",
                "{subject: is complained about, "
                "partner: {says: is the partner of, between: two people, both_ways: true}}",
            ),
            "roles": Key(
                "The offices that people hold. Who may act is said by them.",
                "{librarian: {title: The librarian}}",
            ),
            "facts": Key(
                "Questions about the case. Conditions under `if` and `unless` refuse by their answers.",
                "{urgent: {means: it cannot wait, decided_by: librarian, cites: L-2}}",
            ),
            "happenings": Key(
                "What happens and nobody in the policy does. The application records each with "
                "its date alone, at any time; times count from it, and steps may come `after` it.",
                "{fault_noticed: {says: you noticed what was wrong, cites: L-1}}",
            ),
            "moments": Key(
                "Names for moments that other anchors make: the first of some, the last of them, or "
                "one or another by what is answered. Times count from them.",
                "{answer_or_delay: {first_of: [answer_sent, delay_explained], cites: L-2}}",
            ),
            "begins": Key(
                "The steps by which a case comes in. One of them leads on with `then`.",
                "{complaint_received: {by: reader, how: writing, then: looked_into, cites: L-1}}",
            ),
            "stages": Key(
                "The places in which a case can stand, one at a time, each with what must, may "
                "and must never be done there.",
                "{looked_into: {title: We look into it}}",
            ),
            "throughout": Key(
                "What must, may and must never be done in every stage.",
                "{never: {reprisal: {by: librarian, to: reader, cites: L-3}}}",
            ),
            "ends": Key(
                "The places in which a case rests. Steps may still be owed there, and a step "
                "with `then` opens it again.",
                "{closed: {title: Closed}}",
            ),
            "conflicts": Key(
                "Who is kept from what because of an interest in the case. They refuse people, "
                "in every office that these hold.",
                "{not_ones_own_judge: {who: subject, may_not: decide, cites: L-3}}",
            ),
            "standing_duties": Key(
                "Duties outside any case, a yearly report say. Listed; nothing is judged by them.",
                "{yearly_report: {by: librarian, says: a report every year, cites: L-2}}",
            ),
            "information": Key(
                "What every reader is told and nobody does. Listed; nothing is judged by it.",
                '{informal_first: {says: "Most things can be put right early.", cites: L-1}}',
            ),
            "readings": Key(
                "What the source leaves open, and what is taken as meant. Every answer that "
                "rests on one says so.",
                "{which_days: {bears_on: answer_sent, unclear: which days, taken_as: those of England}}",
            ),
            "left_out": Key(
                "Clauses that no rule rests on, each with the reason.",
                "{L-4: it is advice and binds nobody}",
            ),
        },
    ),
    Shape(
        PolicyDoc,
        "policy",
        "Which document this is, and on what it builds.",
        {
            "id": Key("The name of the policy, the same as the file's.", "lending-library"),
            "title": Key("What readers call it.", "Complaints to the library"),
            "version": Key("The version of the source, as its owner counts it.", '"2"'),
            "in_force_from": Key("The day from which it holds.", "2026-01-01"),
            "builds_on": Key(
                "Ids of bases, whose rules hold here too. A base is looked for beside the file, "
                "in `bases/` beside it, then among those that come with the library.",
                "provider",
            ),
            "adopts": Key(
                "Rules of a base that this policy states too: they answer with its own clauses.",
                "{subject_stands_aside: {may_not: L-3, except: L-4}, reprisal: L-5}",
            ),
        },
    ),
    Shape(
        CountingDoc,
        "counting",
        "Which days count, which is day one, and where the clock on the wall hangs.",
        {
            "working_days": Key(
                "The calendar of working days: `england-and-wales`, `scotland`, "
                "`northern-ireland`, `uk-any` (a day off in any of the three); another country or a "
                "part of one, as `ireland`, `IE` or `US-NY`; `none`, where every day counts; or a "
                "calendar of your own. Needed where a period counts working days.",
                "england-and-wales",
            ),
            "own_days": Key(
                "Kinds of day of the organisation's own, beside working days, and what each is. A "
                "period may count in them: `10 school days of NAME`. Which days they are is told "
                "by a calendar that is given when the policy is loaded.",
                "{school days: weekdays in term but training days}",
            ),
            "day_one": Key(
                "Which day is the first that counts after `of`: the `day after`, the `same day`, "
                "or `next working day`, where a start on a day off is first moved to the next "
                "working day.",
                "day after",
            ),
            "cut_off": Key(
                "An hour of the day. What happens later on a working day starts its time as if on "
                "the next one; where the hour is not known, the answer is a range.",
                '"17:00"',
            ),
            "day_ends": Key(
                "The hour at which a due day is over, where it is over before midnight. What is "
                "done later that day is late.",
                '"17:00"',
            ),
            "roll": Key(
                "Where a time moves that ends on a day off: to the `next` working day, to the "
                "`previous` one, or nowhere (`none`). Once, at the very end; hours are not moved. "
                "What is counted back moves the other way, so that it never comes too short.",
                "next",
            ),
            "time_zone": Key(
                "The time zone of the dates and hours in the policy and in its cases.",
                "Europe/London",
            ),
        },
    ),
    Shape(
        ClauseDoc,
        "clause",
        "A place in the source, and what it says.",
        {
            "at": Key("Where the clause stands in the source.", '"section 2"'),
            "says": Key("What it says, in short.", '"the librarian answers in 10 working days"'),
        },
    ),
    Shape(
        RelationDoc,
        "relation",
        "A relation that is held to another person.",
        {
            "says": Key(
                "What is true of the person; the name of the other follows it.",
                "is the line manager of",
            ),
            "between": Key(
                "Always `two people`. The application then tells to whom it is held: "
                "`is: {line_manager: ann}`.",
                "two people",
            ),
            "both_ways": Key(
                "Write `true` where it is true of the two alike: told of one, it holds for the other.",
                "true",
            ),
        },
    ),
    Shape(
        RoleDoc,
        "role",
        "An office. A person holds it in a case.",
        {
            "title": Key("What readers call it.", "The librarian"),
            "holders": Key(
                "How many people hold the office at a time. Of `one`, whoever is appointed takes it "
                "from whoever held it; `exactly 2`, `at least 2` or `2 to 4` refuses the appointment of "
                "more, and what is done in the office while fewer hold it. More holders are noted with "
                "every ruling.",
                "one",
            ),
            "members": Key(
                "Makes the role a body, whose members act only together, and says how many it has: "
                "`exactly 3`, `at least 3` or `3 to 5`. An event of the body says under `sat` who sat. "
                "Refuses it where fewer members than the quorum did, or somebody else did.",
                "exactly 3",
            ),
            "of_whom": Key(
                "How many of those who sit are whom: `at least`, `exactly` or `at most`, a number, and "
                "who, as under `conflicts`. What nobody has told does not count. Refuses what is done "
                "without them.",
                "[at least 1 independent_of_school, at most 1 governor]",
            ),
            "quorum": Key(
                "How many members of a body must sit. Without it, the least number of its members.",
                "3",
            ),
            "chair": Key(
                "Write `one` where one of those who sit is the chair. An event of the body says under "
                "`chair` who that was, or is refused.",
                "one",
            ),
            "without_quorum": Key(
                "Steps or questions of a body for which the number, `of_whom` and the chair do not "
                "matter: to adjourn, say.",
                "panel_adjourned",
            ),
            "appointed_by": Key(
                "Roles that name who holds this one. A step that `appoints` to it must be theirs; once "
                "a case has begun, nobody else tells that somebody holds it.",
                "complaints_manager",
            ),
            "stand_in": Key(
                "The role that acts where everybody in this one is kept away by a conflict of "
                "interest, or nobody holds it.",
                "deputy_librarian",
            ),
            "may_be": Key(
                "Relations of which one must be true of the holder. Refuses somebody of whom all "
                "are known to be untrue.",
                "[child, parent_or_carer]",
            ),
            "must_be": Key(
                "What must be true, all of it, of whoever acts in the role or is appointed to it: "
                "relations, or whatever may stand under `only` of a conflict. Refuses somebody of "
                "whom nobody told that it is true.",
                "[senior_officer, more_senior of whoever did answer_sent]",
            ),
            "reach": Key(
                "Telephone, address, email: how readers reach the office. Listed.",
                '"0300 123 4666"',
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        HappeningDoc,
        "happening",
        "Something dated that nobody in the policy does. It is owed by nobody and refuses nothing.",
        {
            "says": Key(
                "What happened, as a whole clause in the past tense, so that it reads after "
                "`the day on which`.",
                "you noticed what was wrong",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        MomentDoc,
        "moment",
        "A moment that other anchors make, by one of `first_of`, `last_of` and `rows`.",
        {
            "first_of": Key(
                "Anchors of which the one that comes first makes the moment.",
                "[answer_sent, delay_explained, missed answer_sent]",
            ),
            "last_of": Key(
                "Anchors of which the last that has come makes the moment. Each that comes moves it, "
                "as long as what counts from it was neither done nor missed.",
                "[complaint_received, complaint_forwarded]",
            ),
            "rows": Key(
                "Where the moment lies, row by row. The first row that applies counts; the last says "
                "`otherwise`.",
                "[{if: urgent, from: complaint_received}, {otherwise: investigation}]",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        RowDoc,
        "row",
        "A row of a moment: from when it counts, and where that is so.",
        {
            "if": Key(
                "Conditions that must all hold. While one of them has no answer yet, the moment is "
                "not known.",
                "[urgent, about is quality]",
            ),
            "unless": Key(
                "Conditions of which none may hold. While one has no answer yet, the moment is not "
                "known.",
                "urgent is false",
            ),
            "after": Key("What must all have happened.", "complaint_forwarded"),
            "from": Key("The anchor that makes the moment.", "complaint_received"),
            "otherwise": Key(
                "The anchor that makes the moment where no row above applies. The last row, and it "
                "says nothing else.",
                "receipt of answer_sent",
            ),
        },
    ),
    Shape(
        FactDoc,
        "fact",
        "A question, and whose it is to answer. Answers are events, and the last one holds.",
        {
            "means": Key("What is true if the answer is `true`.", "it cannot wait"),
            "decided_by": Key("Roles whose answer it is. Anybody else's is refused.", "librarian"),
            "within": Key(
                "By when it is to be answered: a promise, as `within` of a step under `must` is.",
                "5 working days of complaint_received",
            ),
            "answers": Key(
                "The names to choose from. Without it the answers are `true` and `false`.",
                "[quality, delivery]",
            ),
            "asked_if": Key(
                "A condition: only where it holds is the question asked. One that is not asked "
                "holds nothing back.",
                "complains_for_another",
            ),
            "for_each": Key(
                "A relation or a role: the question is answered for each of these people, and an "
                "answer says for whom, under `person`. An exception that hangs on it frees whoever "
                "it was given for; any other condition holds where it was answered so for anybody.",
                "subject",
            ),
            "counts_as": Key(
                "What kind of work the answer is. Conflicts of interest point at it.", "decide"
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        StepDoc,
        "step",
        "An act: who does it, to whom, when, and where it leads.",
        {
            **_ACT,
            "within": Key(
                "By when, counted from something that happens. Under `must` a promise: late is "
                "shown, never refused. Elsewhere a window: what comes after it is refused. Units: "
                "working days, calendar days, weeks, months, years, hours. A band, `10 to 20 "
                "working days`, is settled by a step with `sets_time_of`; until then the answer is "
                "its two ends. `as soon as possible after NAME` has no last day: it is owed, and never "
                "overdue.",
                "10 working days of complaint_received",
            ),
            "aim_within": Key(
                "By when it is aimed at. Shown as `within` is, and to miss it is no breach. May "
                "stand beside a longer `within`.",
                "3 working days of complaint_received",
            ),
            "at_latest": Key(
                "A ceiling: whatever gives more time, it is due then at the latest. Alone it is the "
                "time limit itself, and may be counted back from what is to come: `5 clear working "
                "days before panel_held`.",
                "65 working days of complaint_received",
            ),
            "stands_still": Key(
                "Days that the time of this step leaves out: from a first to a last one, both "
                "included. Several such rules make a list; days left out twice are left out once.",
                "{first_day: day after paused, last_day: day of resumed, cites: L-2}",
            ),
            "met_by": Key(
                "Steps of which any one is this step: then it is only a name for them, and is not "
                "recorded itself. Its time limit is met by the first.",
                "[answer_sent, holding_letter]",
            ),
            "late_if": Key(
                "Questions; if all are answered `true` what comes after the window is let through, "
                "and shown as used late.",
                "[good_reason, still_possible]",
            ),
            "may_extend": Key(
                "The ways to more time, each an event of its own with all that an act says of "
                "itself. It may happen while the time runs and the step is not done.",
                "{longer_agreed: {by: librarian, agreed_by: reader, "
                "up_to: 20 working days of complaint_received, cites: L-2}}",
            ),
            "sets_time_of": Key(
                "Steps whose time this one settles. The record says it under `settles`: a period "
                "or a date. Of a band it must lie within, or it is refused; for any other step it "
                "is a plan, which moves no due date. Where a step has an aim and a promise, the "
                "promise is settled, unless the aim alone is a band.",
                "answer_sent",
            ),
            "every": Key(
                "How often it is done again: each time starts the next, counted from when it was last "
                "done; with `from the schedule` at the end, from the day on which it was due. Or "
                "`unstated`, where no interval is said: owed until it was done once, then shown with "
                "the day of the last time. It rests while the case rests in an end.",
                "20 working days of delay_told",
            ),
            "until": Key("What ends it; without it, leaving the place does.", "answer_sent"),
            "appoints": Key(
                "The role that this step fills. The event names the `holder`, and owes the name "
                "until then.",
                "acting_librarian",
            ),
            "from": Key(
                "Roles of which the person appointed must hold one. Refuses anybody else.",
                "[deputy_librarian, director]",
            ),
            "then": Key("The stage or end to which it leads. Moves the case.", "closed"),
            "cites": _CITES,
        },
    ),
    Shape(
        StillDoc,
        "stand_still",
        "Days on which a clock stands still. Until the last of them is known it has no due date.",
        {
            "first_day": Key(
                "The first day that is left out: the `day of` something, or the `day after` it.",
                "day after paused",
            ),
            "last_day": Key(
                "The last day that is left out: the `day before` something, or the `day of` it.",
                "day of resumed",
            ),
            "ceiling": Key(
                "Write `runs on` where `at_latest` and `up_to` are not moved. Else they stand still "
                "with the time that they cap.",
                "runs on",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        ExtensionDoc,
        "extension",
        "A way to more time: an act that gives it, and how far it reaches.",
        {
            **_ACT,
            "by": Key(
                "Roles; any of them may give it. Without it, whoever does the step itself.",
                "librarian",
            ),
            "because": Key(
                "Questions that must be answered first: why more time is needed. Refuses while one "
                "has no answer, or is answered `false`.",
                "why_longer",
            ),
            "adds": Key(
                "How much later it is then due, each time: counted on from where the time ended. The "
                "record may settle less under `settles`.",
                "10 working days",
            ),
            "up_to": Key(
                "How far it reaches. The time ends then, unless the record settles an earlier one "
                "under `settles`; a later one is refused. Without it the record must settle one.",
                "20 working days of complaint_received",
            ),
            "before_time_is_up": Key(
                "Write `true` where more time must be given before the time has run out. Refuses "
                "what comes later.",
                "true",
            ),
            "once": Key("Write `true` where it may happen once. Refuses a second time.", "true"),
            "cites": _CITES,
        },
    ),
    Shape(
        PlaceDoc,
        "place",
        "A stage, or an end in which a case rests.",
        {
            "title": Key("What readers call it.", "We look into it"),
            "if": Key(
                "Conditions that must all hold for what stands under `must`: until then it is "
                "refused, and not owed.",
                "sufficient_interest",
            ),
            "unless": Key(
                "Conditions of which none may hold for what stands under `must`.",
                "urgent",
            ),
            "must": _MUST,
            "may": _MAY,
            "never": _NEVER,
            "cites": _CITES,
        },
    ),
    Shape(
        ThroughoutDoc,
        "throughout",
        "The place that is always open.",
        {"must": _MUST, "may": _MAY, "never": _NEVER},
    ),
    Shape(
        ConflictDoc,
        "conflict",
        "Who is kept from what.",
        {
            "who": Key(
                "Relations or roles: a person of whom one is true is kept away. Or what somebody "
                "has done in this case: `did STEP`, `held ROLE`, `acted in STAGE`, or one kind of "
                "work, `considered in STAGE`. A relation between two people stands before one of "
                "these: `partner of ROLE`, `line_manager of whoever did STEP`.",
                "[subject, did answer_sent, partner of whoever did answer_sent]",
            ),
            "may_not": Key(
                "Kinds of work, steps, facts, or roles in which they may neither act nor be "
                "appointed. The kinds are consider, investigate, decide, review, advise, support "
                "and administer.",
                "[investigate, decide]",
            ),
            "within_last": Key(
                "For how long a tie goes on keeping somebody away after it has ended; and of what was done or "
                "held in this case, how long ago it still counts, counted back from the day of the act. Days, weeks, months or years.",
                "12 months",
            ),
            "except": Key(
                "When they need not stand aside. It holds only if somebody who was free to "
                "decide it did.",
                "{if: management_allows_subject, in: informal}",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        OnlyDoc,
        "only",
        "Who alone may do what.",
        {
            "only": Key(
                "Relations or roles, or what somebody has done, as under `who`: whoever acts must be "
                "somebody of whom one is known to be true. What nobody told of a person lets nobody "
                "through. Where it speaks of what was done or held in this case, it keeps nobody away "
                "until somebody has.",
                "did answer_sent",
            ),
            "may": Key(
                "Kinds of work, steps, facts or roles, as under `may_not`: what nobody else may do, "
                "and in which role nobody else may act or be appointed.",
                "decide",
            ),
            "within_last": Key(
                "Whoever such a tie was true of within so long before the act may too; and of what was done or "
                "held in this case, only what is no longer ago counts, counted back from the day of the act. Days, weeks, months or years.",
                "12 months",
            ),
            "except": Key(
                "When others may as well. It holds only if somebody who was free to decide it did.",
                "{if: management_allows_subject, in: informal}",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        DifferentDoc,
        "different_people",
        "Steps, or roles, that must not fall to one person.",
        {
            "different_people": Key(
                "Who did one of these steps may not do another; who holds or has held one of these "
                "roles may neither act in another nor be appointed to it.",
                "[investigator, independent_person]",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        SameDoc,
        "same_person",
        "Steps, or roles, that must fall to one person.",
        {
            "same_person": Key(
                "Once one of these steps was done, only who did it may do another; once one of these "
                "roles is held, only who holds or has held it may act in another or be appointed to "
                "it.",
                "[investigation, report_sent]",
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        ExceptDoc,
        "exception",
        "When a conflict of interest does not keep somebody away.",
        {
            "in": Key("The stages where the exception helps. All, if nothing is said.", "informal"),
            "if": Key("Conditions that must all hold.", "management_allows_subject"),
        },
    ),
    Shape(
        DutyDoc,
        "standing_duty",
        "A duty outside any case. Listed.",
        {
            "by": Key("Roles whose duty it is.", "librarian"),
            "says": Key("What they do.", '"a report on complaints every year"'),
            "cites": _CITES,
        },
    ),
    Shape(
        InformationDoc,
        "information",
        "What every reader is told and nobody does. Listed.",
        {
            "says": Key(
                "The text, as readers are to see it.", '"Most things can be put right early."'
            ),
            "cites": _CITES,
        },
    ),
    Shape(
        ReadingDoc,
        "reading",
        "What the source leaves open, and what is taken as meant.",
        {
            "bears_on": Key(
                "Names of any rules. Their rulings and clocks say that they rest on this reading.",
                "[answer_sent, panel_held]",
            ),
            "unclear": Key("What the source leaves open.", "which working days count"),
            "taken_as": Key("What is taken as meant.", "those of England and Wales"),
            "accepts": Key(
                "Codes of what `check` finds in the rules named under `bears_on`, and which is left so. "
                "It is told of them no more.",
                "nobody-left",
            ),
            "cites": _CITES,
        },
    ),
)
