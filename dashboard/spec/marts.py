"""What the marts promise, out of the models' YAML: each column's type, and if it is personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from common.folders import REPOSITORY
from common.yaml_text import read_yaml

FOLDER = REPOSITORY / "dbt_project" / "models" / "marts"
NUMERIC = ("integer", "bigint", "numeric", "double precision")


@dataclass(frozen=True)
class Column:
    """A column as its contract declares it."""

    name: str
    data_type: str
    description: str
    personal: bool

    @property
    def numeric(self) -> bool:
        """Whether it can be added up."""
        return self.data_type.startswith(NUMERIC)


@dataclass(frozen=True)
class Mart:
    """A table of the schema `marts` with its columns by name."""

    name: str
    grain: str
    columns: Mapping[str, Column]


@cache
def read_marts() -> dict[str, Mart]:
    """Read the marts' contracts by the name of the mart; no database and no dbt needed."""
    marts = {}
    for path in sorted(FOLDER.glob("[!_]*.yml")):
        for model in read_yaml(path.read_text("utf-8")).get("models", []):
            columns = {column["name"]: _column(column) for column in model["columns"]}
            marts[model["name"]] = Mart(
                model["name"], " ".join(model["description"].split()), columns
            )
    return marts


def _column(declared: Mapping[str, object]) -> Column:
    config = declared.get("config")
    meta = config.get("meta", {}) if isinstance(config, dict) else {}
    tags = config.get("tags", []) if isinstance(config, dict) else []
    return Column(
        name=str(declared["name"]),
        data_type=str(declared["data_type"]),
        description=" ".join(str(declared.get("description", "")).split()),
        personal=bool(meta.get("pii")) or "pii" in tags,
    )
