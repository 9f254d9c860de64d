"""profiles.yml: made, read with the environment filled in, changed without losing a comment."""

import stat
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers import profiles


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path / "profiles.yml"


def passwords(path: Path) -> list[str]:
    return [
        profiles.output(section, profiles.EMBEDDED)["password"]
        for section in (profiles.POSTGRES, profiles.NEO4J)
    ]


def test_it_is_made_with_two_new_passwords_for_its_owner_only(path: Path) -> None:
    assert profiles.create()
    first, second = passwords(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert first != second
    assert min(len(first), len(second)) >= 32
    assert profiles.TO_BE_GENERATED not in (first, second)


def test_one_that_exists_is_left_alone(path: Path) -> None:
    path.write_text("mine")
    assert not profiles.create()
    assert path.read_text() == "mine"


def test_a_hand_made_copy_of_the_example_gets_passwords_and_loses_other_readers(path: Path) -> None:
    path.write_text(profiles.EXAMPLE.read_text())
    path.chmod(0o644)
    profiles.fill_in_passwords()
    assert profiles.TO_BE_GENERATED not in passwords(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_written_port_changes_one_line_only(path: Path) -> None:
    profiles.create()
    before = path.read_text().splitlines()
    profiles.write(profiles.POSTGRES, "port", 15433)
    after = path.read_text().splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    old, new = changed[0]
    assert old.split("#")[0].split() == ["port:", "15432"]
    assert new.split("#")[0].split() == ["port:", "15433"]
    assert old.partition("#")[2] == new.partition("#")[2]


def test_only_the_chosen_output_needs_its_variables(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.create()
    monkeypatch.delenv("PGHOST", raising=False)
    assert profiles.output(profiles.POSTGRES, "embedded")["host"] == "127.0.0.1"
    with pytest.raises(UserError, match=r"variable PGHOST is not set.*export it"):
        profiles.output(profiles.POSTGRES, "server")


def test_variables_and_their_defaults_are_filled_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.create()
    for name in ("PGHOST", "PGUSER", "PGPASSWORD", "PGDATABASE"):
        monkeypatch.setenv(name, f"value of {name}")
    monkeypatch.delenv("PGPORT", raising=False)
    chosen = profiles.output(profiles.POSTGRES, "server")
    assert chosen["host"] == "value of PGHOST"
    assert chosen["port"] == "5432"
    assert chosen["sslmode"] == "verify-full"


def test_dbt_target_wins_for_postgresql_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles.create()
    monkeypatch.setenv("DBT_TARGET", "server")
    assert profiles.selected_target(profiles.POSTGRES) == "server"
    assert profiles.selected_target(profiles.NEO4J) == "embedded"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "is missing: run `make setup`"),
        ("", "holds no sections"),
        ("student_session_analytics: [unclosed, secret-word", r"not valid YAML \(line 2\)"),
        ("neo4j: {}\nneo4j: {password: secret-word}", r"not valid YAML \(line 2\)"),
        ("neo4j: {}", "has no section `student_session_analytics`"),
        (
            "student_session_analytics: {target: elsewhere, outputs: {embedded: {}}}",
            r"has no output `elsewhere` \(it has `embedded`\)",
        ),
        (
            "student_session_analytics: {target: a, outputs: {a: {host: '{{ secret-word'}}}",
            "`host` of `student_session_analytics.a` cannot be read",
        ),
    ],
)
def test_an_unusable_file_is_said_in_one_line_without_its_content(
    path: Path, text: str | None, message: str
) -> None:
    if text is not None:
        path.write_text(text)
    with pytest.raises(UserError, match=message) as caught:
        profiles.output(profiles.POSTGRES, profiles.selected_target(profiles.POSTGRES))
    assert "secret-word" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_changed_without_losing_comments_is_said_in_one_line(path: Path) -> None:
    profiles.create()
    # dbt reads a comment after a tab.
    path.write_text(path.read_text() + "other: secret-word\t# comment\n")
    with pytest.raises(UserError, match=r"not valid YAML \(line \d+\)") as caught:
        profiles.write(profiles.POSTGRES, "port", 6000)
    assert "secret-word" not in str(caught.value)


def test_a_switch_is_read_as_dbt_reads_it(path: Path) -> None:
    path.write_text("neo4j: {student_email: yes, plaintext: off}")
    assert profiles.flag(profiles.NEO4J, "student_email")
    assert not profiles.flag(profiles.NEO4J, "plaintext")


def test_an_older_one_gets_what_is_new_and_keeps_the_rest(path: Path) -> None:
    profiles.create()
    new = path.read_text()
    older = "".join(
        line
        for line in new.splitlines(True)
        if not any(f" {key}:" in line for key in profiles.SINCE)
    )
    path.write_text(older)
    added = profiles.bring_up_to_date()
    assert added == [
        f"{target}.{key}" for target in ("embedded", "server") for key in profiles.SINCE
    ]
    after = path.read_text().splitlines()
    assert [line for line in after if line in older.splitlines()] == older.splitlines()
    output = profiles.output(profiles.POSTGRES, profiles.EMBEDDED)
    assert len({output[key] for key in profiles.SINCE if len(output[key]) >= 32}) == 3
    assert profiles.bring_up_to_date() == []
    assert path.read_text().splitlines() == after


def test_where_all_parts_had_one_login_it_becomes_the_administrators(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(
        """\
student_session_analytics:
  target: embedded
  outputs:
    embedded:
      user: owner          # mine
      password: kept
      role: warehouse_transformer   # what dbt takes on
      reporter_password: seen
    server:
      user: "{{ env_var('PGUSER') }}"
      password: "{{ env_var('PGPASSWORD') }}"
      role: warehouse_transformer
"""
    )
    profiles.bring_up_to_date()
    embedded = profiles.output(profiles.POSTGRES, profiles.EMBEDDED)
    assert (embedded["admin_user"], embedded["admin_password"]) == ("owner", "kept")
    assert (embedded["user"], embedded["reporter_password"]) == ("warehouse_transformer", "seen")
    assert len(embedded["password"]) >= 32
    monkeypatch.setenv("PGUSER", "avnadmin")
    monkeypatch.setenv("PGPASSWORD", "theirs")
    monkeypatch.setenv("WAREHOUSE_TRANSFORMER_PASSWORD", "its own")
    server = profiles.output(profiles.POSTGRES, "server")
    assert (server["admin_user"], server["admin_password"]) == ("avnadmin", "theirs")
    assert (server["user"], server["password"]) == ("warehouse_transformer", "its own")
    assert "role" not in embedded | server
