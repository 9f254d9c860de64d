"""The reader and a slow, simple one agree on any bytes, however broken and however cut."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.batch import Layout
from loaders.contract.model import RECORD_ENDS, Dialect
from loaders.files.delimited import DelimitedReader
from loaders.files.tokenizer import RecordEnds
from tests.integration.loaders.files.oracle import Expected, expected
from tests.integration.loaders.files.parsing import whole_lines
from tests.unit.loaders.files.in_process import rows

TOKENS = [
    *(b"a", b"b,", b",", b";", b"||", b"'", b'"', b'""', b'"x"', b',"', b'",', b'"\n', b'\n"'),
    *(b"\n", b"\r", b"\r\n", b" ", b"\0", b"\xff", "é".encode(), b"\x01", b"\\", b'\\"', b"\\N"),
    *(b"1,2\n", b"1,2\r\n", b'"1","2"\n', b'"x\ny",2\n', b"\\.\n", b'1,"a "b"\n', b'x"y",z\n'),
]
DAMAGED = st.lists(st.sampled_from(TOKENS), max_size=25).map(b"".join)
DIALECTS = [
    *(Dialect(), Dialect(delimiter=";"), Dialect(delimiter="||"), Dialect(escape="\\")),
    *(Dialect(quote="'", escape="'"), Dialect(quote="", escape=""), Dialect(delimiter="a")),
    *(Dialect(record_end="lf"), Dialect(record_end="crlf"), Dialect(record_end="cr")),
]


def all_ends(dialect: Dialect, data: bytes) -> RecordEnds:
    declared = RECORD_ENDS.get(dialect.record_end)
    allowed = (declared,) if declared else tuple(RECORD_ENDS.values())
    return RecordEnds(RecordEnds.of(dialect, data).usual, allowed)


def read(
    data: bytes,
    width: int,
    dialect: Dialect,
    size: int = 2**20,
    ends: RecordEnds | None = None,
) -> Expected:
    layout = Layout(width, tuple((f"c{at}", at) for at in range(width)))
    ends = ends or all_ends(dialect, data)
    landed: list[tuple[int, list[str]]] = []
    rejected: list[tuple[int, int, str, str]] = []
    records = 0
    for batch in DelimitedReader(dialect, layout, ends, 0).batches(whole_lines(data, size)):
        found = list(rows(batch, records))
        assert len(found) == batch.landed
        landed += found
        rejected += [(r.record, r.line, r.raw, r.reason) for r in batch.rejects]
        records += batch.records
    return Expected(landed, rejected)


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@settings(max_examples=150, deadline=None)
@given(data=DAMAGED, width=st.sampled_from([2, 1, 3]), size=st.sampled_from([1, 30, 2**20]))
@example(b'"a",b\n"x\ny",2', 2, 2**20)  # landed altered where `re` has faulty quantifiers
@example(b'\x01\x01\n"', 1, 1)  # landed empty where nothing quotes
@example(b'a|"\n|"x\ny"||""""\n', 3, 30)  # half a delimiter before a quote
@example(b'1,"He said "no"\nplain, line\nthen left, slowly"\n3,z\n', 2, 1)
def test_both_readers_agree(dialect: Dialect, data: bytes, width: int, size: int) -> None:
    assert read(data, width, dialect, size) == expected(data, width, dialect)


def reasons(data: bytes, width: int = 2) -> dict[int, str]:
    return {record: reason for record, _, _, reason in read(data, width, Dialect()).rejected}


def test_a_bad_record_costs_one_record_where_quoting_is_sound() -> None:
    lines = [b'%d,"ok"\n' % number for number in range(1, 100)]
    for bad in (b'9,"open\n', b'"9,x\n', b'9,5"\n', b'9,"a"b\n', b'9,a"b"\n', b'9,"a "b"\n'):
        broken = [*lines[:9], bad, *lines[10:50], bad, *lines[51:]]
        assert reasons(b"".join(broken)) == {10: "row-error", 51: "row-error"}


def test_stray_quotes_far_apart_take_no_row_between_them_along() -> None:
    for bad in (b'9,5"\n', b'9,x"y\n', b'9,"x" y"z\n'):
        data = bad + b"1,2\n" * 50 + bad + b"1,2\n"
        assert reasons(data) == {1: "row-error", 52: "row-error"}


def test_what_may_belong_to_a_broken_record_is_rejected_with_it() -> None:
    data = b'1,"He said "no"\nplain, line\n\nthen left, slowly"\n3,z\n'
    assert read(data, 2, Dialect()) == Expected(
        [(4, ["3", "z"])],
        [
            (1, 1, '1,"He said "no"', "row-error"),
            (2, 2, "plain, line", "continuation"),
            (3, 4, 'then left, slowly"', "continuation"),
        ],
    )


@pytest.mark.parametrize("rest", [b"y,b,c", b'y,"b",c', b'y\nz,"b",c', b'y"z,b,c'])
def test_the_rest_of_a_first_cell_whose_quote_is_lost_is_rejected_with_it(rest: bytes) -> None:
    data = b"1,2,3\n" + b'"x\n' + rest + b'\n4,"5",6\n'
    assert [cells for _, cells in read(data, 3, Dialect()).landed] == [
        ["1", "2", "3"],
        ["4", "5", "6"],
    ]
    assert set(reasons(data, 3).values()) == {"row-error", "continuation"}


def test_a_lost_delimiter_before_a_quoted_cell_shifts_no_cell() -> None:
    assert reasons(b'7,$78"Table, round",u\n', 4) == {1: "row-error"}
    assert reasons(b'7,$78"Table",,u\n', 4) == {1: "row-error"}


def test_an_escape_goes_away_before_a_quote_and_nowhere_else() -> None:
    found = read(b'1,"C:\\temp\\new"\n2,"say \\"x\\""\n3,a\\b\n', 2, Dialect(escape="\\"))
    assert found == Expected(
        [(1, ["1", "C:\\temp\\new"]), (2, ["2", 'say "x"']), (3, ["3", "a\\b"])], []
    )


@pytest.mark.parametrize("surplus", [b"", b"NULL", b"x"])
def test_a_surplus_cell_is_rejected_whatever_it_holds_and_whatever_is_beside_it(
    surplus: bytes,
) -> None:
    for neighbour in (b"2,Ada\n", b"2\n"):
        assert reasons(b"1,Smith," + surplus + b"\n" + neighbour)[1] == "extra-cell"


def test_a_file_of_one_column_may_have_empty_cells() -> None:
    assert read(b"x\n\ny\n", 1, Dialect()).landed == [(1, ["x"]), (2, [""]), (3, ["y"])]


@pytest.mark.parametrize("lone", [b"\n", b"\r"])
def test_a_lone_other_line_end_rejects_both_halves(lone: bytes) -> None:
    data = b"1,a\r\n2,b" + lone + b"3,c\r\n4,d\r\n"
    ends = RecordEnds.of(Dialect(), data)
    assert (ends.usual, ends.allowed) == (b"\r\n", (b"\r\n",))
    found = read(data, 2, Dialect(), ends=ends)
    assert found == expected(data, 2, Dialect(), ends.allowed)
    assert [record for record, *_ in found.rejected] == [2, 3]


@pytest.mark.parametrize("last", [b"\n", b"\r", b""])
def test_a_line_end_that_nothing_follows_cuts_no_record(last: bytes) -> None:
    data = b"1,a\r\n2,b\r\n3,c\r\n4,d" + last
    ends = RecordEnds.of(Dialect(), data)
    assert ends.allowed == (b"\r\n",)
    assert len(read(data, 2, Dialect(), ends=ends).landed) == 4


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"1,a\n2,b\r3,c\n4,d\n", (b"\n", b"\r\n")),
        (b"1,a\n2,b\r\n3,c\n4,d\n", (b"\n", b"\r\n")),
        (b'1,"a\nb\nc"\r\n2,b\r\n', (b"\r\n",)),
        (b'1,"a\nb\r\n' + b'2,"a\nb"\r\n' * 30, (b"\r\n",)),  # a quote is not closed
        (b"1,a\r\n2,b\n3,c\r4,d", tuple(RECORD_ENDS.values())),
        (b"1,a\r\n2,b\r\n3,c\r\n4,d\n5,e\n", tuple(RECORD_ENDS.values())),
        (b"1,a", tuple(RECORD_ENDS.values())),
    ],
)
def test_the_end_of_nearly_all_records_holds_for_all(data: bytes, allowed: object) -> None:
    assert RecordEnds.of(Dialect(), data).allowed == allowed
