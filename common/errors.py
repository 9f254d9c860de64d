"""What a user can cause, as opposed to what is a bug."""


class UserError(Exception):
    """A mistake or a missing thing that its reader can put right.

    The message is one line: what is wrong, where, and what to do next; never a password and never
    the content of a row.
    """
