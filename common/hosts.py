"""Whether a host is this machine, which needs no TLS to be reached safely."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Whether nothing that is sent to this host leaves the machine, by the host's name alone."""
    if host in ("", "localhost") or host.startswith("/"):  # the latter: libpq's unix sockets
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
