"""A file's text as blocks of whole lines in UTF-8, in bounded memory, whatever its encoding."""

import codecs
import itertools
import re
from collections.abc import Iterator

from loaders.contract.model import Source
from loaders.files.kinds import GZIP, TEXT, WORKBOOK, ZIP, kind_of
from loaders.files.reading import BLOCK, HashingFile, refused, unpacked
from loaders.files.tokenizer import RECORD_LIMIT

# The longer ones first: one of UTF-32 begins like one of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8"),
)
NO_TEXT = {
    GZIP: "packed (gzip): add `.gz` to its name",
    WORKBOOK: "an Excel workbook: save its sheet as CSV UTF-8, or declare `format: excel`",
}
HALF = b"\xff"  # for half a character at the end of a file


def utf8_blocks(file: HashingFile, source: Source) -> Iterator[bytes]:
    """Yield the text in blocks of whole lines.

    A block ends with LF, with CR before something else than LF, or with the file; a line that is
    longer than the loader reads is cut just beyond the limit, so that it is found to be too long.
    """
    rest = b""
    for part in _decoded(file, source):
        # A CR at its end is a line end as soon as something follows.
        if len(rest) > RECORD_LIMIT + BLOCK and not rest.endswith(b"\r"):
            rest = rest[: RECORD_LIMIT + 1]
        rest += part
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def table_of(blocks: Iterator[bytes], until: str) -> Iterator[bytes]:
    """Yield the blocks up to a line that begins with `until`; the others are read all the same."""
    end = re.compile(rb"(?:\A|(?<=[\r\n]))" + re.escape(until.encode())) if until else None
    for block in blocks:
        if end and (found := end.search(block)):
            yield block[: found.start()]
            break
        yield block
    for _ in blocks:
        pass


def _decoded(file: HashingFile, source: Source) -> Iterator[bytes]:
    parts = unpacked(file)
    first = next(parts, b"")
    # The table of contents of a zip is at its end.
    kind = kind_of(b"".join([first, *parts]) if first.startswith(ZIP) else first)
    if kind != TEXT:
        raise refused(file.path, f"is {NO_TEXT.get(kind, kind)}")
    declared, codec = source.dialect.encoding.upper(), codecs.lookup(source.dialect.encoding).name
    family = re.sub("-(le|be|sig)$", "", codec)
    _check_mark(file, first, source, family, needed=codec in ("utf-16", "utf-32"))
    if family == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from parts
        return
    # What does not decode becomes bytes that are never valid in UTF-8, so its record is rejected.
    errors = "surrogatepass" if family in ("utf-16", "utf-32") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(codec)(errors)
    try:
        text = decoder.decode(first)
        if codec != family:  # the others take the mark away themselves
            text = text.removeprefix("\ufeff")
        for part in itertools.chain([first[:0]], parts):
            yield (text + decoder.decode(part)).encode("utf-8", errors)
            text = ""
    except UnicodeError as error:
        raise refused(
            file.path,
            f"is not {declared} ({type(error).__name__}): correct `encoding` of source "
            f"`{source.name}` in sources.yml",
        ) from None
    if decoder.getstate()[0]:
        yield HALF


def _check_mark(file: HashingFile, first: bytes, source: Source, family: str, needed: bool) -> None:
    """Refuse a file whose byte-order mark says another encoding than the declared one."""
    found = next((name for mark, name in BYTE_ORDER_MARKS if first.startswith(mark)), None)
    declared = source.dialect.encoding.upper()
    if found == "utf-8" != family:
        raise refused(
            file.path,
            f"is UTF-8 (it begins with its byte-order mark), not {declared}: remove `encoding` of "
            f"source `{source.name}` in sources.yml",
        )
    if found and found != family:
        raise refused(
            file.path,
            f"is {found.upper()}, not {declared}: save it as CSV UTF-8, or declare "
            f"`encoding: {found}` in sources.yml",
        )
    if needed and first and not found:
        order = {0: "be", 1: "le"}.get(first[:2].find(b"\0"))
        its = f"`encoding: {family}-{order}`" if order and family == "utf-16" else "its `encoding`"
        raise refused(
            file.path,
            f"is not {declared} (it begins without a byte-order mark): save it as CSV UTF-8, or "
            f"declare {its} in sources.yml",
        )
