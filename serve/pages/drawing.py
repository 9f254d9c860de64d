"""Draws what is not a figure: the place to drop files, what was understood, the steps of a run."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from common.language import Language
from common.school import own_setting
from common.texts import for_page
from dashboard.preview.page import TEMPLATES

QUOTED = re.compile(r"`([^`]+)`")
ASSETS = Path(__file__).parent.with_name("assets")


def drawn(name: str, speak: Language, **told: Any) -> str:
    """The template `name` with what it is told; all texts of files are text."""
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    environment.filters["quoted"] = _quoted
    school = str(own_setting("name") or speak.text("Your school"))
    return environment.get_template(f"{name}.html.j2").render(
        **told, say=speak.text, speak=speak, school=school
    )


def assets() -> Mapping[str, tuple[str, str]]:
    """The style and the script by their addresses, each with its kind."""
    style = (TEMPLATES / "page.css").read_text("utf-8")
    return {
        "page.css": (style, "text/css"),
        "serve.css": ((ASSETS / "serve.css").read_text("utf-8"), "text/css"),
        "serve.js": ((ASSETS / "serve.js").read_text("utf-8"), "text/javascript"),
    }


def _quoted(text: str) -> Markup:
    """A text in which `this` is a value of a file, as such."""
    return Markup(QUOTED.sub(r'<bdi class="cell">\1</bdi>', str(escape(for_page(text)))))


def _seen(value: Any) -> Any:
    return for_page(value) if isinstance(value, str) and not isinstance(value, Markup) else value
