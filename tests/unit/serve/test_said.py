"""What an inspection and a load say is said in each language, each line by the right message."""

import io
import os
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from common.language import CATALOGUES, language
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.files.kinds import MAGIC
from loaders.inspection.proposal import Proposal
from loaders.inspection.propose import propose
from loaders.staging.ledger import UNFINISHED
from tests.corpus.files import write
from tests.corpus.variants import OFTEN, Variant, variants

LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
# What is not of any language.
AS_IT_IS = {"", '";"', '"|"', '","', "utf-8", "utf-16", "windows-1252", "windows-1256"}
# Beside what every run tries, those that bring other lines up.
MORE = (
    *("Moodle", "Zoom", "tab", "undeclared columns", "parts by campus", "dates: serial"),
    *("dates: month name", "dates: eight digits", "ids in another case", "unknown status"),
    *("damage: scientific", "damage: reference error", "damage: repeated header"),
    *("damage: odd blanks", "damage: apostrophes", "dates in two orders", "mojibake"),
    *("progress: zeros and ones", "register by session", "register without a year"),
    *("register in letters", "sheets of one workbook", "session by date and group"),
)
SETTINGS = Mapping[str, Mapping[str, Any]]


def said(found: Proposal) -> Iterator[str]:
    """Every text of a proposal that a page shows, but for what is in the files."""
    for name, (first, *lines) in found.lines.items():
        written, _, rows = first.partition("\t")
        yield from (rows, *written.rpartition("  ")[2].split(", "))
        yield from (*lines, *found.plain.get(name, ()))
    yield from (*found.refusals, *found.look)
    for asked in found.questions:
        yield asked.text
        yield from (one.words for one in asked.choices if one.words != one.name)


def unknown(found: Proposal, code: str) -> list[str]:
    sayings = language(code).sayings
    return [text for text in said(found) if text not in AS_IT_IS and sayings.find(text) is None]


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(one, id=one.name, marks=() if one.name in tried else pytest.mark.slow)
        for tried in [{*OFTEN, *MORE}]
        for one in variants()
    ],
)
def test_each_line_about_the_corpus_is_known(variant: Variant, tmp_path: Path) -> None:
    write(variant.style, tmp_path / "exports")
    found = propose(tmp_path / "exports", DEFAULT_SOURCES, {})
    assert {code: unknown(found, code) for code in LANGUAGES} == {code: [] for code in LANGUAGES}


STUDENTS = "student_id,name,email\n1,Ada,a@b.example\n2,Bob,b@b.example\n"
SESSIONS = "session_id,date,duration,module\nS1,2026-05-04,90,SQL\nS2,2026-05-20,90,SQL\n"
MARKS = "student_id,session_id,status\n" + "".join(f"{n},S1,present\n" for n in range(1, 9))
CONTRACT = "StudentId,SubscriptionStartDate,SubscriptionEndDate"
DATED = "student_id,session_date,status\n"
REGISTER = "N°,Nom,02/{0},09/{0},16/{0},Total\nE1,Ada,P,A,P,2\n"
JOINED = "Email,Join time,Leave time\n"


def book(**sheets: str) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, text in sheets.items():
        sheet = made.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def lines(*cells: str) -> str:
    return "".join(f"{cell}\n" for cell in cells)


# What a folder gives rise to: the message, the files, and the settings of school.yml.
CASES: list[tuple[str, dict[str, str | bytes], SETTINGS]] = [
    ("{file} fits no source by name. What is in it?", {"studnets.csv": "a,b\n1,2\n"}, {}),
    (
        "{file}: its sheets {sheets} hold tables of one kind: save each as a workbook of its own, "
        "with its month or group in the name",
        {"appel.xlsx": book(**{name: REGISTER.format(name) for name in ("03", "04")})},
        {},
    ),
    (
        "{file} is not the only one of {source} in there: save each as a workbook of its own, "
        "with its month or campus in the name",
        {"students.xlsx": book(mars=STUDENTS, avril=STUDENTS)},
        {},
    ),
    (
        "{file}: no source takes it: left out",
        {"école.xlsx": book(students=STUDENTS, Notes="Vacances,x")},
        {},
    ),
    (
        "{both} are both complete exports of {source}: keep one of them, or put the month, year "
        "or campus into each name",
        {"students.csv": STUDENTS, "students new.csv": STUDENTS},
        {},
    ),
    (
        "{both}: parts of one, or is one newer?",
        {"students 2025.csv": STUDENTS, "students 2026.csv": STUDENTS},
        {},
    ),
    (
        "{count} years; each file replaces its own year only",
        {"students 2025.csv": STUDENTS, "students 2026.csv": STUDENTS},
        {"students": {"mode": "parts"}},
    ),
    (
        "{count} periods; each file replaces its own period only",
        {"students 2025.csv": STUDENTS, "students 2026-05.csv": STUDENTS},
        {},
    ),
    ("{file}: does it hold {part} alone?", {"students 2026-07.csv": STUDENTS}, {}),
    ("{file}: what parts its cells? {kind}", {"students.csv": "student_id\n1\n2\n"}, {}),
    (
        "{file}: which code page is it? {count} words only {text} spells, {all} only {other}",
        {"students.csv": STUDENTS.encode() + "3,مريم,c@b\n".encode("cp1256") + b"4,\xc9t\xe9,d@b"},
        {},
    ),
    (
        "{files}: files of one source differ in their {kind}: export them alike",
        {"students Tunis.csv": STUDENTS, "students Sfax.csv": STUDENTS.replace(",", ";")},
        {},
    ),
    (
        "{files}: files of one source differ in their {kind}: export them alike",
        {"students Tunis.csv": STUDENTS, "students Sfax.csv": f"Liste,,\n{STUDENTS}"},
        {},
    ),
    (
        "{files}: files of one source differ in their {kind}: export them alike",
        {
            "students Tunis.csv": f"{STUDENTS}3,Zoé,c@b\n",
            "students Sfax.csv": f"{STUDENTS}3,Zoé,c@b\n".encode("cp1252"),
        },
        {},
    ),
    (
        "{files}: columns {numbers} are both called `{text}`: rename one",
        {"students.csv": "name,student_id,NAME\nA,1,B\n"},
        {},
    ),
    (
        "{file}: which column is {wanted}?",
        {"students.csv": "Matricule,Numéro étudiant,Nom\n1,2,A\n"},
        {},
    ),
    (
        "{files}: no column is called {wanted}. Which one is it?",
        {"students.csv": "clé,nom\n1,A\n"},
        {},
    ),
    (
        "{files}: no column says {needed}; it has {text}: export it with them, or name the column "
        "in school.yml as an alias",
        {"students.csv": "nom,courriel\nA,a@b\n"},
        {},
    ),
    (
        "no {subject}: churn hangs on the rest, and the verdict says so",
        {"subscriptions.csv": f"{CONTRACT}\n1,2026-01-20,2026-12-20\n"},
        {},
    ),
    (
        "{header} empty in {count}: they count as running",
        {"subscriptions.csv": f"{CONTRACT}\n1,2026-01-20,\n2,2026-01-20,2026-12-20\n"},
        {},
    ),
    (
        "{files}: `{text}` looks like {wanted}. What is it?",
        {"subscriptions.csv": f"{CONTRACT},% fini\n1,2026-01-20,2026-12-20,40\n"},
        {},
    ),
    (
        "{files}: `{text}` looks like {wanted}. What is it?",
        {"attendance.csv": "student_id,session_id,Abs.,Rôle,At\n1,S1,P,x,09:00\n2,S1,A,x,09:00\n"},
        {},
    ),
    (
        "{file}: by its name it lists who was absent, and no column says so, so that each row "
        "would count as attended: export all marks with a column `status`",
        {"Absences.csv": "student_id,session_id\n1,S1\n"},
        {},
    ),
    (
        "{file}: no column says who came, and others of {source} have one, so that each row would "
        "count as attended: export it with `{text}`",
        {
            "présences mai 2026.csv": MARKS,
            "présences juin 2026.csv": "student_id,session_id\n1,S1\n",
        },
        {},
    ),
    (
        "{files}: no mark says that anybody came, only {statuses}: export all marks, or all would "
        "count as absent",
        {"attendance.csv": MARKS.replace("present", "absent")},
        {},
    ),
    (
        "{files}: no mark says that anybody was absent, and {count} cells are empty: where these "
        "are the absences, write them in (`absent`)",
        {
            "attendance.csv": "student_id,2026-05-04,2026-05-05,2026-05-06\n"
            "1,present,,present\n2,present,present,\n"
        },
        {},
    ),
    (
        "{headers} of {source}: none of {count} dates has a day above 12. What is `{text}`?",
        {"sessions.csv": SESSIONS.replace("2026-05-04", "04/05/2026").replace("2026-05-20", "")},
        {},
    ),
    (
        "{files}: column `{text}`: {count} of {all} dates cannot be read, such as `{other}`: "
        "write them as 2026-07-24",
        {"sessions.csv": SESSIONS.replace("2026-05-", "soon ")},
        {},
    ),
    (
        "{files}: `{text}` is {order}, and school.yml says `date_order: {setting}`: correct the "
        "file or that setting",
        {"sessions.csv": SESSIONS.replace("2026-05-04", "5/13/26").replace("2026-05-20", "5/5/26")},
        {"sessions": {"date_order": "day_first"}},
    ),
    (
        "{headers}: {order} ({numbers} days above 12, {kind})",
        {
            "sessions.csv": SESSIONS
            + lines(*(f"S{n},{day}/05/2026,90,SQL" for n, day in enumerate([20] * 40)))
            + "S99,05/20/2026,90,SQL\n"
        },
        {},
    ),
    (
        "{header}: {count} name no year, such as `{text}`: {day} to {last_day}",
        {"sessions.csv": SESSIONS.replace("2026-05-04", "4 mai").replace("2026-05-20", "26 juin")},
        {},
    ),
    (
        "{header}: {count} name no year, such as `{text}`. Which days are they?",
        {"sessions.csv": SESSIONS.replace("2026-05-04", "4 mai").replace("2026-05-20", "12 sept.")},
        {},
    ),
    (
        "{files}: {header}: {count} name no year, such as `{text}`: export them with it",
        {"subscriptions.csv": f"{CONTRACT}\n1,4 mai,20 juin\n"},
        {},
    ),
    (
        "{files}: school.yml says `progress: {setting}`, `{text}` proves {other} ({evidence}): "
        "correct the file or that setting",
        {
            "subscriptions.csv": f"{CONTRACT},SubscriptionProgress\n"
            + lines(*(f"{n},2026-01-20,2026-12-20,0.{n}" for n in range(1, 9)))
        },
        {"subscriptions": {"progress": "percent"}},
    ),
    (
        "{header} of {source}: {evidence}. What are these?",
        {
            "subscriptions.csv": f"{CONTRACT},SubscriptionProgress\n"
            + lines(*(f"{n},2026-01-20,2026-12-20,{n}" for n in range(1, 19)))
        },
        {},
    ),
    (
        "{header} of {source}: what does `{words}` count as ({count} rows)?",
        {
            "subscriptions.csv": f"{CONTRACT},SubscriptionStatus\n"
            + lines(*(f"{n},2026-01-20,2026-12-20,Bizarre" for n in range(1, 9)))
        },
        {},
    ),
    (
        "{header} of {source}: what does `{words}` count as ({count} rows)?",
        {"attendance.csv": MARKS + "9,S1,\n"},
        {},
    ),
    (
        "{source}: {count} {damage} ({text})",
        {"students.csv": STUDENTS + "1.23E+11,Cid,c@b\n#REF!,Dan,d@b\n'3,Eve,e@b\n4.0,F,f@b\n"},
        {},
    ),
    (
        "{source}: {count} {damage} ({text})",
        {"students.csv": "student_id,name,email\na1,A,a@b\nA1,B,b@b\n"},
        {},
    ),
    (
        "{source}: {count} line with more or fewer cells than the header: rejected",
        {"students.csv": STUDENTS + "3,Cid\n"},
        {},
    ),
    (
        "{source}: {count} line in another encoding than the rest: rejected",
        {"students.csv": (STUDENTS + "3,Zoé,c@b\n" * 200).encode() + b"4,Zo\xe9,d@b\n"},
        {},
    ),
    (
        "{count} of {source} say {wanted} {text}: left out (--join-zeros joins)",
        {
            "students.csv": STUDENTS + lines(*(f"0{n},N,n@b" for n in range(3, 300))),
            "sessions.csv": SESSIONS,
            "attendance.csv": "student_id,session_id,status\n"
            + lines(*(f"0{n},S1,present" for n in range(3, 300)), "3,S1,absent"),
        },
        {},
    ),
    (
        "{file} is the report of a meeting, and {other} is not: attendance comes in one kind of "
        "file: keep one kind in the folder, and enter in it what the others say",
        {
            "présences SQL mai.csv": f"{JOINED}a@b.example,2026-05-20 09:00,10:00\n",
            "présences.csv": DATED + "1,2026-05-20,present\n",
        },
        {},
    ),
    (
        "{file}: no session was held on {day}: export the sessions of that time, too, or correct "
        "the dates",
        {
            "sessions.csv": SESSIONS,
            "attendance.csv": f"{JOINED}a@b.example,2026-05-21 09:00,10:00\n",
        },
        {},
    ),
    (
        "{file}: no session was held on {count} days from {day} to {last_day}: export the "
        "sessions of that time, too, or correct the dates",
        {
            "sessions.csv": SESSIONS,
            "attendance.csv": f"{JOINED}a@b,2026-05-21 09:00,10:00\na@b,2026-05-22 09:00,10:00\n",
        },
        {},
    ),
    (
        "{source}: {file} has {count} day without a session ({day}): left out",
        {
            "sessions.csv": SESSIONS,
            "attendance.csv": f"{JOINED}a@b,2026-05-20 09:00,10:00\na@b,2026-05-22 09:00,10:00\n",
        },
        {},
    ),
    (
        "{source}: {file} has {count} days without a session ({all} days from {day} to "
        "{last_day}): left out",
        {
            "sessions.csv": SESSIONS,
            "attendance.csv": JOINED
            + lines(*(f"a@b,2026-05-{day} 09:00,10:00" for day in (20, 22, 25))),
        },
        {},
    ),
    (
        "{file}: several sessions were held on {day}, and nothing says which is meant: put the "
        "group or module into the file's name, or into a column",
        {
            "sessions.csv": SESSIONS + "S3,2026-05-20,90,Python\n",
            "attendance.csv": f"{JOINED}a@b,2026-05-20 09:00,10:00\n",
        },
        {},
    ),
    (
        "{file}: several sessions were held on {count} days from {day} to {last_day}, and nothing "
        "says which is meant: put the group or module into the file's name, or into a column",
        {
            "sessions.csv": SESSIONS + "S3,2026-05-20,90,Python\nS4,2026-05-04,90,Python\n",
            "attendance.csv": f"{JOINED}a@b,2026-05-20 09:00,10:00\na@b,2026-05-04 09:00,10:00\n",
        },
        {},
    ),
    (
        "{files}: no address is one of {other}: export the students with the addresses that they "
        "join with",
        {
            "students.csv": STUDENTS,
            "attendance.csv": f"{JOINED}z@b,2026-05-20 09:00,10:00\n",
        },
        {},
    ),
    (
        "{file} holds NUL bytes and no byte-order mark: save it as CSV UTF-8",
        {"students.csv": STUDENTS.encode("utf-16-le")},
        {},
    ),
    (
        "{file} mixes encodings: {count} lines are UTF-8 and {all} are not, the first in line "
        "{left}: export it again, as CSV UTF-8",
        {"students.csv": f"{STUDENTS}3,Zoé,c@b\n".encode() + b"4,Zo\xe9,d@b\n"},
        {},
    ),
    (
        "{file} is in an encoding that is not known here (neither UTF-8 nor windows-1252 or -1256 "
        "makes words of it): save it as CSV UTF-8",
        {"students.csv": STUDENTS.encode() + "3,été étudiant élève,c@b\n".encode("cp850")},
        {},
    ),
    ("{file} is {kind}: name it `{text}`", {"students.csv": book(a=STUDENTS)}, {}),
    ("{file} is {kind}: name it `{text}`", {"students.xlsx": STUDENTS}, {}),
    ("{file} is {kind}", {"students.csv": b"%PDF-1.7"}, {}),
]


@pytest.mark.parametrize(("message", "files", "own"), CASES)
def test_a_question_or_refusal_is_said_by_its_own_message(
    message: str, files: Mapping[str, str | bytes], own: SETTINGS, tmp_path: Path
) -> None:
    exported = datetime.fromisoformat("2026-06-30T12:00").timestamp()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(tmp_path / name, (exported, exported))
    found = propose(tmp_path, DEFAULT_SOURCES, own)
    assert {code: unknown(found, code) for code in LANGUAGES} == {code: [] for code in LANGUAGES}
    sayings = language("fr").sayings
    by = [sayings.find(text) for text in said(found)]
    assert sayings.messages[message] in [one[0] for one in by if one], list(said(found))


# What a load says, which needs a warehouse to say it: the message and the line.
REFUSED = [
    (
        "{refusal}, or land it all the same with `--allow {text}`",
        "students.csv has 12 rows where the load before had 1,200: it lost more than 50% (limit "
        "`max_shrink`): export it again, or land it all the same with `--allow "
        "students.max_shrink`",
    ),
    ("{file} has no rows: export it again", "students.csv has no rows: export it again"),
    ("not landed, because {file} was not", "not landed, because students.csv was not"),
    (UNFINISHED, UNFINISHED),
    (
        "{file} is not {text} (line {left}): {count} record cannot be read in it, and only {all} "
        "with other letters than ASCII can: save it as CSV UTF-8, or declare its `encoding` in "
        "sources.yml",
        "notes.csv is not UTF-8 (line 52): 2 records cannot be read in it, and only 1,000 with "
        "other letters than ASCII can: save it as CSV UTF-8, or declare its `encoding` in "
        "sources.yml",
    ),
    (
        "{refusal}: correct the file",
        "notes.csv line 3: 1 of 3 records cannot be read, and the limit `max_rejected` is 5%; 1 of "
        "them for missing-cell, this line first: correct the file",
    ),
    (
        "{refusal}, where {what}",
        "notes.csv line 1: 2 of 2 records cannot be read, and the limit `max_rejected` is 5%; 2 of "
        "them for missing-cell, this line first, where the delimiter looks like ';': declare "
        '`delimiter: ";"` for source `notes`, in double quotes',
    ),
    (
        "{file} names no month, year or campus, so it would take the place of all parts of "
        "{source}: {text}: put its part into its name",
        "students.csv names no month, year or campus, so it would take the place of all parts of "
        "students: 2026-05 and 2026-06: put its part into its name",
    ),
    (
        "{file}: {count} of {all} dates of `{text}` can only be {order}, and they would be read "
        "{columns}: {kind}",
        "sessions.csv: 9 of 30 dates of `date` can only be day first, and they would be read month "
        "first: run `make inspect DATA=…` on its folder, or set `date_order: day_first` for source "
        "`sessions` in school.yml",
    ),
    (
        "{file} line {count}: required {columns} missing; {cells}: {kind}",
        "t.csv line 1: required columns `a`, `b` are missing; the file has `x`, `y`: rename it in "
        "the file, or give its name there as an alias of source `t`",
    ),
    (
        "{file}: {reason}; nothing was landed: put that right and load again",
        "students.csv: PostgreSQL was stopped, or somebody ended the session (SQLSTATE 57P01); "
        "nothing was landed: put that right and load again",
    ),
    (
        "another {text} is at work: {other}; wait until it ends",
        "another refresh is at work: ada on desk, since 09:12; wait until it ends",
    ),
    (
        "the rows of load {count} lie with those of others by now, and cannot be taken back",
        "the rows of load 12 lie with those of others by now, and cannot be taken back",
    ),
]


@pytest.mark.parametrize(("message", "line"), REFUSED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_refusal_of_a_load_is_said_by_its_own_message(code: str, message: str, line: str) -> None:
    sayings = language(code).sayings
    found = sayings.find(line)
    assert found is not None
    assert found[0] == sayings.messages[message]


@pytest.mark.parametrize("words", sorted(set(MAGIC.values())))
def test_what_is_no_table_is_said(words: str) -> None:
    assert all(language(code).sayings.find(f"a.csv is {words}") for code in LANGUAGES)


def test_lines_read_as_people_write_them() -> None:
    said = {
        "status: Present 1,284, Late 12 = came   Absent 72 = missed": (
            "statut : Present 1 284, Late 12 = venu · Absent 72 = absent"
        ),
        "Matricule = student_id, Nom complet = name and 2 more": (
            "Matricule = identifiant de l'étudiant, Nom complet = nom et 2 autres"
        ),
        "Début, Fin: day first (37 and 38 days above 12, 1 the other way: listed)": (
            "Début, Fin : jour d'abord (jour au-dessus de 12 : 37 et 38 ; dans l'autre sens : 1, "
            "à voir dans les listes)"
        ),
        "day first: 1 June 2026": "jour d'abord : 1er juin 2026",
        "Bed and board.csv and b.csv: parts of one, or is one newer?": (
            "Bed and board.csv et b.csv : des parties d'un même export, ou l'un est-il "
            "plus récent ?"
        ),
        "Seats: (empty) 3 = missed": "Seats : (vide) 3 = absent",
    }
    assert {line: plain(language("fr").known(line)) for line in said} == said
    counted = [plain(language("ar").known(f"{count} rows")) for count in (1, 2, 5, 40)]
    assert counted == ["سطر واحد", "سطران", "5 أسطر", "40 سطرًا"]


def test_pairs_run_from_right_to_left_though_they_begin_with_a_latin_name() -> None:
    said = language("ar").known("Matricule = student_id, Nom = name, Courriel = email")
    assert "\N{ARABIC COMMA} \u2068\u2067\u2068\u2067\u2068Nom\u2069 = " in said


def plain(text: str) -> str:
    """Without what keeps a line's parts together, and with a typist's apostrophe."""
    spaced = text.replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub("[\u2066-\u2069]", "", spaced).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@pytest.mark.parametrize(
    "line",
    ["nobody = says this", "x.csv is nothing that we know", "Status: 12 of these = unheard of"],
)
def test_what_is_not_quite_a_message_stays_as_it_is(line: str) -> None:
    assert language("fr").known(line) == line


def test_a_day_that_there_is_not_stays_as_it_is() -> None:
    assert plain(language("fr").known("day first: 31 June 2026")) == "jour d'abord : 31 June 2026"


@pytest.mark.parametrize("cell", ["a: b = c, ", "a = date, ", "x is a: ", "; 3 of them, ", "`1, "])
def test_what_looks_like_messages_without_end_takes_no_time(cell: str) -> None:
    speak = language("ar")
    speak.known("warm = up")
    started = time.process_time()
    for times in (30, 300, 30_000):
        speak.known(f"{cell * times}1 rows")
    assert time.process_time() - started < 0.5


def test_a_long_page_is_said_at_once() -> None:
    speak = language("ar")
    speak.known("warm = up")
    lines = [line for _, line in REFUSED] * 10
    started = time.process_time()
    assert all(speak.known(line) != line for line in lines)
    assert time.process_time() - started < 0.2
