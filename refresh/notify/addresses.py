"""To whom school.yml sends word: its list `notify`, of addresses as the library Apprise has them.

An address holds passwords: no message repeats one, but for the kind before its `://`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import UserError
from common.folders import short
from common.school import own_setting, school_path

SETTINGS = ("address", "private", "campus")
KIND = re.compile(r"([a-z][a-z0-9]*)://.", re.IGNORECASE)
SUCH = "write one such as mailtos://user:password@smtp.example.org?to=head@example.org"


@dataclass(frozen=True)
class Address:
    """One entry of the list, the `number`th; `campus` is None where it is told of all of them."""

    number: int
    url: str = field(repr=False)
    is_private: bool = False
    campus: str | None = None

    def __str__(self) -> str:
        """What an error calls it."""
        found = KIND.match(self.url)
        return f"address {self.number} of `notify` ({found[1].lower() if found else 'unknown'})"


def read_addresses() -> list[Address]:
    """Read and check the list; `UserError` for what is none, without a word of the address."""
    given = own_setting("notify") or []
    if not isinstance(given, list):
        raise _wrong("`notify` must be a list of addresses")
    return [_address(number, entry) for number, entry in enumerate(given, start=1)]


def _address(number: int, entry: Any) -> Address:
    settings = {"address": entry} if isinstance(entry, str) else entry
    which = f"address {number} of `notify`"
    if not isinstance(settings, Mapping) or "address" not in settings:
        raise _wrong(f"{which} must be a text, or have one as its `address`")
    if set(settings) - set(SETTINGS):
        raise _wrong(f"{which} has an unknown setting; allowed: {', '.join(SETTINGS)}")
    is_private, campus = settings.get("private", False), settings.get("campus")
    if not isinstance(is_private, bool):
        raise _wrong(f"{which}: `private` must be true or false")
    if campus is not None and not is_private:
        # A campus's figures beside those of all would tell of a small group of another one.
        raise _wrong(f"{which}: a campus's own figures are exact: add `private: true`")
    url = _resolved(which, str(settings["address"]).strip())
    if not KIND.match(url):
        raise _wrong(f"{which} is none: {SUCH}")
    return Address(number, url, is_private, None if campus is None else str(campus))


def _resolved(which: str, text: str) -> str:
    """The address, which may be in an environment variable: `$NAME`."""
    if not text.startswith("$"):
        return text
    if not (value := os.environ.get(text[1:], "").strip()):
        raise _wrong(f"{which} is in the environment variable that it names, which is not set")
    return value


def _wrong(what: str) -> UserError:
    return UserError(f"{short(school_path())}: {what}")
