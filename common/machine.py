"""What the machine, or that of the PostgreSQL server, refuses a command, in one line."""

import errno
import os
import tempfile

# PostgreSQL's codes of what no command can help, and what to do; none quotes a row.
SERVER = {
    "53100": "the disk of the PostgreSQL server is full: free some room there and run it again",
    "53200": "the PostgreSQL server is out of memory: end other work on it and run it again",
    "57P01": "PostgreSQL was stopped, or ended this session, meanwhile: start it and run it again",
    "57P02": "PostgreSQL crashed meanwhile: look into its log, start it and run it again",
}
# Whatever else the system says is a mistake of ours, and keeps its traceback.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM}
NO_MORE = {errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM}


def refusal(error: Exception) -> str | None:
    """Say what is full, closed or used up, and what to do; None where it is none of these."""
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return (
            "a word of this command, or a name that it met, has bytes that are no UTF-8: set the "
            "terminal to UTF-8 and type it again"
        )
    if not isinstance(error, OSError):
        return SERVER.get(getattr(error, "sqlstate", None) or "")
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    if error.errno in NO_ROOM:
        room = "there" if where else f"on the disk (temporary files are in {_temporary()})"
        return f"{where}{error.strerror}: free some room {room} and run it again"
    if error.errno in NO_RIGHT:
        return f"{where}{error.strerror}: run it as the user whose file it is, where it can write"
    if error.errno in NO_MORE:
        return f"{where}{error.strerror}: end other programs, or raise `ulimit`, and run it again"
    if "No usable temporary directory" in str(error):
        return "there is no folder for temporary files: export TMPDIR=/a/folder/with/room"
    return None


def _temporary() -> str:
    try:
        return tempfile.gettempdir()
    except FileNotFoundError:
        return "TMPDIR"
