"""The root of every error that this library raises on purpose.

An exception stands beside the evidence that it carries (`diagnostics`, `calendars`,
`rulings`); only the roots are here.
"""


class ComplaintflowError(Exception):
    """Anything that complaintflow refuses or cannot do; catch this to catch them all."""


class InputError(ComplaintflowError):
    """What was given cannot be read or does not fit: a name, a date, a number, a file.

    The message says what was given, what was expected and what to type instead.
    """
