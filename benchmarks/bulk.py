"""A million due dates at once, beside numpy's array and polars' column of the same starts."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from benchmarks.days import CALENDAR, OURS, TWENTY, N, installed
from benchmarks.measuring import Missing, Peer, Row, Timed
from complaintflow.conventions import DayOne

MILLION = 1_000_000
FIRST, LAST = date(2000, 1, 1), date(2059, 12, 31)
"""Between which the starts lie, in no order."""

OFF = [day for day, _ in CALENDAR.off if 2000 <= day.year <= 2061]

Due = Callable[[], Any]
"""The due dates of all starts, as numpy has them."""


def starts(many: int) -> Any:
    """So many days between the first and the last, the same ones each time."""
    import numpy as np

    days = np.random.default_rng(20).integers(0, (LAST - FIRST).days + 1, many)
    return np.datetime64(FIRST) + days.astype("timedelta64[D]")


def ours(days: Any) -> Due:
    """By `complaintflow.bulk`."""
    from complaintflow import bulk

    def run() -> Any:
        return bulk.due(days, TWENTY, calendar=CALENDAR, day_one=DayOne.DAY_AFTER)

    return run


def by_numpy(days: Any) -> Due:
    """By numpy, as one date is."""
    import numpy as np

    known = np.busdaycalendar(holidays=np.array(OFF, dtype="datetime64[D]"))
    return lambda: np.busday_offset(days, N, roll="preceding", busdaycal=known)


def by_polars(days: Any) -> Due:
    """By polars, as one date is; its column is made before."""
    import polars as pl

    column, off = pl.Series("start", days), pl.Series(OFF)
    frame = pl.DataFrame([column])
    expression = pl.col("start").dt.add_business_days(N, holidays=off, roll="backward")
    return lambda: frame.select(expression)["start"]


PEERS: tuple[tuple[str, float, Callable[[Any], Due]], ...] = (
    ("numpy.busday_offset", 25, by_numpy),
    ("polars add_business_days", 30, by_polars),
)


def million(work: str) -> Row | Missing:
    """A million due dates."""
    try:
        days = starts(MILLION)
        due = ours(days)
    except ImportError as missing:
        return Missing(work, f"no {missing.name}")
    peers = tuple(
        Peer(Timed(name, run), beat, MILLION, otherwise(due, run))
        for name, beat, make in PEERS
        if (run := installed(partial(make, days))) is not None
    )
    return Row(work, Timed(OURS, due), "ms", 2.6e-3, peers)


def otherwise(due: Due, other: Due) -> int:
    """How many dates differ."""
    import numpy as np

    return int((np.asarray(due()) != np.asarray(other())).sum())


ROWS = (("a million due dates", million),)
