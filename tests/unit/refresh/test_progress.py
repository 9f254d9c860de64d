"""Of what dbt prints, a build shows what says something."""

import pytest

from refresh.build.artifacts import in_place
from refresh.build.aside import show_build

BUILD = [
    "10:00:00  Running with dbt\n",
    "10:00:00  1 of 3 START sql view model staging.a [RUN]\n",
    "10:00:00  1 of 3 OK created sql view model staging.a [CREATE VIEW in 0.1s]\n",
    "10:00:01  2 of 3 PASS unique_a [PASS in 0.1s]\n",
    "10:00:01  3 of 3 ERROR creating b [ERROR in 0.1s]\n",
]


def test_of_a_build_only_what_did_not_pass_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    show_build(BUILD)
    assert capfd.readouterr().out == BUILD[0] + BUILD[4]


def test_nobody_meets_the_names_of_the_schemas_aside() -> None:
    printed = 'select * from "warehouse"."intermediate_next"."a", marts_next.b, my_marts_next'
    said = 'select * from "warehouse"."intermediate"."a", marts.b, my_marts_next'
    assert in_place(printed) == said
