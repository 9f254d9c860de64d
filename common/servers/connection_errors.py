"""What can prevent a connection, each with what to do, in one line."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from common.errors import UserError
from common.servers.settings import Neo4jSettings, PostgresSettings, Role


class ServerDownError(UserError):
    """Nothing answers at the server's address."""


class WrongCredentialsError(UserError):
    """The server answers and refuses the user or the password."""


class UnknownDatabaseError(UserError):
    """The server has no database of the configured name."""


class TooManyError(UserError):
    """The server, or the login, has no connection left."""


class TlsError(UserError):
    """The server is not proved to be the right one, or nobody may listen in on it."""


CA_ADVICE = (
    "export PGSSLROOTCERT=/path/to/ca.pem with the server's CA certificate (Aiven: Overview, CA "
    "certificate)"
)
# libpq's words, what they mean of the server, and what to do.
TLS_CAUSES = (
    ("root certificate file", "cannot be checked: there is no file with a CA", CA_ADVICE),
    (
        "certificate verify failed",
        "has a certificate that is expired or by no CA of ours",
        CA_ADVICE,
    ),
    (
        "does not match host name",
        "has a certificate for another name than `{host}`",
        "write the name that the certificate has as `host`",
    ),
    (
        "does not support SSL",
        "speaks no TLS, so that passwords and rows would cross the network readable",
        "switch `ssl` on in its postgresql.conf",
    ),
)


@contextmanager
def told_in_a_line(again: str) -> Iterator[None]:
    """Say what PostgreSQL refuses in one line, without its words: they may quote rows."""
    try:
        yield
    except psycopg.Error as error:
        name = type(error).__name__
        code = f", SQLSTATE {error.sqlstate}" if error.sqlstate else ""
        raise UserError(f"PostgreSQL stopped this ({name}{code}): {again}") from None


def postgres_error(settings: PostgresSettings, message: str) -> UserError:
    """The error for what libpq says when it cannot connect."""
    where = f"PostgreSQL at {settings.address}"
    if re.search(r"authentication failed|no password supplied|role .* does not exist", message):
        return WrongCredentialsError(
            f"{where} refuses user `{settings.user}` or its password: {_login_advice(settings)}"
        )
    if re.search(r"database .* does not exist", message):
        return UnknownDatabaseError(
            f"{where} has no database `{settings.dbname}`: "
            + (_advice(settings) if settings.embedded else "create it, or correct profiles.yml")
        )
    if "authentication method requirement" in message:
        return TlsError(
            f"{where} does not ask for the password by scram-sha-256, which hides it, so it was "
            f"not sent: make sure that no other program has the port; of a server of your own, let "
            f"pg_hba.conf say scram-sha-256, or export PGREQUIREAUTH with what it does"
        )
    if re.search(r"too many (connections|clients)|slots are reserved", message):
        return TooManyError(
            f"{where} has as many connections as it takes, or as `{settings.user}` may have: close "
            f"reports and programs, or raise max_connections there, then run "
            f"`{settings.mend_roles}`, which lets the reporter have three in five of them"
        )
    for words, meaning, advice in TLS_CAUSES:
        if words in message:
            return TlsError(f"{where} {meaning.format(host=settings.host)}: {advice}")
    if "starting up" in message or "shutting down" in message:
        return ServerDownError(f"{where} is just starting or stopping: try again in a moment")
    if re.search(r"refused|timeout|timed out|unreachable|No route|reset by|closed", message):
        return ServerDownError(down("PostgreSQL", settings))
    return UserError(f"cannot connect to {where}: {message}")


def neo4j_error(settings: Neo4jSettings, error: Exception) -> UserError:
    """The error for what the driver raises when it cannot connect."""
    # Imported here: it takes half a second, which a command that only loads data need not wait.
    from neo4j.exceptions import AuthError, ServiceUnavailable

    where = f"Neo4j at {settings.address}"
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError) or "Security" in code:
        wait = " (after several tries Neo4j refuses all for some seconds)"
        return WrongCredentialsError(
            f"{where} refuses user `{settings.username}` or its password"
            f"{wait if code.endswith('RateLimit') else ''}: {_advice(settings)}"
        )
    if "DatabaseNotFound" in code:
        return UnknownDatabaseError(
            f"{where} has no database `{settings.database}`: correct its name in "
            + ("NEO4J_DATABASE" if settings.target == "environment" else "profiles.yml")
        )
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return TlsError(f"{where} {_tls_cause(settings, cause)}")
    if "DatabaseUnavailable" in code:
        return ServerDownError(f"{where} is just starting or stopping: try again in a moment")
    if isinstance(error, ServiceUnavailable | OSError):
        return ServerDownError(down("Neo4j", settings))
    detail = str(error).strip() or type(error).__name__
    return UserError(f"cannot connect to {where}: {detail}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came of, and so on: where a cluster is asked, one of each server."""
    if error is not None:
        yield error
        yield from _causes(error.__cause__)
        for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
            yield from _causes(one)


def _tls_cause(settings: Neo4jSettings, error: ssl.SSLError) -> str:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return "speaks no TLS: correct the address, or switch TLS on in its neo4j.conf"
    if any(words in error.verify_message for words in ("mismatch", "not valid for")):
        return (
            f"has a certificate for another name than `{settings.host}`: write the name that the "
            f"certificate has into the address"
        )
    return (
        f"has a certificate that is not trusted ({error.verify_message}): export "
        f"SSL_CERT_FILE=/path/to/ca.pem with the CA certificate of that server"
    )


def down(server: str, settings: PostgresSettings | Neo4jSettings) -> str:
    """What is said of a server that does not answer."""
    if settings.embedded:
        return f"{server} is not answering at {settings.address}: run `make up`"
    return (
        f"{server} is not answering at {settings.address} (target `{settings.target}`): check that "
        f"the server runs and that this machine may reach it"
    )


def _login_advice(settings: PostgresSettings) -> str:
    advice = _advice(settings)
    if settings.embedded or settings.user not in set(Role):
        return advice
    return f"run `{settings.mend_roles}`, which makes it, or {advice}"


def _advice(settings: PostgresSettings | Neo4jSettings) -> str:
    if settings.embedded:
        return "run `make up`, which puts it right"
    if settings.target == "environment":
        return "correct NEO4J_USERNAME and NEO4J_PASSWORD"
    return f"correct target `{settings.target}` in profiles.yml or the variables it names"
