"""The command `complaintflow`, also as `python -m complaintflow`.

What a command answers is its exit code: 0 clean, 1 something found, 2 a mistake in how it was
called or a file that cannot be read, 3 a fault of ours. A shell's own codes for a signal stand
for a command that was interrupted (130) or whose reader went away (141).
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

NEEDED = ("click", "rich")
"""What the extra `cli` installs; the library itself needs neither."""

USAGE, FAULT, INTERRUPTED, READER_GONE = 2, 3, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line, and give its exit code.

    Args:
        argv: the words after the command's name; those of this process unless given.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    return guarded(lambda: _run(words))


def guarded(work: Callable[[], int]) -> int:
    """Do the work and give its exit code; no traceback leaves here, whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        # text from a file is UTF-8, whatever the locale says
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = work()
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return READER_GONE
    except OSError as problem:
        _let_go_of_output()
        return _tell(f"complaintflow cannot go on: {problem}", USAGE)
    except Exception as fault:
        return _tell(_report(fault), FAULT)
    return code


def _run(words: list[str]) -> int:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        return _tell(
            f"complaintflow needs {' and '.join(missing)} for its command line; "
            'type: pip install "complaintflow[cli]"',
            USAGE,
        )
    from complaintflow.cli import run

    return run(words)


def _report(fault: Exception) -> str:
    """One line that says what broke and where, to be passed on to us."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    said = ascii(str(fault))[1:-1][:200]
    return (
        f"complaintflow has a fault of its own, {type(fault).__name__}{where}: {said}. "
        "Please report this line with the command that you typed"
    )


def _tell(line: str, code: int) -> int:
    if sys.stderr is not None:
        sys.stderr.write(line + "\n")
    return code


def _let_go_of_output() -> None:
    """Send what is still unwritten nowhere, or Python would complain of it at the very end."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
