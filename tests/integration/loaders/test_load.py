"""What landing promises, on a real server: all or nothing, once, in full, by name."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import RECORD_ENDS, Source
from loaders.discovery import MatchedFile
from loaders.files import reading
from loaders.own_day import GIVEN, OwnDay
from loaders.staging import limits
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

STUDENTS = "select student_id, name, email, _source_row from staging.raw_students order by 4"
CURRENT = (
    "select source, rows_in, rows_landed, rows_rejected from staging.loads where {} order by 1"
)
LANDED = CURRENT.format("status = 'landed' and superseded_at is null")
ANY_SHARE = "sources: {notes: {files: '*.csv', columns: [a, b], limits: {max_rejected: 1}}}"
NOTES = "select a, b, _source_row from staging.raw_notes order by 3"
ASIDE = "select record_number, line, reason, raw from staging.rejected_rows order by 1"


def test_rows_land_as_text_with_their_record_number(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "all Students 2026.CSV").write_text(
        'student_id,name,email\n007," Al ""the"" ice ",\n8,,NULL\n', encoding="utf-8"
    )
    load()
    assert query(STUDENTS) == [("007", ' Al "the" ice ', "", 1), ("8", "", "NULL", 2)]
    assert query(LANDED) == [("students", 2, 2, 0)]


def test_every_declared_source_gets_its_raw_table(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,a,b\n")
    load()
    tables = "select relname from pg_class where relkind = 'p' order by 1"
    names = ["raw_attendance", "raw_calls", "raw_sessions", "raw_students", "raw_subscriptions"]
    assert [name for (name,) in query(tables)] == names
    assert query("select count(*) from staging.raw_subscriptions") == [(0,)]


def test_columns_are_matched_by_name(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "students.csv").write_text("EMAIL, Name ,student_id\ne,n,1\n")
    load()
    assert query(STUDENTS) == [("1", "n", "e", 1)]


def test_an_undeclared_column_is_kept_and_reported(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "students.csv").write_text('student_id,it\'s "new",name,email\n1,"x""\ty",n,e\n')
    (receipt,) = load()
    assert receipt.extra == ('it\'s "new"',)
    assert query("select name, _extra from staging.raw_students") == [
        ("n", {'it\'s "new"': 'x"\ty'})
    ]


def test_the_same_bytes_again_change_nothing(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,a,b\n")
    load()
    before = query("select * from staging.loads")
    (inbox / "students.csv").rename(inbox / "students again.csv")
    (receipt,) = load()
    assert receipt.load_id is None
    assert query("select * from staging.loads") == before


def test_a_forced_load_replaces_the_one_of_the_same_bytes(
    load: Load, inbox: Path, query: Query
) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,a,b\n")
    load()
    load(force=True)
    assert query(LANDED) == [("students", 1, 1, 0)]
    assert query("select count(*) from staging.raw_students") == [(2,)]


def test_a_snapshot_supersedes_the_one_before_at_one_moment(
    load: Load, inbox: Path, query: Query
) -> None:
    for name in ("a", "b", "c"):
        (inbox / "students.csv").write_text(f"student_id,name,email\n1,{name},e\n")
        load()
    moments = query(
        "select older.superseded_at = newer.finished_at from staging.loads as older "
        "inner join staging.loads as newer on newer.load_id = older.load_id + 1"
    )
    assert moments == [(True,), (True,)]
    assert len(query(LANDED)) == 1


def test_going_back_to_an_older_export_lands_it_again(
    load: Load, inbox: Path, query: Query
) -> None:
    for name in ("a", "b", "a"):
        (inbox / "students.csv").write_text(f"student_id,name,email\n1,{name},e\n")
        load()
    current = "inner join staging.loads on _load_id = load_id where superseded_at is null"
    assert query(f"select name from staging.raw_students {current}") == [("a",)]


def test_append_loads_all_count_until_forced_again(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract("sources: {log: {files: '*.csv', columns: [a], mode: append}}")
    for day in ("1", "2"):
        (inbox / f"{day}.csv").write_text(f"a\n{day}\n")
    load(sources)
    load(sources)
    load(sources, force=True)
    count = "select count(*) from staging.loads where superseded_at is null"
    assert query(count) == [(2,)]
    assert query("select count(*) from staging.loads") == [(4,)]


def test_each_bad_record_is_rejected_with_its_reason(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes(
        b'a,b\n1,ok\n2\n\n3,x,y\n4,"open\n5,"ok\n\xc3\xa9"\n6,caf\xe9\n7,nul\0\n8,"x"y\n9,ok'
    )
    (receipt,) = load(contract(ANY_SHARE))
    assert query(NOTES) == [("1", "ok", 1), ("5", "ok\né", 5), ("9", "ok", 9)]
    assert query(ASIDE) == [
        (2, 3, "missing-cell", "2"),
        (3, 5, "extra-cell", "3,x,y"),
        (4, 6, "row-error", '4,"open'),
        (6, 9, "encoding-error", "6,caf\\xe9"),
        (7, 10, "source-error", "7,nul\\x00"),
        (8, 11, "row-error", '8,"x"y'),
    ]
    assert query("select rows_in, rows_landed, rows_rejected from staging.loads") == [(9, 3, 6)]
    assert (receipt.landed, receipt.rejected) == (3, 6)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=repr)
def test_every_line_end_lands_the_same(
    line_end: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    text = 'a,b\n1,"x"\n2,y\n\n'.replace("\n", line_end)
    (inbox / "notes.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    load(contract(ANY_SHARE))
    assert query(NOTES) == [("1", "x", 1), ("2", "y", 2)]


@pytest.mark.parametrize(("name", "end"), RECORD_ENDS.items())
def test_a_declared_record_end_holds_for_the_whole_file(
    name: str, end: bytes, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    declared = contract(ANY_SHARE.replace("limits", f"record_end: {name}, limits"))
    (inbox / "notes.csv").write_bytes(b'a,b\n1,"p\r\nq"\n2,y\n3,z'.replace(b"\n", end))
    load(declared)
    assert query(NOTES)[1:] == [("2", "y", 2), ("3", "z", 3)]
    for other in set(RECORD_ENDS.values()) - {end}:
        (inbox / "notes.csv").write_bytes(b"a,b\n1,x\n".replace(b"\n", other))
        with pytest.raises(FileRefusedError, match=f"line 1 ends with .*`record_end: {name}`"):
            load(declared)


def test_mixed_line_ends_land_and_quoted_ones_keep_their_bytes(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes(b'a,b\r\n1,"p\r\nq"\n2,"r\rs"\r3,t\r\n4,u')
    load(contract(ANY_SHARE))
    assert query(NOTES) == [("1", "p\r\nq", 1), ("2", "r\rs", 2), ("3", "t", 3), ("4", "u", 4)]


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "windows-1252"])
def test_a_declared_encoding_lands_as_it_was_meant(
    encoding: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes("a,b\nZoë,Côte d'Ivoire\n".encode(encoding))
    load(contract(ANY_SHARE.replace("limits", f"encoding: {encoding}, limits")))
    assert query(NOTES) == [("Zoë", "Côte d'Ivoire", 1)]


@pytest.mark.parametrize(
    ("encoding", "bad", "raw"),
    [
        ("utf-8", b"\xe9", "\\xe9"),
        ("windows-1252", b"\x81", "\\x81"),
        ("utf-16", b"\x0a\xd8", "\\xed\\xa0\\x8a"),  # half a pair, whose first byte is no line end
    ],
)
def test_bytes_that_an_encoding_does_not_have_are_kept_aside(
    encoding: str, bad: bytes, raw: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    before, after = "a,b\n1,x\n2,Zoë ", "\n3,y\n"
    tail = after.encode("utf-16-le" if encoding == "utf-16" else encoding)
    (inbox / "notes.csv").write_bytes(before.encode(encoding) + bad + tail)
    load(contract(ANY_SHARE.replace("limits", f"encoding: {encoding}, limits")))
    assert query(NOTES) == [("1", "x", 1), ("3", "y", 3)]
    assert query(ASIDE) == [(2, 3, "encoding-error", f"2,Zoë {raw}")]


def test_half_a_character_at_the_end_is_rejected(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes("a,b\n1,x\n2,é".encode("utf-16")[:-1])
    load(contract(ANY_SHARE.replace("limits", "encoding: utf-16, limits")))
    assert query(NOTES) == [("1", "x", 1)]
    assert query(ASIDE) == [(2, 3, "encoding-error", "2,\\xff")]


def test_utf_16_without_a_mark_is_refused(load: Load, inbox: Path, contract: Contract) -> None:
    (inbox / "notes.csv").write_bytes("a,b\n1,x\n".encode("utf-16-le"))
    with pytest.raises(FileRefusedError, match=r"is not UTF-16 .* without a byte-order mark"):
        load(contract(ANY_SHARE.replace("limits", "encoding: utf-16, limits")))


def test_a_gzip_file_lands_as_its_content(load: Load, inbox: Path, query: Query) -> None:
    (inbox / "students.csv.gz").write_bytes(gzip.compress(b"student_id,name,email\n1,a,b\n"))
    load()
    assert query(STUDENTS) == [("1", "a", "b", 1)]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("quote: '\"'", 'a,b\nNULL,"NULL"\n,\\N\n-,"x""y"\n'),
        ("delimiter: '||'", 'a||b\nNULL||"NULL"\n||\\N\n-||"x""y"\n'),
        ("escape: '\\'", 'a,b\nNULL,"NULL"\n,"\\N"\n-,"x\\"y"\n'),
        ("delimiter: '||', quote: '', escape: ''", 'a||b\nNULL||NULL\n||\\N\n-||x"y'),
    ],
    ids=["plain", "delimiter", "escape", "no quote"],
)
def test_what_looks_like_nothing_lands_as_it_is_written(
    dialect: str, text: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_text(text)
    load(contract(ANY_SHARE.replace("limits", f"{dialect}, limits")))
    assert query(NOTES) == [("NULL", "NULL", 1), ("", "\\N", 2), ("-", 'x"y', 3)]


def test_a_refused_file_leaves_everything_as_it_was_but_its_line_in_the_ledger(
    load: Load, inbox: Path, query: Query
) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,old,e\n")
    load()
    (inbox / "students.csv").write_text("student_id,name,email\n1,new,e\n")
    (inbox / "attendance.csv").write_text("student_id\n1\n")
    with pytest.raises(FileRefusedError, match=r"attendance\.csv line 1: .*`session_id`"):
        load()
    assert query(STUDENTS) == [("1", "old", "e", 1)]
    assert query(
        "select source, status, file, message is not null from staging.loads order by load_id"
    ) == [
        ("students", "landed", "students.csv", False),
        ("students", "failed", "students.csv", True),
        ("attendance", "failed", "attendance.csv", True),
    ]
    assert query("select message from staging.loads where load_id = 2") == [
        ("not landed, because attendance.csv was not",)
    ]
    assert "`session_id`" in query("select message from staging.loads where load_id = 3")[0][0]
    assert query("select count(*) from pg_class where relname ~ '^raw_.*_[0-9]+$'") == [(1,)]


def test_preamble_header_lines_and_aliases(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_text('Export of today\n\nFirst,"Sec\nond"\nkey,\n1,2\n9\n')
    header = "header: {skip: 1, rows: 2, aliases: {FIRST KEY: a, 'sec\\nond': b}}, limits"
    load(contract(ANY_SHARE.replace("limits", header).replace("'sec\\nond'", '"sec\\nond"')))
    assert query(NOTES) == [("1", "2", 1)]
    assert query(ASIDE) == [(2, 7, "missing-cell", "9")]


def test_the_lines_of_a_preamble_may_end_otherwise_than_the_rows(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes(b"Export of today\na,b\r1,2\r3,4\r9\r")
    load(contract(ANY_SHARE.replace("limits", "header: {skip: 1}, limits")))
    assert query(NOTES) == [("1", "2", 1), ("3", "4", 2)]
    assert query(ASIDE) == [(3, 5, "missing-cell", "9")]


def test_a_record_of_blanks_is_a_record(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_bytes(b"\t \n")
    load(contract(ANY_SHARE.replace("limits", 'delimiter: "\\t", header: {rows: 0}, limits')))
    assert query(NOTES) == [("", " ", 1)]


@pytest.mark.parametrize("before", ["", "\n", "\r\n\r\n\n"], ids=repr)
def test_a_file_without_a_header_takes_the_declared_order(
    before: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_text(f"{before}1,2\n3,4\n", newline="")
    load(contract(ANY_SHARE.replace("limits", "header: {rows: 0}, limits")))
    assert query(NOTES) == [("1", "2", 1), ("3", "4", 2)]


@pytest.mark.parametrize("text", ["Export of today\n1,2", "Export of today\n1,2\n"])
def test_a_record_without_an_end_may_be_the_only_one(
    text: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_text(text)
    load(contract(ANY_SHARE.replace("limits", "header: {skip: 1, rows: 0}, limits")))
    assert query(NOTES) == [("1", "2", 1)]


@pytest.mark.parametrize(
    ("limit", "rest", "message"),
    [
        ("min_rows: 5", 4, "has 4 good rows, fewer than the 5"),
        ("min_rows: 1", 0, "has no rows"),
        ("max_shrink: 0.5", 4, "lost more than 50%"),
        ("max_rejected: 0.1", -1, "1 of 5 records cannot be read, and the limit"),
    ],
)
def test_a_broken_limit_keeps_the_old_data_until_it_is_allowed(
    limit: str, rest: int, message: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    rows = [f"{number},x\n" for number in range(10)]
    (inbox / "notes.csv").write_text("a,b\n" + "".join(rows))
    sources = contract(f"sources: {{notes: {{files: '*', columns: [a, b], limits: {{{limit}}}}}}}")
    load(sources)
    less = [*rows[:4], "bad\n"] if rest < 0 else rows[:rest]
    (inbox / "notes.csv").write_text("a,b\n" + "".join(less))
    option = f"notes.{limit.split(':')[0]}"
    with pytest.raises(FileRefusedError, match=f"{message}.*`--allow {option}`"):
        load(sources)
    assert query("select count(*) from staging.raw_notes") == [(10,)]
    assert query("select source, rows_landed from staging.loads where superseded_at is null") == [
        ("notes", 10),
        ("notes", None),
    ]
    (receipt,) = load(limits.allowing(sources, [option]))
    assert (receipt.landed, receipt.rejected) == ((4, 1) if rest < 0 else (rest, 0))


def test_what_adds_to_what_was_before_shrinks_nothing(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    """As reports of single sessions do, of which each has those who came."""
    given = "files: '*', columns: [a], mode: append, limits: {max_shrink: 0.5}"
    for day, rows in (("1", 9), ("2", 1)):
        (inbox / f"report {day}.csv").write_text("a\n" + f"{day}\n" * rows)
    load(contract(f"sources: {{notes: {{{given}}}}}"))
    assert query("select count(*) from staging.raw_notes") == [(10,)]


def test_a_gained_column_joins_the_raw_table(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "notes.csv").write_text("a,b\n1,2\n")
    load(contract(ANY_SHARE))
    (inbox / "notes.csv").write_text("a,b,c\n3,4,5\n")
    load(contract(ANY_SHARE.replace("[a, b]", "[a, b], optional: [c]")))
    assert query("select a, c from staging.raw_notes order by a") == [("1", None), ("3", "5")]


@pytest.mark.parametrize("harm", ["truncated", "bomb", "not gzip"])
def test_a_bad_gzip_file_is_refused(
    harm: str, load: Load, inbox: Path, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "GZIP_FREE", 2**20)
    rows = b"1,a,b\n" * (2_000_000 if harm == "bomb" else 1000)
    packed = gzip.compress(b"student_id,name,email\n" + rows)
    content = {"truncated": packed[:-20], "bomb": packed, "not gzip": b"plain text"}[harm]
    (inbox / "students.csv.gz").write_bytes(content)
    with pytest.raises(FileRefusedError, match=r"students\.csv\.gz"):
        load()
    assert query("select count(*) from staging.raw_students") == [(0,)]


def test_a_file_is_compared_with_the_active_load_not_with_a_later_superseded_one(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    """Two loaders at once: the one that began first may land last."""
    sources = contract("sources: {notes: {files: '*', columns: [a], limits: {max_shrink: 0.3}}}")
    for rows in (10, 2):
        (inbox / "notes.csv").write_text("a\n" + "x\n" * rows)
        load(limits.allowing(sources, ["notes.max_shrink"]))
    query(
        "update staging.loads set superseded_at = case load_id when 2 then finished_at end "
        "returning load_id"
    )
    (inbox / "notes.csv").write_text("a\n" + "x\n" * 6)
    with pytest.raises(FileRefusedError, match="has 6 rows where the load before had 10"):
        load(sources)


def test_what_another_loader_landed_meanwhile_is_not_landed_again(
    load: Load, inbox: Path, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,a,b\n")
    load()
    found = [None, (1, OwnDay(date(2026, 11, 15), GIVEN))]  # before its load run began, and after
    answers = iter(found)
    monkeypatch.setattr(MatchedFile, "landed", lambda self, connection: next(answers))
    (receipt,) = load()
    assert receipt.load_id is None
    assert query("select load_id, status from staging.loads") == [(1, "landed")]


def test_a_load_takes_the_place_of_those_of_its_own_source_alone(
    load: Load, inbox: Path, query: Query
) -> None:
    (inbox / "students.csv").write_text("student_id,name,email\n1,a,b\n")
    (inbox / "attendance.csv").write_text("student_id,session_id\n1,1\n")
    load()
    load(force=True)
    assert query(
        "select source, count(*) from staging.loads where is_active group by 1 order by 1"
    ) == [
        ("attendance", 1),
        ("students", 1),
    ]
    assert query("select is_active from staging.loads where load_id in (3, 4)") == [(True,)] * 2
