"""The exit codes of an answer; those of a broken program are in `complaintflow.__main__`."""

CLEAN = 0
"""Nothing to report; remarks, and what is overdue or owed, are no fault of the answer."""

FOUND = 1
"""Errors or warnings, refusals, failing scenarios, a day that the calendar does not cover."""

USAGE = 2
"""Wrong usage, or a file that is missing or is no UTF-8 text; it outweighs what was found."""
