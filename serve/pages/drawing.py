"""Draws what is not a figure: the place to drop files, what was understood, the steps of a run."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from common.language import Language
from common.school import own_setting
from common.texts import for_page
from dashboard.preview.page import TEMPLATES, templates

QUOTED = re.compile(r"`([^`]+)`")
ASSETS = Path(__file__).parent.with_name("assets")
# The styles and the script by their addresses, each with its kind.
SENT: Mapping[str, tuple[Path, str]] = {
    "page.css": (TEMPLATES / "page.css", "text/css"),
    "serve.css": (ASSETS / "serve.css", "text/css"),
    "serve.js": (ASSETS / "serve.js", "text/javascript"),
}


def drawn(name: str, speak: Language, **told: Any) -> str:
    """The template `name` with what it is told; all texts of files are text."""
    environment = templates(ASSETS)
    environment.filters["quoted"] = _quoted
    school = str(own_setting("name") or speak.text("Your school"))
    return environment.get_template(f"{name}.html.j2").render(
        **told, say=speak.text, speak=speak, school=school
    )


def _quoted(text: str) -> Markup:
    """A text in which `this` is a value of a file, as such."""
    return Markup(QUOTED.sub(r'<bdi class="cell">\1</bdi>', str(escape(for_page(text)))))
