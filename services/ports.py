"""Free TCP ports on loopback."""

import errno
import socket

LOOPBACK = "127.0.0.1"
# Next to the configured port, so that the new one is easy to remember and recognise.
NEIGHBOURS = 50


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # As the servers do: a port whose last connections are still fading out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def free_port(wanted: int) -> int:
    """The wanted port if it is free, else the next free one after it, else any free one."""
    for port in range(wanted, min(wanted + NEIGHBOURS, 65536)):
        if is_free(port):
            return port
    return any_free_port()


def any_free_port() -> int:
    """A free port as the system chooses it."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    return int(port)
