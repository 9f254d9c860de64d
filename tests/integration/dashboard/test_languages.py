"""Each page is in the school's language from its title to its tooltips: no English is left."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from common.language import CATALOGUES, language
from dashboard.data_report.facts import read_facts
from dashboard.data_report.report import Outcome, report_model
from dashboard.preview.page import page_html
from dashboard.site import private_site, shared_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.dashboard.looks import CUT_OFF, HOLES
from tests.unit.refresh.test_report_words import NOW
from verdict.last_build import GENERIC, Build, Finding

# All that a reader sees or hears, the drawings' data too, which their tooltips show.
TOLD = """
    () => {
        const found = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const { parentElement, textContent } = texts.currentNode;
            if (!["SCRIPT", "STYLE"].includes(parentElement.tagName)) found.push(textContent);
        }
        for (const each of document.body.querySelectorAll("*")) {
            found.push(...["aria-label", "title", "placeholder", "data-label"].map((name) => each.getAttribute(name)));
        }
        return found.filter((text) => text?.trim()).map((text) => text.trim());
    }
"""  # noqa: E501
# Pages that are not seen are drawn after the one that is.
DRAWN = """
    () => document.querySelector(".card")
        && !document.querySelector(".card:empty, .plot:not(:has(svg))")
"""
SIZES = [390, 768, 1280, 1920]
# No sentence of English does without one of these; no other language here has them.
ENGLISH = re.compile(r"\b(the|of|and|is|are|not|with|from|by|to|no|was|were|has|for)\b")


def pages(reader: psycopg.Connection[Any], code: str, folder: Path) -> dict[str, Path]:
    """The four pages in a language, by what they are; of the data report everything is wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        (folder / "school.yml").write_text(f"language: {code}\ntargets: {{lost: 3}}\n", "utf-8")
        speak = language(code)
        report, marts, facts = checked_report(speak), read_marts(), read_facts(reader)
        what = GENERIC["unique"].format(table="marts.students", column="name")
        finding = Finding(True, "marts.students", what, "", "", 2, "The name of a student.")
        build = Build({"pass": 3, "skipped": 2}, (finding,))
        outcome = Outcome(NOW, failed_step="graph")
        models = {
            "shared": shared_site(reader, report, marts, build),
            "private": private_site(reader, report, marts),
            "data report": report_model(facts, build, outcome, NOW, speak=speak),
            "private data report": report_model(facts, build, None, NOW, True, speak),
        }
    written = {}
    for name, model in models.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(page_html({**model, "is_private": "private" in name}), "utf-8")
    return written


def english(code: str) -> list[re.Pattern[str]]:
    """What a text is in English, as a whole, where the language has something else for it."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        keys = [message.id for message in read_po(file, code) if message.id != message.string]
    forms = [form for key in keys if key for form in ([key] if isinstance(key, str) else key)]
    # A single word may be a name, too, or the same in both languages.
    return [
        re.compile(".+?".join(map(re.escape, re.split(r"{\w+}", form))), re.IGNORECASE)
        for form in forms
        if len(re.sub(r"{\w+}|\W", "", form)) > 5
    ]


def told(page: Page, path: Path) -> set[str]:
    page.goto(path.as_uri())
    page.wait_for_function(DRAWN)
    return set(page.evaluate(TOLD))


@pytest.mark.parametrize("code", [pytest.param("fr", marks=pytest.mark.slow), "ar"])
def test_no_english_is_left_on_any_page(
    reader: psycopg.Connection[Any], chromium: Browser, tmp_path: Path, code: str
) -> None:
    patterns = english(code)
    page = chromium.new_page()
    for name, path in pages(reader, code, tmp_path).items():
        texts = told(page, path)
        assert len(texts) > 40, name
        assert [text for text in texts if any(one.fullmatch(text) for one in patterns)] == [], name
        assert [text for text in texts if ENGLISH.search(text)] == [], name
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_each_page_fits_every_width_in_every_language(
    reader: psycopg.Connection[Any], chromium: Browser, tmp_path: Path, code: str
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, path in pages(reader, code, tmp_path).items():
        assert path.stat().st_size < 2_000_000
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            told(page, path)
            links = page.locator("nav a").evaluate_all("all => all.map(each => each.hash)")
            for slug in links or [""]:
                page.evaluate("hash => { location.hash = hash; }", slug)
                assert page.evaluate("document.documentElement.scrollWidth") == width, (name, slug)
                assert page.evaluate(HOLES) == [], (name, slug, width)
                assert page.evaluate(CUT_OFF) == [], (name, slug, width)
    page.close()
    assert said == []
