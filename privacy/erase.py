"""Erases a person everywhere, step by step; each can be done again after a kill."""

import time
from collections.abc import Callable

from common.commands.at_work import refuse_while_at_work
from common.errors import UserError
from common.servers.connections import Role
from common.servers.warehouse_lock import held
from graph_sync import leaving
from privacy import built, erasure, history, pages, people, remaking, rewriting
from privacy.erasure import Erasure, Found
from refresh.lock import nobody_builds
from serve.kept import Kept

Say = Callable[[str], None]


def erase(found: Found, say: Say, is_log_rewritten: bool = False) -> Erasure:
    """Erase a person; returns what the warehouse keeps of it.

    Raises `UserError` where a step cannot be done; the same command goes on there. With
    `is_log_rewritten` no file holds the bare student id any longer, too.
    """
    started = time.monotonic()
    # A page, a build or a sync that has read them would bring them back.
    refuse_while_at_work()
    with nobody_builds(), held(Role.GRAPH, "sync"):
        Kept().forget_students(found.person.student_ids)
        # Before what was landed: by that, the same command finds who is meant.
        built.take_out(found.person, found.places)
        _take_out_of_graph(found, say)
        begun = erasure.erase_landed(found)
        say(f"staging: erased and kept out from now on ({_since(started)})")
        with erasure.loader() as connection:
            digests = erasure.digests_under(connection, begun.receipt)
            log = people.partitions_of(connection) if is_log_rewritten else []
            if lake := people.in_lake(connection):
                lake.erase(connection, digests)
        history.erase(digests)
    # Not under the lock: whoever holds it still sees what was deleted, and PostgreSQL keeps it.
    rewriting.rewrite({*begun.dirty, *log}, Role.LOADER)
    rewriting.sample_again(people.raw_tables(), Role.LOADER)
    history.rewrite()
    say(f"staging and history: written again ({_since(started)})")
    remaking.forget_files()
    pages.take_down(say)
    say(f"nobody finds this person any longer ({_since(started)}); now the figures without them")
    if people.is_built() and remaking.remake(say):
        raise UserError(
            "nobody finds this person any longer, but sums still count them: put right what is "
            "said above and run the same again"
        )
    rewriting.drop_old_builds()
    rewriting.replace_log(say)
    say(f"the server's log: replaced ({_since(started)})")
    return erasure.finish(begun.receipt)


def _take_out_of_graph(found: Found, say: Say) -> None:
    """Have nobody find them there before it is made again, where it can be reached now."""
    if not found.person.student_ids or not history.holds("graph_syncs"):
        return
    try:
        leaving.take_out(found.person.student_ids)
    except UserError as error:
        say(f"the graph holds this person until it is made again: {error}")


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s"
