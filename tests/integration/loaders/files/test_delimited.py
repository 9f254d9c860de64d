"""Every record is landed or rejected as a slow second reader says, however the text is cut."""

from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loaders.contract.model import Dialect
from tests.integration.loaders.files.oracle import expected
from tests.integration.loaders.files.parsing import parsed

TOKENS = [
    *(
        b"a",
        b"b,",
        b",",
        b"1,2\n",
        b'"',
        b'"x"',
        b'""',
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"\0",
        b"\xff",
    ),
    *("é".encode(), b"\\", b"\\N", b'"x\ny",2\n', b"\\.\n", b"||", b";", b"null", b",'"),
]
MESSY = st.lists(st.sampled_from(TOKENS), max_size=25).map(b"".join)
# Mostly lines that need no care, so that blocks of either kind follow each other in one file.
LINES = [
    *(b"1,2\n", b",\n", "Zoé,👍\n".encode(), b"1,2\r\n", b"\\,2\n", b'"1",2\n', b"1;2\n"),
    *(b"1,2,3\n", b"1\n", b'1,"2\n', b"1,\xff\n", b"1,\0\n", b"\n", b"\\.\n", b'"x\r\ny",2\r\n'),
]
MOSTLY_GOOD = st.lists(st.one_of(*map(st.sampled_from, (LINES[:7], LINES[:7], LINES))), max_size=25)
TEXT = st.one_of(MESSY, st.tuples(MOSTLY_GOOD.map(b"".join), MESSY).map(b"".join))
DIALECTS = [
    Dialect(),
    Dialect(delimiter=";"),
    Dialect(delimiter="||"),
    Dialect(escape="\\"),
    Dialect(quote="'", escape="'"),
    Dialect(quote="", escape=""),
    Dialect(delimiter="||", quote="", escape=""),
    Dialect(delimiter="\t"),
    Dialect(delimiter="a"),
    Dialect(record_end="lf"),
    Dialect(record_end="crlf"),
    Dialect(record_end="cr"),
    Dialect(delimiter="||", record_end="crlf"),
]


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=TEXT, width=st.sampled_from([2, 1, 3]), size=st.sampled_from([1, 30, 2**20]))
@example(b'"1,2\n\na', 1, 2**20)  # a blank line and no end at the end
@example(b"b,\\\r\n", 2, 2**20)
@example(b'"a",b\r\n"x\r\ny",2', 2, 2**20)
@example(b'1,2\n"x\n\\.\ny",2\n3,4\n', 2, 2**20)  # ended the data before PostgreSQL 18
@example(b"1,b\r\n\n2,c\n3,d\n", 2, 1)  # a block of blank lines after a wrong end
def test_any_bytes_are_accounted_for(
    connection: psycopg.Connection[Any], dialect: Dialect, data: bytes, width: int, size: int
) -> None:
    assert parsed(connection, data, width, dialect, size) == expected(data, width, dialect)


def test_a_record_cut_by_another_line_end_than_the_declared_one_is_rejected_whole(
    connection: psycopg.Connection[Any],
) -> None:
    # Without the declaration "2,3" would land as a record of its own.
    found = parsed(connection, b"0,0\r\n1,b\n2,3\r\n4,4\r\n", 2, Dialect(record_end="crlf"), size=8)
    assert found.landed == [(1, ["0", "0"]), (4, ["4", "4"])]
    assert found.rejected == [(2, 2, "1,b", "row-error"), (3, 3, "2,3", "row-error")]


def test_a_quote_beside_other_text_is_broken_quoting(
    connection: psycopg.Connection[Any],
) -> None:
    # `COPY` alone would join the quotes and land the first and the second.
    found = parsed(connection, b' "1",a\n"2" ,b\n3, c \n', 2, Dialect())
    assert found.landed == [(3, ["3", " c "])]
    assert [(record, reason) for record, _, _, reason in found.rejected] == [
        (1, "row-error"),
        (2, "row-error"),
    ]


def test_a_quote_that_never_closes_costs_one_line(
    connection: psycopg.Connection[Any],
) -> None:
    lines = [b'%d,"ok"\n' % number for number in range(1, 100)]
    lines[49] = b'50,"open\n'
    found = parsed(connection, b"".join(lines), 2, Dialect(), size=64)
    assert [record for record, _ in found.landed] == [n for n in range(1, 100) if n != 50]
    assert found.rejected == [(50, 50, '50,"open', "row-error")]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_record_beyond_the_limit_is_rejected_and_what_follows_lands(
    connection: psycopg.Connection[Any], quote: str
) -> None:
    long = f"1,{quote}{'x' * (9 * 2**20)}{quote}\n2,ok\n".encode()
    found = parsed(connection, long, 2, Dialect(), size=2**20)
    assert found.landed == [(2, ["2", "ok"])]
    assert [(record, reason) for record, _, _, reason in found.rejected] == [(1, "row-error")]
