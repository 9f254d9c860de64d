"""A file is named as what it is, whatever it is called."""

import io
import zipfile

import pytest

from loaders.files.kinds import GZIP, TEXT, WORKBOOK, kind_of


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            member = zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", "."))
            packed.writestr(member, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def damaged(data: bytes) -> bytes:
    """Break the compressed bytes of the first member."""
    begin = data.index(b"mimetype") + len("mimetype")
    return data[:begin] + b"\xff\xff" + data[begin + 2 :]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"student_id,name\n1,Ada\n", TEXT),
        ("\ufeff[x],{y}\n1,2\n".encode(), TEXT),
        (b'"{a}";b\n', TEXT),
        ("<18 ans;nom\n".encode("cp1252"), TEXT),
        ("student_id\n".encode("utf-16"), TEXT),
        (b"", TEXT),
        (b"\x1f\x8b\x08\0", GZIP),
        (zipped(xl__workbook_dot_xml=b"x"), WORKBOOK),
    ],
)
def test_what_can_be_a_table(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "an old .xls workbook"),
        (b"  <!DOCTYPE html><html>", "a web page"),
        (b"<table><tr><td>1</td>", "a web page"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'{"students": []}', "JSON"),
        (b'[ {"id": 1} ]', "JSON"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"\x89PNG\r\n", "a picture"),
        (zipped(a_dot_csv=b"x"), "a zip archive"),
        (zipped(**{"[Content_Types].xml": b"x", "xl\\workbook.xml": b"x"}), "an Office file"),
        (damaged(zipped(mimetype=b"x" * 99)), "a damaged zip"),
        (zipped(word__document_dot_xml=b"x"), "a text document"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument"),
        (zipped(xl__workbook_dot_xml=b"x")[:40], "a damaged zip"),
    ],
)
def test_what_is_no_table_is_named_and_says_what_to_do(data: bytes, words: str) -> None:
    assert kind_of(data).startswith(words)
    assert ": " in kind_of(data)
