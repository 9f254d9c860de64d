"""Sends one message to one address, by the library Apprise."""

import logging
import re
from dataclasses import dataclass

from common.errors import UserError
from refresh.notify.addresses import SUCH, Address

SECONDS = 60
# What may be repeated of the reasons that Apprise logs: they also hold addresses and passwords.
REASONS = re.compile(
    r"connection refused|timed? ?out|name or service not known|no route to host|unreachable"
    r"|authentication|certificate|\berror=[45]\d\d\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Message:
    """What is sent: plain text, whatever it quotes."""

    title: str
    body: str


class UnsentError(UserError):
    """A message did not reach its address."""


def send(address: Address, message: Message) -> None:
    """Send it; `UnsentError` says in one line which address it did not reach, and why.

    It is the only place where Apprise is loaded, which takes half a second.
    """
    import apprise

    logger = logging.getLogger(apprise.logger.name)
    # Whatever it logs goes nowhere but into `caught`.
    logger.propagate = False
    with apprise.LogCapture(level=logging.DEBUG) as caught:  # type: ignore[no-untyped-call]
        sender = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Student Session Analytics"))
        if not sender.add(address.url):
            raise UnsentError(
                f"{address} is of no kind that Apprise knows, or lacks a part: {SUCH}"
            )
        done = sender.notify(
            title=message.title,
            body=message.body,
            body_format=apprise.NotifyFormat.TEXT,
            timeout=SECONDS,
        )
        said = caught.getvalue()
    if not done:
        found = REASONS.search(said)
        reason = f" ({found[0].lower()})" if found else ""
        raise UnsentError(
            f"{address} was not told{reason}: check it in school.yml, and the network; the next "
            f"refresh with something new tries again"
        )
