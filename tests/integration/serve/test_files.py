"""From dropped files to the yes: what is understood, asked, answered and left out."""

import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from common.school import school_path
from common.servers.connections import connect_postgres
from serve.kept import Kept
from tests.corpus.files import write
from tests.corpus.variants import variants
from tests.integration.serve.conftest import Served

# Dates such as 04/05/2026 that may be either; French, with what is to be answered.
UNDECIDED = "dates: no day above 12"
HOSTILE = '<img src=x onerror="document.title=1">\x1b[31m'


def school(name: str, folder: Path) -> list[Path]:
    """The files of a school of the corpus."""
    [found] = [variant for variant in variants() if variant.name == name]
    write(found.style, folder)
    return sorted(folder.iterdir())


def drop(tab: Page, files: list[Path]) -> None:
    tab.set_input_files("#pick-files", files)
    tab.wait_for_url("**/files")
    expect(tab.locator(".reading")).to_have_count(0, timeout=60_000)


def test_a_question_is_answered_wrongly_taken_back_and_answered_again(
    tab: Page, kept: Kept, tmp_path: Path
) -> None:
    drop(tab, school(UNDECIDED, tmp_path / "school"))
    asked = tab.locator("fieldset").filter(has_text="none of").first
    shown = asked.locator("p .cell")
    example = shown.first.inner_text()
    assert any(example in path.read_text("utf-8") for path in (tmp_path / "school").iterdir())
    assert 1 <= shown.count() <= 3
    expect(tab.get_by_role("button", name="Yes")).to_have_count(0)
    for fieldset in tab.locator("fieldset").all():
        fieldset.locator("input").nth(1).check()
    tab.get_by_role("button", name="Keep these answers").click()
    expect(tab.get_by_role("button", name="Yes")).to_be_visible(timeout=60_000)
    first = tab.locator("fieldset").first
    wrong = first.locator("input:checked").get_attribute("value")
    first.get_by_role("button", name="Take this answer back").click()
    expect(tab.locator("fieldset.open")).to_have_count(1, timeout=60_000)
    expect(tab.get_by_role("button", name="Yes")).to_have_count(0)
    tab.locator("fieldset.open input").first.check()
    tab.get_by_role("button", name="Keep these answers").click()
    expect(tab.get_by_role("button", name="Yes")).to_be_visible(timeout=60_000)
    assert tab.locator("fieldset").first.locator("input:checked").get_attribute("value") != wrong
    assert not school_path().exists(), "nothing is kept before the yes"


def test_keys_and_a_screen_reader_on_a_phone_go_the_same_way(tab: Page, tmp_path: Path) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    assert Axe().run(tab).response["violations"] == []
    drop(tab, school(UNDECIDED, tmp_path / "school"))
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert Axe().run(tab).response["violations"] == []
    for fieldset in range(tab.locator("fieldset").count()):
        reach(tab, tab.locator("fieldset").nth(fieldset).locator("input").first)
        tab.keyboard.press("Space")
    reach(tab, tab.get_by_role("button", name="Keep these answers"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Yes")).to_be_visible(timeout=60_000)
    reach(tab, tab.get_by_role("button", name="Yes"))
    assert Axe().run(tab).response["violations"] == []


def reach(tab: Page, control: Locator) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(100):
        if control.evaluate("control => control === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError("no key leads there")


def test_a_file_that_is_none_is_named_and_left_out(tab: Page, kept: Kept, tmp_path: Path) -> None:
    files = school("as declared", tmp_path / "school")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\n")
    drop(tab, [*files, letter])
    refused = tab.get_by_role("alert")
    expect(refused).to_contain_text("letter.pdf")
    expect(tab.get_by_role("button", name="Yes")).to_have_count(0)
    tab.get_by_role("button", name="Leave out letter.pdf").click()
    expect(tab.get_by_role("button", name="Yes")).to_be_visible(timeout=60_000)
    assert [path.name for path in kept.dropped()] == [path.name for path in files]


def test_text_of_a_file_is_text(tab: Page, served: Served, kept: Kept) -> None:
    status, _ = served.ask("PUT", "/files/%3Cb%3Estudents.csv", f"student_id,{HOSTILE}\n1,2\n")
    assert status == 201
    tab.goto(f"{served.origin}/files")
    expect(tab.locator(".reading")).to_have_count(0, timeout=60_000)
    assert "onerror" in (tab.text_content("main") or "")
    assert tab.title() != "1"
    assert tab.locator("main img, main b").count() == 0
    assert "\x1b" not in tab.inner_text("main")


def test_a_folder_is_dropped_without_what_lies_deeper_in_it(
    tab: Page, kept: Kept, tmp_path: Path
) -> None:
    folder = tmp_path / "school"
    files = school("as declared", folder)
    for left_out in ("old/students.csv", ".hidden", "~$students.xlsx"):
        (folder / left_out).parent.mkdir(exist_ok=True)
        (folder / left_out).write_text("student_id")
    place = tab.locator("#drop").bounding_box()
    assert place
    drag = {
        "x": place["x"] + place["width"] / 2,
        "y": place["y"] + place["height"] / 2,
        "data": {"items": [], "files": [str(folder)], "dragOperationsMask": 1},
    }
    browser = tab.context.new_cdp_session(tab)
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, **drag})
    expect(tab.locator("#drop")).to_contain_text("old")
    tab.locator("#drop").get_by_role("link", name="What we understood").click()
    tab.wait_for_url("**/files")
    assert [path.name for path in kept.dropped()] == [path.name for path in files]


def test_two_tabs_see_the_same(tab: Page, served: Served, tmp_path: Path) -> None:
    another = tab.context.new_page()
    another.goto(served.origin)
    drop(tab, school("as declared", tmp_path / "school"))
    another.goto(f"{served.origin}/files")
    expect(another.get_by_role("button", name="Yes")).to_be_visible(timeout=60_000)
    tab.get_by_role("button", name="Leave all of them out").click()
    another.wait_for_url(f"{served.origin}/")


def test_the_page_of_a_project_without_data_has_the_place_to_drop(tab: Page) -> None:
    expect(tab.get_by_role("heading", name="Nothing has been loaded yet")).to_be_visible()
    expect(tab.get_by_text("Drop the new files here")).to_be_visible()


ATTACKS = [
    ("PUT", "/files/..%2F..%2Fx.csv", b"x", {}, 201),
    ("PUT", "/files/%2Fetc%2Fpasswd.csv", b"x", {}, 201),
    ("PUT", "/files/..", b"x", {}, 413),
    ("PUT", "/files/.bashrc", b"x", {}, 413),
    ("PUT", "/files/school.yml", b"private_folder: /\n", {}, 413),
    ("PUT", "/files/x.csv", None, {"Content-Length": str(10 * 2**30)}, 413),
    ("PUT", "/files/x.csv", b"x", {"Origin": "http://evil.example"}, 403),
    ("PUT", "/files/x.csv", b"x", {"Host": "evil.example"}, 421),
    ("PUT", "/files/x.csv", b"x", {"Cookie": ""}, 403),
    ("POST", "/files/yes", b"", {"Origin": "null"}, 403),
    ("POST", "/files/answers", b"a=" + b"x" * 2**20, {}, 503),
    ("POST", "/calls", b"[1]", {}, 400),
    ("POST", "/calls", b'{"student_id": "s", "outcome": "=cmd", "note": ""}', {}, 409),
    ("GET", "/assets/..%2Fdoor.py", None, {}, 404),
    ("GET", "/assets/state.json", None, {}, 404),
    ("DELETE", "/files/x.csv", None, {}, 405),
]


def test_an_attack_is_refused_or_harmless(served: Served, kept: Kept) -> None:
    found = [
        (method, path, served.ask(method, path, body, headers)[0])
        for method, path, body, headers, _ in ATTACKS
    ]
    assert found == [(method, path, status) for method, path, _, _, status in ATTACKS]
    assert [path.name for path in kept.dropped()] == ["passwd.csv", "x.csv"]
    assert not kept.is_receiving()
    assert served.process.poll() is None


def test_a_tick_is_saved_at_once_seen_by_others_and_taken_back(served: Served, kept: Kept) -> None:
    def tick(outcome: str) -> tuple[int, str]:
        told = {"student_id": "s1", "outcome": outcome, "note": "=1+1, said Léa"}
        return served.ask("POST", "/calls", json.dumps(told))

    status, said = tick("reached")
    assert (status, json.loads(said)[0]["outcome"]) == (200, "reached")
    assert landed_calls() == [("s1", "reached", "=1+1, said Léa")]
    assert tick("no answer")[0] == 200
    assert landed_calls() == [("s1", "no answer", "=1+1, said Léa")]
    assert json.loads(served.ask("GET", "/calls")[1])[0]["outcome"] == "no answer"
    assert tick("") == (200, "[]")
    assert landed_calls() == []


def landed_calls() -> list[tuple[str, ...]]:
    with connect_postgres() as connection:
        return connection.execute(
            "select student_id, outcome, note from staging.raw_calls "
            "inner join staging.loads on load_id = _load_id where is_active"
        ).fetchall()
