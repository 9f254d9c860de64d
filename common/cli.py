"""How every command of the project ends: its exit code, and errors as one line."""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import NoReturn

from common.errors import UserError

USER_ERROR = 2
INTERRUPTED = 130


def one_line(error: UserError) -> str:
    """Its message, whatever it quotes."""
    return " ".join(str(error).split())


def run(main: Callable[[], int | None]) -> NoReturn:
    """Run a command and leave the process with its exit code.

    A `UserError` becomes one line `error: …` on stderr and exit code 2, Ctrl-C exit code 130. What
    the terminal's encoding lacks, and a file's name that is no text, is written as `\\xe9`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main() or 0
        sys.stdout.flush()
    except UserError as error:
        sys.stdout.flush()
        print(f"error: {one_line(error)}", file=sys.stderr)
        code = USER_ERROR
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`… | head`) is gone: nothing left to say, and no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
