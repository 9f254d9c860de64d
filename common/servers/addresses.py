"""Addresses of servers: which are of this machine, and which a Neo4j can have."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from common.errors import UserError
from common.servers import profiles


def is_this_machine(host: str) -> bool:
    """Whether nothing that is sent to this host leaves the machine, by the host's name alone."""
    if host in ("", "localhost") or host.startswith("/"):  # the latter: libpq's unix sockets
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def split_uri(uri: str) -> tuple[str, int]:
    """Host and port of a Bolt URI; its port is Bolt's own where it names none."""
    parts = urlsplit(uri)
    return parts.hostname or "", parts.port or 7687


def checked_uri(uri: str, place: str) -> str:
    """The URI of a Neo4j, if it is one, and with TLS where it leads to another machine."""
    example = "write it like bolt://127.0.0.1:7687 or neo4j+s://<id>.databases.neo4j.io"
    try:
        host, _ = split_uri(uri)
    except ValueError:
        host = ""
    schemes = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
    parts = uri.partition("://")
    if not host or parts[0] not in schemes or "@" in parts[2]:
        # Not quoted: people write user:password@host into URIs.
        raise UserError(f"{place} is no Neo4j address: {example}")
    plain = parts[0] in ("bolt", "neo4j") and not is_this_machine(host)
    if plain and not profiles.flag(profiles.NEO4J, "plaintext"):
        raise UserError(
            f"{place} leads to `{host}` without TLS, so that passwords and rows would cross the "
            f"network readable: write {parts[0]}+s://, or, where that network is your own, "
            f"`plaintext: true` in section `neo4j` of profiles.yml"
        )
    return uri
