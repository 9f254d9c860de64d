"""YAML as dbt reads it: what is refused, and where a broken file is said to be so."""

from pathlib import Path

import pytest
from dbt.clients.yaml_helper import safe_load

from common import yaml_text
from common.errors import UserError
from common.yaml_text import YAMLError, project_variables, read_yaml

BASE = "a: &a {k: 1}\n"


@pytest.mark.parametrize("text", ["98e7", "yes", "0x1f", "1:30", "2026-11-15", "08", "\ufeff1"])
def test_a_value_is_what_dbt_takes_it_for(text: str) -> None:
    assert read_yaml(f"password: {text}") == safe_load(f"password: {text}")


@pytest.mark.parametrize(
    "text",
    [
        f"{BASE}b: {{<<: *a, k: 2}}",
        # What is merged twice is looked at once, before it holds what is merged into it.
        f"{BASE}x: {{y: {{z: &b {{<<: *a, k: 2}}}}}}\nc: {{<<: *b, q: 1}}",
        "{1: number, '1': text}",
    ],
)
def test_a_key_that_is_there_once_is_no_mistake(text: str) -> None:
    assert read_yaml(text) == safe_load(text)


@pytest.mark.parametrize(
    "text",
    [
        "{a: 1, a: 2}",
        "a: {b: [{c: 1, c: 1}]}",
        'a: 1\n"a": 2',
        "a:\n\tb: 1",
        "a: 1\n---\nb: 2",
        "a: \0",
        "!!python/object/apply:os.system [ls]",
        "a: 2026-02-30",
        "a: \ud800",
    ],
)
def test_what_is_broken_is_said_to_be_so(text: str) -> None:
    with pytest.raises(YAMLError):
        read_yaml(text)


@pytest.mark.parametrize(
    ("text", "where"), [(b"vars:\n\ta: 1", r" \(line 2\):"), (b"vars: {a: \xe9}", ":")]
)
def test_a_broken_project_is_named(
    text: bytes, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dbt_project.yml").write_bytes(text)
    monkeypatch.setattr(yaml_text, "PROJECT", tmp_path / "dbt_project.yml")
    with pytest.raises(UserError, match=f"dbt_project.yml is not valid YAML{where}"):
        project_variables()
