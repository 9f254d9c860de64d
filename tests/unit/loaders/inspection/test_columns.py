"""Columns are found by name in three languages, and two that fit alike are doubtful."""

from loaders.contract.sources import read_sources
from loaders.contract.vocabulary import vocabulary
from loaders.inspection.columns import match

STUDENTS = ("student_id", "name", "email")
SYNONYMS = vocabulary().columns["students"]


def test_names_in_three_languages() -> None:
    for names in (
        ["Student ID", "Full name", "E-mail"],
        ["Matricule", "NOM COMPLET", "Courriel"],
        ["\u200fرقم الطالب", "الإسم الكامل", "البريد الالكتروني"],
    ):
        assert match(names, STUDENTS, SYNONYMS, {}).found == {
            **{"student_id": 0, "name": 1, "email": 2},
        }


def test_the_nearer_name_wins_and_the_other_stays_undeclared() -> None:
    found = match(["Nom", "name", "Matricule", "Courriel"], STUDENTS, SYNONYMS, {})
    assert (found.found["name"], found.extra) == (1, (0,))
    found = match(["Nom", "Name", "Matricule"], STUDENTS, SYNONYMS, {"Nom": "name"})
    assert found.found["name"] == 1, "letter for letter, but for case, goes before an alias"


def test_two_that_fit_alike_are_doubtful() -> None:
    found = match(["Matricule", "ID", "Nom"], STUDENTS, SYNONYMS, {})
    assert found.doubtful == {"student_id": (0, 1)}
    assert found.missing(STUDENTS) == ["student_id", "email"]
    assert match(["ID", "ID", "Nom"], STUDENTS, SYNONYMS, {}).doubtful == {"student_id": (0, 1)}


def test_nameless_and_undeclared_columns_are_told_apart() -> None:
    found = match(["student_id", "", "name", "\u200b", "Salle"], STUDENTS, SYNONYMS, {})
    assert (found.nameless, found.extra) == ((1, 3), (4,))


def test_every_contract_s_own_header_is_found_without_doubt() -> None:
    for source in read_sources():
        found = match(source.columns, source.columns, vocabulary().columns[source.name], {})
        assert found.found == {name: at for at, name in enumerate(source.columns)}
