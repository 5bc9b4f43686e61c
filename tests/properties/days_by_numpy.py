"""Working days of England by numpy, and the days around which a mistake would show.

numpy is told the bank holidays of England by the package `holidays` itself, not by our calendar.
With day one the day after, N working days from any day are N business days from the last one
that counts: numpy's roll `preceding`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np

YEARS = range(2018, 2033)


@cache
def oracle() -> np.busdaycalendar:
    off = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    return np.busdaycalendar(holidays=np.array(sorted(off), dtype="datetime64[D]"))


def due_by_numpy(starts: Sequence[date], n: int) -> list[date]:
    found: list[date] = np.busday_offset(
        np.array(starts, dtype="datetime64[D]"), n, roll="preceding", busdaycal=oracle()
    ).tolist()
    return found


AROUND = {
    "christmas and new year, weekdays": (date(2026, 12, 14), date(2027, 1, 8)),
    "christmas on a weekend, substitutes": (date(2027, 12, 13), date(2028, 1, 7)),
    "christmas on a sunday": (date(2022, 12, 12), date(2023, 1, 6)),
    "early easter": (date(2024, 3, 1), date(2024, 4, 5)),
    "late easter and may": (date(2025, 3, 24), date(2025, 6, 2)),
    "easter of the example": (date(2026, 3, 9), date(2026, 4, 10)),
    "august": (date(2026, 7, 27), date(2026, 9, 4)),
    "platinum jubilee, 2 and 3 june 2022": (date(2022, 5, 2), date(2022, 6, 10)),
    "state funeral, 19 september 2022": (date(2022, 8, 19), date(2022, 9, 23)),
    "coronation, 8 may 2023": (date(2023, 4, 3), date(2023, 6, 2)),
}


def days_around(name: str) -> list[date]:
    """Every day of one of the stretches above."""
    first, last = AROUND[name]
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
