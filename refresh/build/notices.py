"""Remembers of which build, or which lack of one, each address was told: nothing is sent twice."""

import hmac
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from refresh.notify.addresses import Address

TABLE = """
create table if not exists history.notices (
    about text not null,
    address text not null,
    sent_at timestamp with time zone not null default clock_timestamp(),
    primary key (about, address)
)
"""
CLAIM = "insert into history.notices (about, address) values (%s, %s) on conflict do nothing"
FORGET = "delete from history.notices where about = %s and address = %s"
KEY = "select secret from history.identifier_key"


@dataclass(frozen=True)
class Sent:
    """What was sent `about` something; `connection` is the transformer's, in autocommit.

    An address is known by a digest under the warehouse's key: it holds passwords.
    """

    connection: Connection[Any]
    about: str

    def claim(self, address: Address) -> bool:
        """Take this message on, before it is sent; False where it was taken on before."""
        self.connection.execute(TABLE)
        return self.connection.execute(CLAIM, [self.about, self._digest(address)]).rowcount == 1

    def forget(self, address: Address) -> None:
        """It was not sent: it may be taken on again."""
        self.connection.execute(FORGET, [self.about, self._digest(address)])

    def _digest(self, address: Address) -> str:
        row = self.connection.execute(KEY).fetchone()
        assert row, "roles.sql gives the key its one row"
        return hmac.new(bytes(row[0]), address.url.encode(), "sha256").hexdigest()
