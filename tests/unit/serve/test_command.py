"""What the command line takes."""

import pytest

from serve.__main__ import _parser


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "70000 is no port"),
        (["--port", "0"], "0 is no port"),
        (["--port", "x"], "x is no port"),
        (["--public", "https://"], "is not like https://"),
        (["--public", "http://figures.school.example"], "is not like https://"),
        (["--public", "https://figures.school.example/page"], "is not like https://"),
    ],
    ids=str,
)
def test_what_is_no_port_or_address_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_an_address_is_written_as_browsers_write_it() -> None:
    arguments = _parser().parse_args(
        ["--port", "8701", "--public", "https://Figures.School.Example"]
    )
    assert (arguments.port, arguments.public) == (8701, "https://figures.school.example")
