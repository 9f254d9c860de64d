"""Which port a server gets."""

import socket

from services import ports


def test_the_wanted_port_is_taken_when_it_is_free_and_else_one_after_it() -> None:
    wanted = ports.any_free_port()
    assert ports.free_port(wanted) == wanted
    with socket.create_server((ports.LOOPBACK, wanted)):
        assert not ports.is_free(wanted)
        assert wanted < ports.free_port(wanted) < wanted + ports.NEIGHBOURS
