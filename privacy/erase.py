"""Erases a person everywhere, step by step; each can be done again after a kill."""

import time
from collections.abc import Callable

from common.connections import Role
from common.errors import UserError
from privacy import erasure, history, people, remaking, rewriting
from privacy.erasure import Erasure, Found
from refresh.lock import alone

Say = Callable[[str], None]


def erase(found: Found, say: Say, is_log_rewritten: bool = False) -> Erasure:
    """Erase a person; returns what the warehouse keeps of it.

    Raises `UserError` where a step cannot be done; the same command goes on there. With
    `is_log_rewritten` no file holds the bare student id any longer, too.
    """
    with alone("refresh"):
        started = time.monotonic()
        begun = erasure.erase_landed(found)
        say(f"staging: erased and kept out from now on ({time.monotonic() - started:.1f} s)")
        with erasure.loader() as connection:
            digests = erasure.digests_under(connection, begun.receipt)
            log = people.partitions_of(connection) if is_log_rewritten else []
        history.erase(digests)
    # Not under the lock: whoever holds it still sees what was deleted, and PostgreSQL keeps it.
    started = time.monotonic()
    rewriting.rewrite({*begun.dirty, *log}, Role.LOADER)
    rewriting.sample_again(people.raw_tables(), Role.LOADER)
    history.rewrite()
    say(f"staging and history: written again ({time.monotonic() - started:.1f} s)")
    remaking.forget_files()
    if people.is_built() and remaking.remake(say):
        raise UserError(
            "what was landed is erased, but what is made of it still holds this person: put right "
            "what is said above and run the same again"
        )
    rewriting.drop_old_builds()
    started = time.monotonic()
    rewriting.replace_log(say)
    say(f"the server's log: replaced ({time.monotonic() - started:.1f} s)")
    return erasure.finish(begun.receipt)
