"""What a database elsewhere has to prove before it is told a password."""

import pytest
from sqlalchemy.engine import make_url

from loaders.databases.postgres_proofs import proofs

SCRAM = {"require_auth": "scram-sha-256"}
FULL = SCRAM | {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgresql://me@db.school/oltp", FULL),
        ("postgresql://me@192.0.2.7:5433/oltp", FULL),
        ("postgresql://me@localhost/oltp", SCRAM),
        ("postgresql:///oltp?host=db.school", FULL),
        ("postgresql:///oltp?host=/run/postgresql", {}),
        ("postgresql:///oltp", {}),
        ("postgresql://me@db.school/oltp?sslmode=disable", SCRAM),
        ("postgresql://me@localhost/oltp?require_auth=md5", {}),
    ],
)
def test_another_machine_proves_who_it_is(
    url: str, wanted: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGSSLMODE", "PGREQUIREAUTH"):
        monkeypatch.delenv(name, raising=False)
    assert proofs(make_url(url)) == wanted


def test_the_environment_may_say_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.delenv("PGREQUIREAUTH", raising=False)
    assert proofs(make_url("postgresql://me@db.school/oltp")) == SCRAM
