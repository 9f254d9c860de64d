"""What a user can cause while landing data; each message is one line and never holds a row."""

from common.errors import UserError


class ContractError(UserError):
    """`sources.yml` (or the file given by `--sources`) says something it may not."""


class InboxError(UserError):
    """The folder holds a file that cannot be given to exactly one source."""


class FileRefusedError(UserError):
    """A file breaks its source's contract as a whole; nothing of it is landed."""


class DatabaseError(UserError):
    """A database cannot be read as its source declares it; nothing of it is landed."""


class LandingError(UserError):
    """PostgreSQL stopped a load; everything of it was rolled back."""
