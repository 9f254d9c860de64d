"""A file is given to its source by name, else by its columns, else by a person."""

import io
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from common.errors import UserError
from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from loaders.discovery import matched
from loaders.inspection.propose import propose

STUDENTS = "student_id,name,email\n1,Ada,a@b.example\n"
SESSIONS = "session_id,date,duration,module\nS1,2026-05-20,90,SQL\n"


def proposal(folder: Path, **files: str | bytes):  # type: ignore[no-untyped-def]
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("__", " ").replace("_dot_", ".")).write_bytes(data)
    return propose(folder, DEFAULT_SOURCES, {})


def test_a_name_that_says_nothing_is_known_by_its_columns(tmp_path: Path) -> None:
    found = proposal(tmp_path, export_dot_csv=STUDENTS, download__3_dot_csv=SESSIONS)
    assert found.lines.keys() == {"students", "sessions"}
    assert found.settings["students"]["files"] == [
        *("*students*.csv", "*students*.xlsx", "export*.csv"),
    ]


def test_what_no_column_tells_is_asked_with_the_nearest_name_first(tmp_path: Path) -> None:
    found = proposal(tmp_path, studnets_dot_csv="a,b\n1,2\n")
    assert [choice.name for choice in found.questions[0].choices] == ["students", "none"]


def test_two_complete_exports_are_refused_and_years_are_asked(tmp_path: Path) -> None:
    found = proposal(tmp_path, students_dot_csv=STUDENTS, students__new_dot_csv=STUDENTS)
    assert "are both complete exports of students" in found.refusals[0]
    for path in tmp_path.iterdir():
        path.unlink()
    found = proposal(tmp_path, students__2025_dot_csv=STUDENTS, students__2026_dot_csv=STUDENTS)
    assert found.questions[0].about == "students parts"
    assert found.refusals == []


def test_one_month_alone_is_asked(tmp_path: Path) -> None:
    found = proposal(tmp_path, **{"students 2026-07.csv": STUDENTS})
    assert "does it hold 2026-07 alone?" in found.questions[0].text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("students.csv", b"PK\x03\x04 broken", "is a damaged zip or workbook"),
        ("students.csv", b"%PDF-1.7", "is a PDF"),
        ("students.xlsx", STUDENTS.encode(), "is text: name it `students.csv`"),
        ("students.csv.gz", STUDENTS.encode(), "is text: name it `students.csv`"),
        ("students.csv", b"a,b,a\n1,2,3\n", "no column is called student_id. Which one is it?"),
        ("students.csv", b"name,student_id,NAME\nA,1,B\n", "columns 1 and 3"),
    ],
)
def test_what_cannot_be_landed_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = propose(tmp_path, DEFAULT_SOURCES, {})
    assert any(words in told for told in [*found.refusals, *(q.text for q in found.questions)])


def test_files_of_one_source_are_written_alike(tmp_path: Path) -> None:
    found = proposal(
        tmp_path,
        **{
            "students Tunis.csv": STUDENTS,
            "students Cairo.csv": STUDENTS.replace(",", ";"),
        },
    )
    assert "differ in their delimiters" in found.refusals[0]


def test_a_status_that_nobody_declared_is_asked(tmp_path: Path) -> None:
    found = proposal(
        tmp_path,
        attendance_dot_csv="student_id,session_id,Motif,Salle\n1,S1,absent,A1\n2,S1,x,A2\n",
    )
    [question] = found.questions
    assert "`Motif` looks like a status" in question.text
    assert [choice.name for choice in question.choices] == ["status", "ignore"]
    assert found.plain["attendance"] == ["kept beside: Salle"]


def test_a_folder_of_folders_names_them(tmp_path: Path) -> None:
    (tmp_path / "june").mkdir()
    with pytest.raises(UserError, match="it has folders: june"):
        propose(tmp_path, DEFAULT_SOURCES, {})
    with pytest.raises(UserError, match="cannot be read as a folder"):
        propose(tmp_path / "nowhere", DEFAULT_SOURCES, {})


def test_what_school_yml_says_is_not_asked_and_a_contradiction_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text(SESSIONS.replace("2026-05-20", "05/06/2026"))
    own = {"sessions": {"date_order": "day_first"}}
    assert propose(tmp_path, DEFAULT_SOURCES, own).questions == []
    assert propose(tmp_path, DEFAULT_SOURCES, {}).questions != []
    (tmp_path / "sessions.csv").write_text(SESSIONS.replace("2026-05-20", "05/20/2026"))
    [told] = propose(tmp_path, DEFAULT_SOURCES, own).refusals
    assert "is month first, and school.yml says `date_order: day_first`" in told


def test_a_subscription_without_an_end_is_told_and_the_first_name_is_beside_the_last(
    tmp_path: Path,
) -> None:
    found = proposal(
        tmp_path,
        abonnements_dot_csv="Prénom;Nom de famille;Début;Fin\nLéa;Roux;01-03-26;31-05-26\n"
        "Inès;Roux;01-03-26;NULL\nZoé;Petit;01-03-26;\n",
    )
    assert "Fin empty in 2: they count as running" in found.lines["subscriptions"]
    assert (
        found.until["subscriptions"] == "1 March 2026"
    )  # read as Fin is, which has a day above 12
    assert found.settings["subscriptions"]["header"]["aliases"] == {
        **{"Prénom": "StudentFirstName", "Nom de famille": "Student"},
        **{"Début": "SubscriptionStartDate", "Fin": "SubscriptionEndDate"},
    }


def test_what_a_figure_hangs_on_is_asked_and_not_kept_beside(tmp_path: Path) -> None:
    found = proposal(
        tmp_path,
        contrats_dot_csv="Matricule;Entrée le;Sortie le;% fini;Diplôme préparé;Salle\n"
        "7;01-03-26;31-05-26;40 %;Licence;B\n",
    )
    asked = {q.about: [choice.name for choice in q.choices] for q in found.questions}
    assert asked == {
        "subscriptions SubscriptionStartDate": ["Entrée le", "Sortie le", "none"],
        "subscriptions % fini": ["SubscriptionProgress", "ignore"],
        "subscriptions Diplôme préparé": ["SubscriptionHasDiploma", "ignore"],
    }
    assert found.plain["subscriptions"][-1] == "kept beside: Salle"


@pytest.mark.parametrize(
    ("name", "column", "cells", "asked"),
    [
        ("abonnements", "Situation", ("En cours", "Résilié"), "SubscriptionStatus"),
        ("abonnements", "Abandon", ("Oui", "Non"), "SubscriptionStatus"),
        ("abonnements", "Abandon", ("", "15/05/2026"), "CancelledDate"),
        ("abonnements", "Remarque", ("a appelé", ""), None),
        ("séances", "Annulée", ("Oui", "Non"), "status"),
        ("séances", "Remarque", ("", "Reportée"), "status"),
    ],
)
def test_a_word_of_a_status_is_asked_wherever_it_is(
    tmp_path: Path, name: str, column: str, cells: tuple[str, str], asked: str | None
) -> None:
    header, row = {
        "abonnements": ("Matricule;Début;Fin", "7;2026-01-13;2026-05-31"),
        "séances": ("N° séance;Date", "S1;2026-05-13"),
    }[name]
    lines = [f"{header};{column}", *(f"{row};{cell}" for cell in cells)]
    (tmp_path / f"{name}.csv").write_text("\n".join(lines))
    found = [q.choices[0].name for q in propose(tmp_path, DEFAULT_SOURCES, {}).questions]
    assert found == [asked] * (asked is not None)


def test_files_that_call_a_column_differently_are_read_alike(tmp_path: Path) -> None:
    for month, header in (("mai", "Statut"), ("juin", "Présence")):
        (tmp_path / f"présences {month} 2026.csv").write_text(
            f"Matricule;N° séance;{header}\n1;S1;Absent\n2;S1;Présent\n"
        )
    found = propose(tmp_path, DEFAULT_SOURCES, {})
    aliases = found.settings["attendance"]["header"]["aliases"]
    assert [header for header, column in aliases.items() if column == "status"] == [
        *("Présence", "Statut")
    ]
    (tmp_path / "présences juin 2026.csv").write_text("Matricule;N° séance\n1;S1\n")
    [told] = propose(tmp_path, DEFAULT_SOURCES, {}).refusals
    assert told.startswith("présences juin 2026.csv: no column says who came")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Absences", "Matricule;N° séance\n1;S1\n", "it lists who was absent"),
        ("غياب", "Matricule;N° séance\n1;S1\n", "it lists who was absent"),
        ("Absences", "Matricule;N° séance;Statut\n1;S1;Absent\n", "no mark says that anybody"),
        ("Absences", "Matricule;N° séance;Statut\n1;S1;Absent\n2;S1;Présent\n", None),
    ],
)
def test_absences_alone_are_refused(tmp_path: Path, name: str, text: str, told: str | None) -> None:
    (tmp_path / f"{name}.csv").write_text(text)
    refused = propose(tmp_path, DEFAULT_SOURCES, {}).refusals
    assert [told in one for one in refused if told] == [True] * (told is not None)
    assert bool(refused) == (told is not None)


def book(**sheets: str) -> bytes:
    data, workbook = io.BytesIO(), openpyxl.Workbook(write_only=True)
    for title, text in sheets.items():
        sheet = workbook.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    workbook.save(data)
    return data.getvalue()


def test_each_sheet_of_a_workbook_is_given_to_its_source(tmp_path: Path) -> None:
    content = book(Élèves=STUDENTS, Feuil2=SESSIONS, Notes="Bonne année", Feuil4="")
    found = proposal(tmp_path, école_dot_xlsx=content)
    assert {name: kept["sheet"] for name, kept in found.settings.items()} == {
        **{"students": "Élèves", "sessions": "Feuil2"},
    }
    assert found.files == 1
    assert found.look == ["école.xlsx, sheet Notes: no source takes it: left out"]
    [folder] = {path.parent for path in tmp_path.iterdir()}
    kept = {name: dict(settings) for name, settings in found.settings.items()}
    sources = read_sources(DEFAULT_SOURCES, kept, tmp_path / "school.yml")
    assert [(one.source.name, one.source.sheet) for one in matched(folder, sources)] == [
        ("students", "Élèves"),
        ("sessions", "Feuil2"),
    ]
    assert all(
        not settings for settings in propose(folder, DEFAULT_SOURCES, kept).settings.values()
    )


def test_two_sheets_of_one_source_are_refused(tmp_path: Path) -> None:
    found = proposal(tmp_path, students_dot_xlsx=book(mars=STUDENTS, avril=STUDENTS))
    assert found.refusals == [
        f"students.xlsx, sheet {name} is not the only one of students in there: save each as a "
        "workbook of its own, with its month or campus in the name"
        for name in ("mars", "avril")
    ]


REGISTER = "Feuille d'appel\n\nN°,Nom,02/{month},09/{month},16/{month},Total\nE1,Ada,P,A,P,2\n"


def test_months_as_sheets_are_to_be_saved_as_files(tmp_path: Path) -> None:
    registers = {name: REGISTER.format(month=name[:2]) for name in ("03 mars", "04 avril")}
    content = book(**registers, Élèves=STUDENTS, Légende="P = présent")
    found = proposal(tmp_path, appel_dot_xlsx=content)
    assert found.refusals == [
        "appel.xlsx: its sheets 03 mars and 04 avril hold tables of one kind: save each as a "
        "workbook of its own, with its month or group in the name"
    ]


def test_a_register_is_known_by_the_dates_at_the_heads_of_its_columns(tmp_path: Path) -> None:
    register = "Matricule,04/05,11/05,18/05\n1,présent,absent,présent\n"
    found = proposal(tmp_path, école_dot_xlsx=book(Élèves=STUDENTS, Mai=register))
    assert found.settings["attendance"]["sheet"] == "Mai"
    assert found.settings["attendance"]["register"] == "date"
    assert not found.look


def test_a_sheet_named_after_a_source_is_asked_for_its_key(tmp_path: Path) -> None:
    students = "Liste des élèves\n\nN°,Nom,Courriel\nE1,Ada,a@b.example\n"
    found = proposal(tmp_path, école_dot_xlsx=book(Élèves=students, Séances=SESSIONS))
    assert [one.text for one in found.questions] == [
        "école.xlsx, sheet Élèves: no column is called student_id. Which one is it?"
    ]
    assert not found.look


def test_a_sheet_is_left_out_where_another_file_holds_its_source(tmp_path: Path) -> None:
    content = book(Élèves="N°,Nom\n1,Ada\n", Séances=SESSIONS)
    found = proposal(tmp_path, école_dot_xlsx=content, students_dot_csv=STUDENTS)
    assert found.look == ["école.xlsx, sheet Élèves: no source takes it: left out"]


def test_the_answer_what_a_sheet_holds_is_kept_with_its_name(tmp_path: Path) -> None:
    found = proposal(tmp_path, x_dot_xlsx=book(a="Ville,Nom\n1,Ada\n", b="Note\n12\n"))
    [question] = found.questions
    assert [choice.settings.get("sheet") for choice in question.choices] == [*"aaaa", None]
    again = propose(tmp_path, DEFAULT_SOURCES, {"students": question.choices[0].settings})
    assert [one.text for one in again.questions] == [
        "x.xlsx, sheet a: no column is called student_id. Which one is it?"
    ]


def test_a_word_of_a_subscription_is_asked_with_what_each_answer_leads_to(tmp_path: Path) -> None:
    text = "StudentId,Student,Début,Fin,Statut\n1,Ada,2026-01-05,2026-05-30,Terminé\n"
    [question] = proposal(tmp_path, abonnements_dot_csv=text).questions
    ended = next(choice for choice in question.choices if choice.name == "ended")
    assert ended.words == "ended: dates, progress and diploma decide"
    assert ended.settings == {"statuses": {"Terminé": "ended"}}


def test_a_register_s_marks_are_not_offered_as_its_ids(tmp_path: Path) -> None:
    register = "N°,Nom,04/05,11/05,18/05\n1,Ada,présent,absent,présent\n"
    [question] = proposal(tmp_path, attendance_dot_csv=register).questions
    assert [choice.name for choice in question.choices] == ["N°", "Nom", "none"]


@pytest.mark.parametrize("day", ["04/05/2026 de 9h00 à 10h30", "20261305", "bientôt"])
def test_days_that_nobody_can_read_are_refused_before_they_land(tmp_path: Path, day: str) -> None:
    found = proposal(tmp_path, sessions_dot_csv=SESSIONS.replace("2026-05-20", day))
    assert found.refusals == [
        f"sessions.csv: column `date`: 1 of 1 dates cannot be read, such as `{day}`: write them as "
        "2026-07-24"
    ]


@pytest.mark.parametrize(("absent", "refused"), [("", 1), ("absent", 0)])
def test_empty_cells_of_a_register_are_not_taken_for_nothing(
    tmp_path: Path, absent: str, refused: int
) -> None:
    register = (
        "student_id,04/05/2026,18/05/2026,25/05/2026\n"
        f"1,présent,,présent\n2,présent,présent,{absent}\n"
    )
    found = proposal(tmp_path, attendance_dot_csv=register)
    told = [line for line in found.refusals if "no mark says that anybody was absent" in line]
    assert len(told) == refused
    assert not refused or "2 cells are empty" in told[0]
