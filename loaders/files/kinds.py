"""What a file is, by its first bytes and not by its name."""

import io
import re
import zipfile

TEXT, WORKBOOK, GZIP = "text", "workbook", "gzip"
HEAD = 4096  # bytes that tell every kind
ZIP = b"PK\x03\x04"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # begins .xls, and .xlsx with a password
# What begins with these bytes is no table; the words complete "FILE is …".
MAGIC = {
    b"%PDF-": "a PDF: export the table itself, as CSV or .xlsx",
    COMPOUND_FILE: (
        "an old .xls workbook, or one with a password: save it as .xlsx without a password"
    ),
    b"{\\rtf": "a text document (RTF): export the table itself, as CSV or .xlsx",
    b"PAR1": "a Parquet file: export it as CSV",
    b"SQLite format 3\0": "a SQLite database: declare it as a `database` in sources.yml",
    b"BZh": "packed (bzip2): unpack it",
    b"\xfd7zXZ\0": "packed (xz): unpack it",
    b"\x28\xb5\x2f\xfd": "packed (zstd): unpack it",
    b"7z\xbc\xaf\x27\x1c": "packed (7z): unpack it",
    b"Rar!": "packed (rar): unpack it",
    b"\x89PNG": "a picture: export the table itself, as CSV or .xlsx",
    b"\xff\xd8\xff": "a picture: export the table itself, as CSV or .xlsx",
}
HTML = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta|div)\b", re.IGNORECASE)
XML = re.compile(rb"\s*<(\?xml|[a-z:]+[ >])", re.IGNORECASE)
JSON = re.compile(rb'\s*(\{\s*("|\})|\[\s*(\{|\[|"|\]))')


def kind_of(data: bytes) -> str:
    """Return `TEXT`, `WORKBOOK` or `GZIP`, else what the file is and what to do, in words.

    `data` is the whole file where it is a zip, whose table of contents is at its end; of any
    other file `HEAD` bytes do.
    """
    for magic, words in MAGIC.items():
        if data.startswith(magic):
            return words
    if data.startswith(b"\x1f\x8b"):
        return GZIP
    if data.startswith((ZIP, b"PK\x05\x06")):
        return _zipped(data)
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if HTML.match(head):
        return "a web page (HTML): open it in a spreadsheet program and save it as .xlsx"
    if XML.match(head):
        return "XML: export it as CSV or .xlsx"
    if JSON.match(head):
        return "JSON: export it as CSV or .xlsx"
    return TEXT


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" in names:
                return WORKBOOK
            if "xl/workbook.bin" in names:
                return "a binary workbook (.xlsb): save it as .xlsx"
            kind = b""
            if "mimetype" in names:
                with packed.open("mimetype") as member:
                    kind = member.read(HEAD)
    except Exception:  # damage shows as any error
        return "a damaged zip or workbook: export it again"
    if b"opendocument.spreadsheet" in kind:
        return "an OpenDocument sheet (.ods): save it as .xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names) or b"opendocument" in kind:
        return "a text document or slides: export the table itself, as CSV or .xlsx"
    if "[Content_Types].xml" in names:
        return "an Office file of an unusual kind: save it as .xlsx in a spreadsheet program"
    return "a zip archive: unpack it"
