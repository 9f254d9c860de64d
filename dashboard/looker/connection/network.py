"""The steps before the login: the host's name, its port, its TLS certificate."""

import ipaddress
import socket
import ssl
import struct

from common.servers.connections import CONNECT_SECONDS, PostgresSettings
from dashboard.looker.connection.line import Line, wrong

# The message by which a client asks PostgreSQL to go on with TLS: its length, and a code.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
NO_MATCH = ("mismatch", "doesn't match", "not valid for")


def dns(settings: PostgresSettings) -> Line:
    """Find the host's address; a note where the internet cannot reach it."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return wrong(
            "DNS",
            f"nobody knows the host `{settings.host}`",
            f"correct `host` of target `{settings.target}` in profiles.yml, or the variable it "
            f"names",
        )
    address = str(found[0][4][0])
    text = f"{settings.host} is {address}" if address != settings.host else f"host {address}"
    if not ipaddress.ip_address(address.partition("%")[0]).is_global:
        return Line("DNS", text, "not a public address, so Looker Studio itself cannot reach it")
    return Line("DNS", text)


def port(settings: PostgresSettings) -> Line:
    """Reach the port."""
    try:
        socket.create_connection((settings.host, settings.port), CONNECT_SECONDS).close()
    except TimeoutError:
        return wrong(
            "port",
            f"no answer from {settings.address} within {CONNECT_SECONDS} seconds",
            "let this machine, and Google's addresses, through the server's firewall or IP filter",
        )
    except OSError as error:
        return wrong(
            "port",
            f"{settings.address} does not let us in ({error.strerror or error})",
            "run `make up`"
            if settings.embedded
            else "correct `port` in profiles.yml, and see that the server runs",
        )
    return Line("port", f"{settings.port} answers")


def tls(settings: PostgresSettings) -> Line:
    """Verify the certificate by the configured CA, as the form's *Enable SSL* does."""
    local = not _is_public(settings.host)
    try:
        with socket.create_connection((settings.host, settings.port), CONNECT_SECONDS) as plain:
            plain.sendall(SSL_REQUEST)
            if plain.recv(1) != b"S":
                return _without_tls(local)
            with _context(settings).wrap_socket(plain, server_hostname=settings.host) as secured:
                return Line("TLS", f"{secured.version()}, certificate and name verified")
    except FileNotFoundError:
        file = settings.options.get("sslrootcert")
        return wrong("TLS", f"there is no file {file}", "put the server's CA certificate there")
    except ssl.SSLCertVerificationError as error:
        if any(words in error.verify_message for words in NO_MATCH):
            return wrong(
                "TLS",
                f"the server's certificate is not for the name `{settings.host}`",
                "write the name that the certificate has as `host`, here and in the form",
            )
        return wrong(
            "TLS",
            f"the server's certificate is not trusted ({error.verify_message})",
            "export PGSSLROOTCERT=/path/to/ca.pem with the server's CA certificate (Aiven: "
            "Overview, CA certificate), and upload the same file into the form",
        )
    except OSError as error:
        return wrong("TLS", f"the handshake failed ({error})", "look into the server's log")


def _without_tls(local: bool) -> Line:
    if local:
        return Line("TLS", "the server has none", "good enough on this machine, nowhere else")
    return wrong(
        "TLS",
        "the server speaks no TLS, and passwords and rows would cross the internet readable",
        "switch `ssl` on in its postgresql.conf",
    )


def _context(settings: PostgresSettings) -> ssl.SSLContext:
    file = settings.options.get("sslrootcert")
    context = ssl.create_default_context(cafile=None if file in (None, "system") else file)
    # Python 3.13 refuses certificates that libpq, JDBC and Looker Studio take.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _is_public(host: str) -> bool:
    address = socket.getaddrinfo(host, None)[0][4][0]
    return ipaddress.ip_address(str(address).partition("%")[0]).is_global
