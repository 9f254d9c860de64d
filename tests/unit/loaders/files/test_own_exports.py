"""What schools' own files hold: each kind lands right, or is refused in one line that mends it."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from loaders.batch import FileRefusedError
from loaders.contract.sources import read_sources
from tests.unit.loaders.files.in_process import Landed, landed

Rows = list[tuple[object, ...]]

NOTES = "sources: {notes: {files: '*', columns: [a, b], limits: {max_rejected: 1}}}"
SHEET = "sources: {notes: {files: '*', format: excel, columns: [a, b]}}"


def load(folder: Path, data: bytes, contract: str, name: str = "notes.csv") -> Landed:
    """Land a file under the text of a sources.yml."""
    (folder / name).write_bytes(data)
    (folder / "sources.yml").write_text(contract, encoding="utf-8")
    [source] = read_sources(folder / "sources.yml")
    return landed(source, folder / name)


def with_setting(setting: str) -> str:
    return NOTES.replace("limits", f"{setting}, limits") if setting else NOTES


@pytest.mark.parametrize(
    ("data", "setting", "landed", "rejected"),
    [
        (b"a,b\n1,x,\n2,y\n", "", [("2", "y", None)], [(1, "extra-cell")]),
        (b'a,b\n7,$78"Table,\n2,y\n', "", [("2", "y", None)], [(1, "row-error")]),
        (
            b'a,b\n1,"He said "no"\nthen left, slowly"\n3,z\n',
            "",
            [("3", "z", None)],
            [(1, "row-error"), (2, "continuation")],
        ),
        (b'a,b\n1,"C:\\temp\\new"\n', "escape: '\\'", [("1", "C:\\temp\\new", None)], []),
        (
            b"a,b\r\n1,x\ny,2\r\n3,z\r\n",
            "",
            [("3", "z", None)],
            [(1, "row-error"), (2, "row-error")],
        ),
        (b"a,b,\n1,x,\n2,y,\n", "", [("1", "x", None), ("2", "y", None)], []),
        (b"a,b,\n1,x,\n2,y,z\n", "", [("1", "x", None), ("2", "y", {"column_3": "z"})], []),
        (b"a,b,c,c\n1,x,p,q\n", "", [("1", "x", {"c": "p", "c_4": "q"})], []),
        (
            "a,b,ما هي المادة التي ترغب في حضورها هذا الفصل؟\n1,x,y\n".encode(),
            "",
            [("1", "x", {"ما هي المادة التي ترغب في حضورها هذا الفصل؟": "y"})],
            [],
        ),
        (
            b"1\n2,x\n3,y\n",
            "header: {rows: 0}",
            [("2", "x", None), ("3", "y", None)],
            [(1, "missing-cell")],
        ),
        (b'1,"x"y\n2,z\n', "header: {rows: 0}", [("2", "z", None)], [(1, "row-error")]),
        (b"sep=;\r\na;b\r\n1;x\r\n", 'delimiter: ";"', [("1", "x", None)], []),
        ("a,b\n1,منى\n".encode("cp1256"), "encoding: windows-1256", [("1", "منى", None)], []),
        ("a,b\n1,é\n".encode("cp1252"), "encoding: cp1252", [("1", "é", None)], []),
        ("a,b\n1,é\n".encode("latin1"), "encoding: Latin1", [("1", "é", None)], []),
        ("a,b\n1,é\n".encode(), "encoding: UTF8", [("1", "é", None)], []),
        ("a,b\n1,日本\n".encode("shift_jis"), "encoding: shift_jis", [("1", "日本", None)], []),
        ("a,b\n1,é\n".encode("utf-16-le"), "encoding: utf-16-le", [("1", "é", None)], []),
    ],
)
def test_each_record_lands_right_or_is_rejected(
    data: bytes,
    setting: str,
    landed: Rows,
    rejected: Rows,
    tmp_path: Path,
) -> None:
    found = load(tmp_path, data, with_setting(setting))
    assert found.rows == landed
    assert [(each.record, each.reason) for each in found.rejected] == rejected


def test_a_file_of_one_column_may_have_empty_cells(tmp_path: Path) -> None:
    found = load(tmp_path, b"a\nx\n\ny\n", NOTES.replace("[a, b]", "[a]"))
    assert found.rows == [("x", None), ("", None), ("y", None)]


def test_a_nameless_column_that_holds_nothing_is_not_in_the_receipt(tmp_path: Path) -> None:
    assert load(tmp_path, b"a,b,\n1,x,\n", NOTES).extra == ()
    assert load(tmp_path, b"a,b,\n1,x,z\n", NOTES).extra == ("column_3",)


def archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("notes.csv", "a,b\n1,x\n")
    return data.getvalue()


def book(chart: bool = False, more: bool = False) -> bytes:
    data, workbook = io.BytesIO(), openpyxl.Workbook()
    sheet = workbook.active
    for row in (["a", "b"], [123, 0.9504], [4, "p_x000D_\nq"]):
        sheet.append(row)
    sheet["A2"].number_format, sheet["B2"].number_format = "00000", "0%"
    if chart:
        workbook.create_chartsheet("Chart", 0)
    if more:
        workbook.create_sheet("Empty")
        workbook.create_sheet("April").append(["", "x"])
    workbook.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "setting", "message"),
    [
        ("notes.csv", archive(), "", "is a zip archive: unpack it"),
        (
            *("notes.xlsx", book(more=True), ""),
            "has more than one sheet with cells (Sheet, April): have `make inspect` give each to",
        ),
        ("notes.csv", book(), "", "is an Excel workbook: save its sheet as CSV UTF-8, or declare"),
        (
            "notes.csv",
            gzip.compress(b"a,b\n1,x\n", mtime=0),
            "",
            "is packed (gzip): add `.gz` to its name",
        ),
        ("notes.csv.gz", b"a,b\n1,x\n", "", "is not a gzip file: rename it, without `.gz`"),
        ("notes.csv", b"%PDF-1.7\n", "", "is a PDF"),
        ("notes.csv", b"<!DOCTYPE html><html><table>", "", "is a web page (HTML)"),
        ("notes.csv", b'[{"a": 1}]', "", "is JSON"),
        (
            "notes.csv",
            b"\xef\xbb\xbfa,b\n1,\xc3\xa9\n",
            "encoding: windows-1252",
            "is UTF-8 (it begins with its byte-order mark), not WINDOWS-1252: remove `encoding`",
        ),
        (
            "notes.csv",
            "a,b\n".encode("utf-16"),
            "encoding: windows-1252",
            "is UTF-16, not WINDOWS-1252: save it as CSV UTF-8, or declare `encoding: utf-16`",
        ),
        ("notes.csv", b"a\tb\n1\tx\n", "", 'declare `delimiter: "\\t"`'),
        ("notes.csv", b"sep=;\na;b\n1;x\n", "", 'declare `delimiter: ";"`'),
        ("notes.csv", "\u200ba,b\n1,x\n".encode(), "", "holds U+200B ZERO WIDTH SPACE"),
    ],
)
def test_what_cannot_be_read_is_named_and_says_how_to_mend_it(
    name: str,
    data: bytes,
    setting: str,
    message: str,
    tmp_path: Path,
) -> None:
    with pytest.raises(FileRefusedError, match=re.escape(message)):
        load(tmp_path, data, with_setting(setting), name)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\tb\n1\tx\n", "delimiter"),
        (b"sep=;\na;b\n1;x\n", "delimiter"),
        ("\u200ba,b\n1,x\n".encode(), "aliases"),
        (b"\xef\xbb\xbfa,b\n1,x\n", "encoding"),
        ("a,b\n1,x\n".encode("utf-16"), "encoding: utf-16"),
    ],
)
def test_what_the_message_says_lets_the_file_land(data: bytes, said: str, tmp_path: Path) -> None:
    setting = "encoding: windows-1252" if said == "encoding" else ""
    with pytest.raises(FileRefusedError) as caught:
        load(tmp_path, data, with_setting(setting))
    [advice] = re.findall(f"`({said}[^`]*)`", str(caught.value).split(": ", 1)[1])[:1]
    if said == "encoding":
        advice = ""  # it says to remove the setting
    mended = with_setting(f"header: {{{advice}}}" if said == "aliases" else advice)
    assert load(tmp_path, data, mended).rows == [("1", "x", None)]


@pytest.mark.parametrize(
    ("data", "setting", "message", "mended"),
    [
        (b"a,b\n1,x\n", "record_end: crlf", "`record_end: crlf`: export", "record_end: lf"),
        (b"Matricule,b\n1,x\n", "", "as an alias", "header: {aliases: {Matricule: a}}"),
        (b"Notes\na,b\n1,x\n", "", "the file has `Notes`", "header: {skip: 1}"),
        (b'"Notes\na,b\n1,x\n', "", "or `header` in sources.yml", "header: {skip: 1}"),
        (
            "a,b\n1,x\n".encode("utf-16"),
            "encoding: utf-32",
            "`encoding: utf-16`",
            "encoding: utf-16",
        ),
        (b"1,a@b.org\n", "", "declare `header: {rows: 0}` for source `notes`", "header: {rows: 0}"),
    ],
)
def test_the_setting_that_a_message_names_lets_the_file_land(
    data: bytes, setting: str, message: str, mended: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefusedError, match=re.escape(message)):
        load(tmp_path, data, with_setting(setting))
    assert load(tmp_path, data, with_setting(mended)).rows[0][0] == "1"


@pytest.mark.parametrize("chart", [False, True])
def test_a_workbook_lands_as_a_person_sees_it(chart: bool, tmp_path: Path) -> None:
    found = load(tmp_path, book(chart), SHEET, "notes.xlsx")
    assert found.rows == [("00123", "95.04%", None), ("4", "p\r\nq", None)]


def wrong_crc(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        crc = packed.getinfo("xl/worksheets/sheet1.xml").CRC.to_bytes(4, "little")
    return data.replace(crc, b"\0\0\0\0")


def damaged(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        at = packed.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    return data[:at] + b"\xff" * 40 + data[at + 40 :]


def flagged(data: bytes, offset: int, value: bytes) -> bytes:
    """Set a field of the first member's entry in the table of contents, and of the member."""
    at = data.index(b"PK\x01\x02")
    data = data[: at + offset] + value + data[at + offset + 2 :]
    return data[: offset - 2] + value + data[offset:]


@pytest.mark.parametrize(
    "harm",
    [
        wrong_crc,
        damaged,
        lambda data: data[:-100],
        lambda data: flagged(data, 8, b"\x01\x00"),  # encrypted
        lambda data: flagged(data, 10, b"\x63\x00"),  # unknown compression
    ],
    ids=["CRC", "damaged", "cut", "encrypted", "compression"],
)
def test_a_damaged_workbook_is_refused_in_one_line(
    harm: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    with pytest.raises(FileRefusedError, match="is not a readable Excel workbook") as caught:
        load(tmp_path, harm(book()), SHEET, "notes.xlsx")
    assert len(str(caught.value).splitlines()) == 1
