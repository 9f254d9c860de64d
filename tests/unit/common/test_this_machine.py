"""Only what never leaves the machine needs no TLS; a private network is a network."""

import pytest

from common.servers.addresses import is_this_machine


@pytest.mark.parametrize(
    "host", ["", "localhost", "/run/postgresql", "127.0.0.1", "127.9.9.9", "::1"]
)
def test_what_never_leaves_the_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        *("10.0.0.5", "172.16.0.1", "192.168.1.20", "169.254.1.1", "0.0.0.0", "fd00::1", "fe80::1"),
        *("localhost.example.org", "127.0.0.1.example.org", "db", "run/postgresql"),
    ],
)
def test_what_may_leave_it(host: str) -> None:
    assert not is_this_machine(host)
