"""A workbook's cell lands as a person sees it, and loses nothing."""

from types import SimpleNamespace
from typing import Any

import pytest

from loaders.files.cells import text_of


def shown(value: Any, style: str = "General") -> str:
    return text_of(SimpleNamespace(value=value, number_format=style))


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (123, "00000", "00123"),
        (123.0, "00000", "00123"),
        (123456, "000", "123456"),
        (612345678, "00\\ 00\\ 00\\ 00\\ 00", "06 12 34 56 78"),
        (42, '"S"000', "S042"),
        (42, "\\S000", "S042"),
        (12345, '"S-"000', "S-12345"),
        (42, '"10"000', "10042"),
        (12345, "(000)", "(12345)"),
        (42, "_-000", "042"),
        (42, "[Red]000", "042"),
        (90, '0" min"', "90"),
        (3, "0", "3"),
        (3.75, "00", "3.75"),
        (-3, "000", "-3"),
        (0.9504, "0.00%", "95.04%"),
        (0.9504, "0%", "95.04%"),
        (1, "0%", "100%"),
        (0.07, "0.0%;[Red]-0.0%", "7%"),
        (5, '0"%"', "5"),
        (1234567.25, "#,##0.00", "1234567.25"),
        (0.1 + 0.2, "0.00", "0.3"),
    ],
)
def test_a_format_adds_zeros_and_a_percent_sign_and_takes_nothing_away(
    value: float, style: str, text: str
) -> None:
    assert shown(value, style) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("p_x000D_\nq", "p\r\nq"),
        ("_x0041_", "A"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x12_", "_x12_"),
        ("_xD83D__xDE42_ _xD83D_", "🙂 \ud83d"),
        ("#DIV/0!", "#DIV/0!"),
    ],
)
def test_characters_that_the_format_escapes_are_read(value: str, text: str) -> None:
    assert shown(value) == text
