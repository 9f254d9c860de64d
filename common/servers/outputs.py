"""The output of profiles.yml in use, its values checked as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import UserError
from common.folders import profiles_path
from common.servers import identity, profiles


@dataclass(frozen=True)
class Output:
    """Typed access to the values of one output; a wrong or missing one is a `UserError`."""

    place: str
    values: Mapping[str, Any]

    def optional(self, name: str) -> str | None:
        """The value as text; None where it is missing or empty."""
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def text(self, *names: str) -> str:
        """The first of these values that is there."""
        for name in names:
            if (value := self.values.get(name)) is not None:
                return str(value)
        raise UserError(f"{profiles_path()}: `{self.place}` has no `{names[0]}`: add it")

    def port(self, name: str) -> int:
        """A port, 1 to 65535."""
        value = self.text(name)
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise UserError(f"{profiles_path()}: `{name}` of `{self.place}` is no port: {value!r}")
        return int(value)


def chosen(section: str) -> tuple[str, Output]:
    """Return the name of the section's chosen target, and its output.

    Raises `UserError` also where the embedded server may be another project's.
    """
    target = profiles.selected_target(section)
    if target == profiles.EMBEDDED:
        identity.check()
    return target, Output(f"{section}.{target}", profiles.output(section, target))
