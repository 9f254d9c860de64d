"""The question files, without a server."""

import pytest

from common.errors import UserError
from queries import questions

FILES = [(name, engine) for name in questions.names() for engine in questions.engines(name)]


@pytest.mark.parametrize(("name", "engine"), FILES)
def test_first_comment_asks_the_question(name: str, engine: str) -> None:
    assert "?" in questions.question(name, engine).title


@pytest.mark.parametrize(("name", "engine"), FILES)
def test_a_marked_parameter_is_bound_and_its_default_gone(name: str, engine: str) -> None:
    asked = questions.question(name, engine)

    assert len(asked.defaults) == asked.text.count(" parameter\n")
    assert asked.bound().count("$") == len(asked.defaults)


@pytest.mark.parametrize("name", questions.names())
def test_both_languages_ask_the_same(name: str) -> None:
    asked = [questions.question(name, engine) for engine in questions.engines(name)]

    assert len({each.title for each in asked}) == 1
    assert len({tuple(each.defaults.items()) for each in asked}) == 1


def test_given_values_replace_defaults_in_their_type() -> None:
    asked = questions.question("most_active_students", "sql")

    assert questions.parameters(asked, {}) == {"how_many": 3}
    assert questions.parameters(asked, {"how_many": "7"}) == {"how_many": 7}


@pytest.mark.parametrize(
    ("given", "told"),
    [({"many": "7"}, "no parameter 'many': it has how_many"), ({"how_many": "x"}, "a number")],
)
def test_a_wrong_parameter_is_named(given: dict[str, str], told: str) -> None:
    asked = questions.question("most_active_students", "sql")
    with pytest.raises(UserError, match=told):
        questions.parameters(asked, given)


def test_an_unknown_question_or_language_says_what_there_is() -> None:
    with pytest.raises(UserError, match="choose one of attendance_by_country"):
        questions.question("nothing", "sql")
    with pytest.raises(UserError, match="only in sql"):
        questions.question("attendance_by_month", "cypher")
