"""The cases over which the laws of the engine are tried, and short words to ask about them.

They live under the shipped policies of Fusion Care and of Barnsley, under one that leads back
again and again, under one of bands and receipts, and under policies written at random. `LAWS` in the environment says how many times as many
cases as usual are tried: `LAWS=50` is the thorough version.
"""

from hypothesis import settings
from hypothesis import strategies as st

from complaintflow import engine
from complaintflow.calendars import OutsideCalendar
from complaintflow.case import Action, Case
from complaintflow.course import Course
from complaintflow.errors import InputError
from complaintflow.rulings import Ruling
from tests.policies import barnsley, fusion_care, round_and_round, times
from tests.properties.sizes import SIZES
from tests.properties.written_policies import WRITTEN_CAST, written_policy
from tests.strategies import BARNSLEY_CAST, ROUND_CAST, TIMES_CAST, Walk, histories, walk

LAW = fusion_care()
ROUND = round_and_round()
TIMES = times()
BARNSLEY = barnsley()
LAWS = SIZES.laws


def examples(many: int) -> settings:
    """So many cases, times `LAWS`."""
    return settings(max_examples=many * LAWS, deadline=None)


def written_walk(policy: int, seed: int, steps: int, *, plain: bool = False) -> Walk:
    """So many steps under the written policy of that number."""
    return walk(written_policy(policy), seed, steps, plain=plain, cast=WRITTEN_CAST)


def lives(*, plain: bool = False) -> st.SearchStrategy[Walk]:
    """Walks under all these policies; `plain` ones are in order of time, with nothing mended."""
    return (
        histories(LAW, plain=plain)
        | histories(ROUND, plain=plain, cast=ROUND_CAST)
        | timed_lives(plain=plain)
        | st.builds(
            written_walk,
            st.integers(0, 2**20),
            st.integers(0, 2**32 - 1),
            st.integers(0, 14),
            plain=st.just(plain),
        )
    )


def timed_lives(*, plain: bool = False) -> st.SearchStrategy[Walk]:
    """Walks under the policies in which times are settled, extended and received."""
    return histories(TIMES, plain=plain, cast=TIMES_CAST) | histories(
        BARNSLEY, plain=plain, cast=BARNSLEY_CAST
    )


def course(lived: Walk, case: Case | None = None) -> Course:
    """The course of the case that was lived, or of another one under its policy."""
    return engine.course_of(lived.law, lived.case if case is None else case)


def ruled(lived: Walk, case: Case, action: Action) -> Ruling | None:
    """The ruling on an action; None where a word of it means nothing, or its day is too far off."""
    try:
        return engine.decide(lived.law, case, action)
    except (InputError, OutsideCalendar):
        return None
