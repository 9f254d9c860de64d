"""Names are matched; where one is missing, the message shows what there is and how to mend it."""

from dataclasses import replace

import pytest

from loaders.batch import FileRefusedError, Layout
from loaders.columns import by_name
from loaders.contract.model import Header, Source

SOURCE = Source("notes", ("*.csv",), ("id", "prénom"), ("remark",))


def refusal(*names: str) -> str:
    with pytest.raises(FileRefusedError) as caught:
        by_name(names, SOURCE, "notes.csv line 1:")
    return str(caught.value)


def test_an_undeclared_column_may_have_any_name() -> None:
    names = ["ID", "prénom", "x" * 200, "note", "note", "Note", "column_7", ""]
    extra = (("x" * 200, 2), ("note", 3), ("note_5", 4), ("Note", 5), ("column_7", 6))
    declared = (("id", 0), ("prénom", 1))
    assert by_name(names, SOURCE, "") == Layout(8, declared, extra, (("column_8", 7),))


@pytest.mark.parametrize(
    "names",
    [
        *(("x", "x_5", "x"), ("x", "x", "x_4", "x_5"), ("x_5", "x", "x", "x"), ("x", "x_5_5", "x")),
        *(("", "column_3"), ("", "column_3", "column_3_", "column_3_3"), ("column_4", "")),
    ],
)
def test_no_two_columns_are_kept_under_one_name(names: tuple[str, ...]) -> None:
    layout = by_name(["id", "prénom", *names], SOURCE, "")
    cells = [str(at) for at in range(layout.width)]
    _, extra = layout.arranged(cells, set())
    assert extra is not None
    assert sorted(extra.values()) == cells[2:]
    assert set(names) - {""} <= set(extra)


def test_attendance_without_ids_says_otherwise_who_and_when() -> None:
    optional = ("student_id", "session_id", "student_email", "session_date")
    log = Source("attendance", ("*.csv",), (), optional)
    assert by_name(["student_email", "session_date"], log, "").width == 2
    register = replace(log, register="date")
    assert by_name(["student_email", "05/01"], register, "").width == 2
    for source, names in ((log, ["student_email", "05/01"]), (register, ["Nom", "05/01"])):
        with pytest.raises(FileRefusedError, match="is missing"):
            by_name(names, source, "")


def test_a_nameless_column_counts_only_where_it_holds_something() -> None:
    layout = by_name(["id", "prénom", ""], SOURCE, "")
    held: set[str] = set()
    assert layout.arranged(["1", "Zoë", ""], held) == (["1", "Zoë"], {})
    assert held == set()
    assert layout.arranged(["1", "Zoë", "x"], held) == (["1", "Zoë"], {"column_3": "x"})
    assert held == {"column_3"}


@pytest.mark.parametrize("names", [("id", "ID", "prénom"), ("id", "prénom", "no", "id")])
def test_a_declared_column_may_be_there_once(names: tuple[str, ...]) -> None:
    assert "have the same name" in refusal(*names)


def test_what_the_file_has_is_shown() -> None:
    assert refusal("Matricule", "Nom", "", "\u200e") == (
        "notes.csv line 1: required columns `id`, `prénom` are missing; the file has `Matricule`, "
        "`Nom`, `\\u200E`; column 3 has no name: rename it in the file, or give its name there as "
        "an alias of source `notes`; where an export has none, list it there under `optional`, or "
        "under `without` of that source in school.yml"
    )


@pytest.mark.parametrize("names", [("7", "a@b.org"), ("2026-02-01", "0612345")])
def test_a_record_in_the_place_of_the_header_is_not_repeated(names: tuple[str, ...]) -> None:
    said = refusal(*names)
    assert "reads like a record" in said
    assert not any(name in said.replace("line 1", "") for name in names)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_shown_as_it_must_be_declared(delimiter: str) -> None:
    shown = '"\\t"' if delimiter == "\t" else f'"{delimiter}"'
    assert f"declare `delimiter: {shown}` for source `notes`" in refusal(f"id{delimiter}prénom")


@pytest.mark.parametrize(
    ("name", "column", "difference", "alias"),
    [
        ("\u200bid", "id", "holds U+200B ZERO WIDTH SPACE", '"\\u200Bid": id'),
        ("i\u00add", "id", "holds U+00AD SOFT HYPHEN", '"i\\u00ADd": id'),
        ("pre\u0301nom", "prénom", "holds U+0301 COMBINING ACUTE", '"pre\\u0301nom": prénom'),
    ],
)
def test_invisible_differences_are_shown_and_the_advice_lets_the_file_land(
    name: str, column: str, difference: str, alias: str
) -> None:
    names = [name, *({"id", "prénom"} - {column})]
    said = refusal(*names)
    assert f"column 1 looks like `{column}`, but {difference}" in said
    assert f"`aliases: {{{alias}}}`" in said
    mended = replace(SOURCE, header=Header(aliases={name: column}))
    assert dict(by_name(names, mended, "").declared)[column] == 0
