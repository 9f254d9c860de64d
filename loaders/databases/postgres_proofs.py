"""What a PostgreSQL elsewhere has to prove, and what is said where it cannot be reached."""

import os

from psycopg import OperationalError
from sqlalchemy.engine import URL

from common.servers.addresses import is_this_machine
from common.servers.connection_errors import TLS_CAUSES
from loaders.databases.reader import DatabaseError

VARIABLES = {"require_auth": "PGREQUIREAUTH", "sslmode": "PGSSLMODE"}


def proofs(url: URL) -> dict[str, str]:
    """What the server has to prove, as the warehouse's has to; URL and environment may say less."""
    host = str(url.query.get("host") or url.host or "/")
    # A unix socket's folder tells whose it is, and its server may ask for no password.
    wanted = {} if host.startswith("/") else {"require_auth": "scram-sha-256"}
    if not is_this_machine(host):
        wanted["sslmode"] = "verify-full"
    told = {*url.query, *(name for name in wanted if VARIABLES[name] in os.environ)}
    return {name: value for name, value in wanted.items() if name not in told}


def unreachable(error: Exception, name: str) -> DatabaseError:
    """The error for a server that cannot be reached by the URL in the variable `name`."""
    cause = getattr(error, "orig", error)
    text, variable = str(cause), name.split(" ")[0]
    reason = f"the connection failed ({type(cause).__name__})"
    if "authentication failed" in text or "no password supplied" in text:
        reason = "the server refuses the user or the password"
    elif tls := next((cause for cause in TLS_CAUSES if cause[0] in text), None):
        reason = f"it {tls[1].format(host='that of the URL')}: {tls[2]}"
    elif "authentication method requirement" in text:
        reason = (
            "it does not ask for the password by scram-sha-256, which hides it, so it was not "
            "sent: where that is as it has to be, add ?require_auth=md5 or another to the URL"
        )
    elif "does not exist" in text:
        reason = "the server has no such database or user"
    elif isinstance(cause, OperationalError):
        reason = "no server answers there, or it refuses the connection"
    return DatabaseError(
        f"cannot connect to the database in {variable}: {reason}: check the URL and the network"
    )
