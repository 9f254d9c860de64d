"""A way to Neo4j that is cut when a write is committed."""

import select
import socket
import struct
import threading
from contextlib import suppress
from typing import Self

from services.ports import LOOPBACK

# Bolt's COMMIT, with the lengths around it, and what opens a transaction that only reads.
COMMIT = b"\x00\x02\xb0\x12\x00\x00"
READS = b"\x84mode\x81r"
BYTES = 65_536


class Cutting:
    """Listens on `port` and passes everything on, both ways, until the commit that is to be cut.

    It is cut before the server gets it or, with `after`, when the server has answered it.
    """

    def __init__(self, target: int, *, after: bool) -> None:
        self._target, self._after = target, after
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self._left = 0
        self.was_cut = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._listener.close()

    def cut_at(self, number: int) -> None:
        """Have the commit of this number, from 0 and from now on, cut."""
        self._left, self.was_cut = number, False

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        reads = False
        server = socket.create_connection((LOOPBACK, self._target))
        with suppress(OSError), client, server:
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    data = ready.recv(BYTES)
                    if not data:
                        return
                    commits = ready is client and COMMIT in data
                    reads = reads or (ready is client and READS in data)
                    if commits and not reads and self._is_to_be_cut():
                        if self._after:
                            server.sendall(data)
                            server.recv(BYTES)
                        # Closed like this, a socket sends a reset.
                        client.setsockopt(
                            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                        )
                        return
                    reads = reads and not commits
                    (server if ready is client else client).sendall(data)

    def _is_to_be_cut(self) -> bool:
        self._left -= 1
        self.was_cut = self.was_cut or self._left == -1
        return self._left == -1
