"""What every command shares: its parser, a yes asked for, its exit code, errors as one line."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import NoReturn

from common.commands.children import tell_when_parent_ends
from common.errors import UserError
from common.machine import refusal
from common.texts import for_terminal

USER_ERROR = 2
# Names a file in which a command that another one runs leaves the line that it failed with.
ERROR_FILE = "ERROR_LINE_FILE"
KILLED = 128  # and the number of the signal, as a shell says it
# Those by which a system, a scheduler or a terminal that is closed ends a program.
ENDING = (signal.SIGTERM, signal.SIGHUP)


class EndedError(BaseException):
    """Somebody else ended this command; no error of its own, so that nothing catches it."""

    def __init__(self, by: signal.Signals):
        super().__init__(by.name)
        self.by = by


def one_line(error: UserError) -> str:
    """Its message, whatever it quotes."""
    return " ".join(str(error).split())


def run(main: Callable[[], int | None]) -> NoReturn:
    """Run a command and leave the process with its exit code.

    A `UserError` becomes one line `error: …` on stderr and exit code 2, a signal that of a shell,
    after what the command began was tidied up. What the terminal's encoding lacks, what would steer
    the terminal, and a file's name that is no text, is written as `\\xe9`. What it writes only its
    user can read.
    """
    with _private(), _printing():
        code = _code(main)
    sys.exit(code)


def parser(package: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """Return the parser of `python -m package`, whose texts are shown as they are written."""
    return argparse.ArgumentParser(
        prog=f"python -m {package}",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def confirmed(question: str, deed: str) -> bool:
    """Ask for a yes; a `UserError` where nobody can answer says that `--yes` is one."""
    if not sys.stdin.isatty():
        raise UserError(f"nobody can answer here: add --yes to {deed}")
    return input(f"{question} [yes/no] ").strip() == "yes"


def _code(main: Callable[[], int | None]) -> int:
    # A signal kills `make` at once, and what it runs is to end with it.
    if "MAKELEVEL" in os.environ:
        tell_when_parent_ends(signal.SIGTERM)
    try:
        with _ending():
            try:
                code = main() or 0
            except SystemExit as ended:
                # As argparse ends, having printed its help.
                code = int(ended.code or 0)
        sys.stdout.flush()
    except UserError as error:
        sys.stdout.flush()
        code = _tell(one_line(error))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = KILLED + signal.SIGINT
    except EndedError as ended:
        print(f"ended by {ended.by.name}", file=sys.stderr)
        code = KILLED + ended.by
    except BrokenPipeError:
        # The reader of our output (`… | head`) is gone: nothing left to say, and no error.
        _print_no_more()
        code = 0
    except Exception as error:
        told = refusal(error)
        if told is None:
            raise
        try:
            sys.stdout.flush()
        except OSError:
            _print_no_more()
        code = _tell(told)
    return code


def _tell(line: str) -> int:
    """Say it, to who runs this command, too."""
    print(f"error: {line}", file=sys.stderr)
    if path := os.environ.get(ERROR_FILE):
        Path(path).write_text(line, "utf-8", "replace")
    return USER_ERROR


def _print_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Printed(TextIOWrapper):
    """Whatever a command prints is text of its own or of exports, and steers no terminal."""

    def write(self, text: str) -> int:
        return super().write(for_terminal(text))


@contextmanager
def _printing() -> Iterator[None]:
    """Have all that is printed go through `for_terminal`, and nothing fail at an encoding."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")
    streams = {name: getattr(sys, name) for name in ("stdout", "stderr")}
    made = {
        name: _Printed(
            stream.buffer,
            stream.encoding,
            "backslashreplace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        for name, stream in streams.items()
        if isinstance(stream, TextIOWrapper)
    }
    for name, stream in made.items():
        streams[name].flush()
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in made.items():
            setattr(sys, name, streams[name])
            stream.detach()


@contextmanager
def _private() -> Iterator[None]:
    """Keep what the command and its children write from other users, whatever their umask is."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _ending() -> Iterator[None]:
    """Have signals end the command as Ctrl-C does: the statements that tidy up still run.

    One that is ignored stays so, as under `nohup`.
    """

    def end(number: int, _: FrameType | None) -> None:
        raise EndedError(signal.Signals(number))

    taken = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
