"""At the end of `make thorough`: how much was compared, and how many tests found a difference."""

from collections import Counter

import pytest

from tests.properties.sizes import SIZES, THOROUGH


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A table of what the long tests recorded; each of them stops at its first difference."""
    if SIZES is not THOROUGH:
        return
    compared: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for what, number in report.user_properties:
            compared[what] += int(str(number))
    terminalreporter.section("compared")
    for what, number in compared.items():
        terminalreporter.write_line(f"{what:<48}{number:>14,}")
    failed = len(terminalreporter.getreports("failed"))
    terminalreporter.write_line(f"{'tests that found a difference':<48}{failed:>14,}")
