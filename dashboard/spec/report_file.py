"""Reads report.yml; whatever is wrong in it is named with its place."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from common.errors import UserError
from common.folders import REPOSITORY
from common.language import Language, language
from common.yaml_text import YAMLError, project_variables, read_yaml
from dashboard.spec.report import Report

REPORT = REPOSITORY / "dashboard" / "spec" / "report.yml"


def read_report(path: Path = REPORT, speak: Language | None = None) -> Report:
    """Read and check the shape of report.yml; raise UserError naming every place that is wrong.

    What a reader sees is in the language asked for, else in English.
    """
    speak = speak or language()
    try:
        content = read_yaml(path.read_text("utf-8"))
        variables = project_variables()
    except OSError as error:
        raise UserError(f"cannot read {error.filename}: {error.strerror}") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not valid YAML: {error}") from None
    # Translated first, so that the catalogues have the variable's name, not what it is today.
    context = {"say": lambda text: _filled_in(text, variables, path, speak)}
    try:
        return Report.model_validate(content, context=context)
    except ValidationError as error:
        raise UserError(f"{path.name}: {'; '.join(_problems(error, content))}") from None


def _filled_in(text: str, variables: Mapping[str, Any], path: Path, speak: Language) -> str:
    """The text in the language, with dbt's variables in its `{braces}`; shares are percents."""

    def variable(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise UserError(f"{path.name}: dbt_project.yml has no variable `{match[1]}`")
        number = variables[match[1]]
        return speak.whole_percent(number) if isinstance(number, float) else str(number)

    return re.sub(r"\{(\w+)\}", variable, speak.template(text))


def _problems(error: ValidationError, content: Any) -> list[str]:
    """Each problem with its place, a list's items by their name or title."""
    found = []
    for problem in error.errors():
        place, here = [], content
        for step in problem["loc"]:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                here = None
            named = isinstance(here, dict) and (here.get("title") or here.get("name"))
            place.append(f"`{named}`" if named and isinstance(step, int) else str(step))
        found.append(f"{' → '.join(place) or 'the file'}: {problem['msg']}")
    return found
