"""The page that tells how to load says what the loader does."""

import re
import textwrap
from pathlib import Path

from common.folders import REPOSITORY
from loaders.batch import HINTS
from loaders.contract.sources import read_sources

PAGE = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_example_contract_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "sources.yml"
    file.write_text(textwrap.dedent(example), encoding="utf-8")
    (source,) = read_sources(file)
    assert source.name == "payments"
    assert source.header.aliases == {"Payment No": "payment_id"}


def test_every_reason_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == set(HINTS)
