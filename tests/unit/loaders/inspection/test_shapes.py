"""The delimiter and the header line are what the lines prove."""

from collections.abc import Sequence

import pytest

from loaders.contract.vocabulary import vocabulary
from loaders.inspection.columns import known_names
from loaders.inspection.shapes import shape_of_rows, shape_of_text


def known(cells: Sequence[str]) -> int:
    return known_names(cells, vocabulary().columns["students"])


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(delimiter: str) -> None:
    text = f"Matricule{delimiter}Nom{delimiter}Courriel\n1{delimiter}A{delimiter}a@b.c\n"
    found = shape_of_text(lines(text), known)
    assert (found.delimiter, found.skip, found.proved, found.known) == (delimiter, 0, True, 3)


def test_commas_in_the_cells_of_a_semicolon_file_do_not_mislead() -> None:
    text = 'Matricule;Nom;Note\n1;"Ada, L";0,97\n2;"Bo, K";0,5\n'
    assert shape_of_text(lines(text), known).delimiter == ";"


def test_titles_above_the_header_are_skipped_by_physical_lines() -> None:
    text = 'École du Lac\n"Export\ndu 5 mai";;\n\nMatricule;Nom;Courriel\n1;A;a@b.c\n'
    found = shape_of_text(lines(text), known)
    assert (found.skip, found.names[0], found.evidence) == (4, "Matricule", "header on line 5")


def test_a_sep_line_says_it_itself() -> None:
    for first in ("sep=;", '\ufeff"sep=;"', "SEP=;"):
        found = shape_of_text(lines(f"{first}\r\nMatricule;Nom\r\n1;A\r\n"), known)
        assert (found.delimiter, found.skip, found.names) == (";", 1, ("Matricule", "Nom"))


def test_without_a_known_name_the_width_decides() -> None:
    text = "Report, 2026\na;b;c\n1;2;3\n4;5;6\n"
    found = shape_of_text(lines(text), known)
    assert (found.delimiter, found.known) == (";", 0)


@pytest.mark.parametrize("text", ["Matricule\n1\n", "a,b;c\n1,2;3\n", ""])
def test_what_no_line_tells_is_a_question(text: str) -> None:
    assert not shape_of_text(lines(text), known).proved


def test_the_rows_of_a_workbook() -> None:
    rows = [["École du Lac", "", ""], ["", "", ""], ["Matricule", "Nom", ""], ["1", "A", ""]]
    found = shape_of_rows(rows, known)
    assert (found.skip, found.delimiter, found.names) == (2, None, ("Matricule", "Nom", ""))
