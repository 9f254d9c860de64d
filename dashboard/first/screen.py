"""What the first screen is told: texts and lines that are ready to be drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Connection

from common.errors import UserError
from common.folders import short
from common.school import own_setting, school_path
from dashboard.behind.tiles import tile_behind
from dashboard.first.figures import Scope, read_scopes
from dashboard.first.gaps import usable
from dashboard.first.tiles import IS_MORE_BETTER, tiles
from dashboard.first.wording import Voice, sentence
from dashboard.preview.figures import Status
from verdict.rules import Verdict


def first_screen(
    connection: Connection[Any],
    verdict: Verdict,
    status: Status,
    voice: Voice,
    campus: str | None = None,
) -> dict[str, Any]:
    """The screen of the whole school, and, in private, one of each campus; or of one alone.

    Raises UserError where there is no such campus.
    """
    speak, goals = voice.language, targets()
    scopes = read_scopes(connection)
    if campus is not None:
        scopes = [_scope_of(campus, scopes)]
    told = []
    for scope in scopes[:1] if voice.is_shared else scopes:
        aims = goals if scope.campus is None else {}
        told.append(
            {
                "campus": scope.campus or "",
                "name": scope.campus or speak.text("All campuses"),
                "usable": usable(verdict, scope, speak),
                "sentence": sentence(scope, voice),
                "tiles": [
                    {
                        **tile,
                        "behind": None
                        if voice.is_shared
                        else tile_behind(tile["name"], scope, speak),
                    }
                    for tile in tiles(scope, voice, aims)
                ],
            }
        )
    return {
        "day": speak.weekday(status.as_of),
        "scopes": told,
        "campus": speak.text("Campus"),
        "more": speak.text("Open"),
        "data": speak.text("The data"),
    }


def _scope_of(campus: str, scopes: Sequence[Scope]) -> Scope:
    for scope in scopes:
        if scope.campus == campus:
            return scope
    known = ", ".join(f"`{scope.campus}`" for scope in scopes if scope.campus)
    raise UserError(f"there is no campus `{campus}`: name one of {known}")


def targets() -> Mapping[str, float]:
    """The school's own targets, by figure; a share may be written as 80%.

    Raises UserError for one that is no number, or of no figure.
    """
    wanted, place = own_setting("targets") or {}, short(school_path())
    if not isinstance(wanted, Mapping):
        raise UserError(f"{place}: `targets` must be a mapping, such as {{attendance: 80%}}")
    found = {}
    for name, value in wanted.items():
        if name not in IS_MORE_BETTER:
            raise UserError(
                f"{place}: `targets` has `{name}`: write one of {', '.join(IS_MORE_BETTER)}"
            )
        number, percent, _ = str(value).partition("%")
        try:
            found[name] = float(number) / (100 if percent else 1)
        except ValueError:
            raise UserError(
                f"{place}: the target of `{name}` is `{value}`: write a number"
            ) from None
    return found
