"""The English that names of steps are made of: verbs with their forms, and what follows them.

A step has no title; its name, `report_sent`, says what was done. A verb that stands here is put
into sentences; a name without one is quoted as it is. A missing verb costs elegance, not sense.
"""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ied"
    return verb + verb[-1] * (verb in _DOUBLED) + "ed"


_DOUBLED = word_set("admit bar cancel drop log plan refer scan stop submit transfer")

_REGULAR = word_set(
    """
    accept acknowledge add address adjourn admit agree allocate allow analyse announce answer
    apologise appeal appoint approve arrange ask assess assign attach authorise bar book call
    cancel certify challenge change check circulate clarify classify close collect commission
    compensate complain complete conclude confirm consider consult contact contest copy correct
    date decide declare decline deliver demand designate determine direct discontinue discuss dismiss
    display dispute document draft drop email end enter escalate establish examine exchange
    exclude explain extend file finalise finish fix forward grant hand handle identify implement
    include inform instruct interview investigate invite issue lodge log look mail mark mediate
    name nominate note notify object observe offer open order overrule overturn pass pause phone
    post postpone prepare present probe proceed produce propose provide publish raise reach
    reassign receive recommend reconsider record redirect refer refuse register reject release remind
    remove reopen repair repeat reply report represent request resolve respond resume return
    review revise scan schedule screen settle share sign signpost start state stop submit
    suggest summarise support suspend talk telephone terminate thank transfer translate triage
    try update upload use verify visit voice wait waive want warn welcome
    """
)

_IRREGULAR = """
begin began begun|bring brought brought|choose chose chosen|deal dealt dealt|do did done|
draw drew drawn|find found found|give gave given|hear heard heard|hold held held|keep kept kept|
lay laid laid|lead led led|learn learnt learnt|leave left left|lend lent lent|lose lost lost|make made made|
meet met met|pay paid paid|put put put|read read read|say said said|see saw seen|
seek sought sought|send sent sent|set set set|show showed shown|sit sat sat|speak spoke spoken|
take took taken|teach taught taught|tell told told|undertake undertook undertaken|
uphold upheld upheld|withdraw withdrew withdrawn|withhold withheld withheld|write wrote written
"""

VERBS: dict[str, tuple[str, str]] = {
    **{_past(verb): (verb, _past(verb)) for verb in _REGULAR},
    **{form[2]: (form[0], form[1]) for form in map(str.split, _IRREGULAR.split("|"))},
}
"""Past participle -> the infinitive and the past tense: `sent` -> `send`, `sent`."""

PARTICIPLES = {verb: participle for participle, (verb, _) in VERBS.items()}
"""The infinitive -> the past participle."""

PARTICLES = word_set(
    """
    again apart aside away back down early elsewhere forward further in informally off on orally
    out outside over through up
    """
)
"""Words that follow the object of a verb: talk the report *through*."""

PREPOSITIONS = word_set("about at for into with")
"""Words between a verb and its object: look *into* the complaint."""

ALONE = word_set(
    """
    agree apologise appeal ask call complain deal decide email meet object phone proceed reply
    respond sit speak talk telephone visit wait write
    """
)
"""Verbs that need no object: where the name has none, it is not taken to be the complaint."""

SENDS = word_set(
    """
    acknowledge announce apologise appeal complain confirm copy deliver direct email explain
    forward give grant hand issue lend mail offer pass pay phone post present propose provide read
    recommend refer release reply report respond return say send show signpost speak submit
    suggest talk transfer write
    """
)
"""Verbs of which it is said *to* whom."""

CARRIES = word_set(
    """
    deliver email forward give hand issue mail make pass post present provide release return send
    submit transfer write
    """
)
"""Verbs that put a thing into somebody's hand: the *report* that was sent has been received."""

SHARES = word_set("arrange discuss exchange share")
"""Verbs of which it is said *with* whom."""

REQUESTS = word_set("demand request seek")
"""Verbs of which it is said *from* whom; what is asked for is not there yet: *a* review."""

MADE_TO = word_set(
    """
    apology appeal complaint offer payment proposal recommendation report representation request
    statement suggestion
    """
)
"""What is made *to* somebody; of what else is made, somebody is told."""

OFFERS = word_set("offer")
"""Verbs of which the same holds, but that one offers *to* somebody: *offer a meeting to you*."""

WITHHOLDS = word_set("withhold")
"""Verbs of which it is said *from* whom, of a thing that is there: *withhold the details*."""

TELLS = word_set("consult inform notify remind tell warn")
"""Verbs that tell somebody *about* what the name speaks of: `progress_told`."""

DISPUTES = word_set("challenge contest dispute")
"""Verbs whose object, where the name has none, is a decision and not the complaint."""

SPOKEN = word_set("concerns evidence objections reasons views wishes")
"""What is heard *of* whoever is there, or discussed: *hear the wishes of the tenant*."""

UNCOUNTED = word_set(
    "access action advice advocacy compensation consent evidence extra guidance help information "
    "mediation more permission support"
)
"""Nouns that have no *a*."""

ADDRESSES = word_set(
    """
    ask call consult contact copy direct email inform interview invite notify phone refer remind
    signpost telephone tell thank visit warn
    """
)
"""Verbs whose object is a person."""

APPOINTS = word_set("allocate appoint assign choose designate name nominate")
"""Verbs by which somebody is put into an office."""

WISHES = word_set("resolve settle")
"""What is so once the person who complains says that it is."""

FEELINGS = word_set(
    """
    content discontented displeased dissatisfied happy pleased satisfied unhappy unsatisfied
    """
)
"""What a person may say of himself or herself: `still_dissatisfied`."""

BROUGHT = word_set(
    """
    appeal claim comment complaint grievance objection representation request statement
    """
)
"""What a person makes when somebody else receives it."""

GIVEN = word_set(
    """
    acknowledgement advice answer apology decision explanation feedback notice outcome reason
    reasons reply report response ruling summary
    """
)
"""Nouns that are given where the name has no verb: `reply` is *give the reply*."""

HELD = word_set("conference conversation discussion hearing interview meeting panel")
"""Nouns that are held: `meeting` is *hold the meeting*."""

CARRIED_OUT = ("tion", "sion", "ment", "view", "ing", "audit", "inquiry", "enquiry")
"""How nouns end that are carried out: investigation, assessment, review, hearing."""

NUMBERS = {"one": "first", "two": "second", "three": "third", "four": "fourth"}
"""Numbers at the end of a name, which tell apart what is done at several stages."""

QUESTIONS = word_set("how what when where whether which who whom whose why")
"""How a question begins."""
