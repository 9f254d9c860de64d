"""What is made once per project: profiles.yml, and the warehouse's roles."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from common.folders import log_folder, profiles_path, services_folder, short, target_folder
from common.servers import profiles, roles
from common.servers.locks import exclusive
from common.servers.settings import Role, postgres_settings

Say = Callable[[str], None]


def setup(say: Say) -> None:
    """Make profiles.yml if there is none, else give it what is new in the example."""
    with exclusive(commands_lock(), say):
        _close_to_others()
        path = profiles_path()
        if profiles.create():
            say(f"{short(path)}: made, with new passwords; only you can read it")
            return
        added = ", ".join(profiles.bring_up_to_date())
        open_to_others = path.stat().st_mode & 0o077
        advice = f"; others on this machine can read it: chmod 600 {short(path)}"
        kept = f"brought up to date ({added})" if added else "left as it is"
        say(f"{short(path)}: there already, {kept}{advice if open_to_others else ''}")


def _close_to_others() -> None:
    """Keep what dbt writes from other users, also where it is run by itself."""
    for folder in (target_folder(), log_folder()):
        with suppress(OSError):  # another user's is theirs to close; dbt says what it cannot write
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)


def put_roles_right(say: Say) -> None:
    """Make the warehouse's roles, or mend them, on the server that profiles.yml chooses."""
    with exclusive(commands_lock(), say):
        profiles.bring_up_to_date()
        roles.put_right()
        say(f"{', '.join(Role)} on {postgres_settings().address}: as common/servers/roles.sql says")


def commands_lock() -> Path:
    """The file that a command holds while it changes profiles.yml, roles or servers."""
    return services_folder() / "lock"
