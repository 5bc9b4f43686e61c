"""`make thorough`: what found a difference is named at once; at the end, how much was compared."""

from collections import Counter

import pytest

from tests.properties.sizes import SIZES, THOROUGH


class AtOnce:
    """Names each test as it finds a difference, since the end may be half an hour away."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(f"{report.nodeid} found a difference")


def pytest_configure(config: pytest.Config) -> None:
    if SIZES is THOROUGH and not hasattr(config, "workerinput"):
        config.pluginmanager.register(AtOnce(config))


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
