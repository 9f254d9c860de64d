"""Writes a page: one HTML file with everything in it, which opens without a network.

The dashboard and the data report are such pages; `dashboard.preview.model` says what one is told.
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from gzip import compress
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from common.errors import UserError
from common.folders import REPOSITORY
from common.private import write_private
from common.texts import for_page

TEMPLATES = REPOSITORY / "dashboard" / "preview" / "assets"
# Vega, Vega-Lite and Vega-Embed come as one script, in which this line is run.
EXPOSED = "window.vegaEmbed = vegaEmbed;"
# One after the other in one script: each uses what those before it name.
SCRIPTS = (
    "figures.js",
    "values.js",
    "filters.js",
    "behind.js",
    "tables.js",
    "plots.js",
    "ticks.js",
    "calls.js",
    "address.js",
    "page.js",
)
WITH_CALLS = ("ticks.js", "calls.js")
# What holds rows, as many as there are: a page is to stay small.
PACKED = ("calls", "cubes", "books", "names")


@dataclass(frozen=True)
class Served:
    """What a page has more where an application serves it, which also sends its policy.

    Something above everything and below the first screen, and the addresses of a style and a
    script of the application's.
    """

    top: Markup
    below: Markup
    style: str
    script: str


PREVIEW = REPOSITORY / "dashboard" / "preview" / "index.html"


def write_page(model: dict[str, Any], path: Path = PREVIEW) -> Path:
    """Write the page; raise UserError where it cannot be written."""
    text = page_html(model)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None
    return path


def write_private_page(model: dict[str, Any], folder: Path, name: str) -> Path:
    """Write a page that names people into the private folder, readable by its owner alone."""
    return write_private(folder, name, page_html({**model, "is_private": True}))


def page_html(model: dict[str, Any], served: Served | None = None) -> str:
    """The page as text: template, style, the figures, and Vega where there is a plot."""
    rows = {key: model[key] for key in PACKED if model[key]}
    told = {key: value for key, value in model.items() if key != "first" and key not in rows}
    has_plots = any(chart["plot"] for page in model["pages"] for chart in page["charts"])
    return (
        templates(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            model=model,
            served=served,
            json=Markup(embedded_json(told)),
            packed=Markup(packed(json_text(rows))) if rows else "",
            css=_inlined("page.css"),
            vega=Markup(packed(vega())) if has_plots else "",
            scripts=[
                _inlined(name) for name in SCRIPTS if name not in WITH_CALLS or model["calls"]
            ],
            say=lambda message: model["language"]["words"].get(message, message),
        )
    )


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder, into which text is written as text."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )


@cache
def vega() -> str:
    """The script that draws plots."""
    return vl_convert.javascript_bundle(EXPOSED, vl_version="6.4")


def packed(text: str) -> str:
    """A text as a script element holds it in less room; `values.js` unpacks it."""
    return b64encode(compress(text.encode(), mtime=0)).decode()


def embedded_json(model: dict[str, Any]) -> str:
    """JSON that is safe in a script element: no text of the data ends or opens a tag."""
    return json_text(model).replace("<", "\\u003c")


def json_text(model: dict[str, Any]) -> str:
    """JSON of what a page may show."""
    text = json.dumps(model, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return for_page(text)


def _seen(value: Any) -> Any:
    return for_page(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _inlined(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text("utf-8"))
