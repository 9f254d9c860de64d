"""Tells each address of a refresh once; what could not be sent is said in one line."""

import sys
from collections.abc import Callable, Sequence

from common.commands.cli import one_line
from common.errors import UserError
from refresh.build.notices import Sent
from refresh.notify.addresses import Address
from refresh.notify.digest import of_failure
from refresh.notify.send import Message, send


def tell(
    addresses: Sequence[Address], compose: Callable[[Address], Message], sent: Sent | None = None
) -> bool:
    """Tell each of them what `compose` has for it; False where one was not told.

    Whoever was told before, as `sent` knows, is not told again.
    """
    are_told = True
    for address in addresses:
        if sent and not sent.claim(address):
            continue
        try:
            send(address, compose(address))
        except UserError as error:
            if sent:
                sent.forget(address)
            print(f"not told: {one_line(error)}", file=sys.stderr, flush=True)
            are_told = False
    return are_told


def tell_failure(addresses: Sequence[Address], line: str) -> None:
    """Tell all of them that a refresh failed; nobody else is to learn it later."""
    message = of_failure(line)
    tell(addresses, lambda _: message)
