"""dbt's macros as the loader renders them: the project's own, with its variables."""

import re

from loaders.staging.cleaning import cleaned


def test_a_dispatched_macro_is_that_of_postgresql() -> None:
    assert "regexp_split_to_table" in cleaned("name_key", "cell")
    assert cleaned("name_key", "cell").count("normalize(cell, nfd)") == 1


def test_a_macro_calls_others_and_knows_the_variables() -> None:
    assert "'n/a'" in cleaned("clean_text", "cell")  # of `null_tokens`
    assert "'studentid'" in cleaned("real_key", "cell")  # of another macro
    assert "'janvier'" in cleaned("parse_date", "text", "'iso'", "null")


def test_nothing_of_jinja_is_left_in_what_people_are_told_by() -> None:
    whole = cleaned("name_key", cleaned("readable_name", cleaned("whole_name", "one", "two")))
    assert not re.search(r"\{[{%#]|[%#}]\}", whole)
