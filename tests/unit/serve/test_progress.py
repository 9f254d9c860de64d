"""How far a run is is told in the school's language, and in few words."""

from common.language import language
from serve.progress import told


def test_of_a_stage_the_newest_is_told_in_a_language() -> None:
    events = [
        {"step": "load", "number": 1, "of": 5, "new": True},
        {"stage": "élèves.csv", "done": 1, "total": 9, "note": "1,000 rows", "in_bytes": True},
        {"stage": "élèves.csv", "done": 9, "total": 9, "note": "1,200 rows", "in_bytes": True},
        {"step": "load", "code": 0, "seconds": 1.5},
        {"stage": "models and tests", "done": 3, "total": 90, "note": "", "in_bytes": False},
    ]
    first, loaded, ended, built = told(events, language("fr"))
    assert (first, ended) == (events[0], {**events[3], "seconds": "1,5"})
    assert loaded == {**events[2], "note": "1\u202f200 lignes"}
    assert built == {**events[4], "stage": "calculs et contrôles"}


def test_the_words_of_each_stage_are_known() -> None:
    stages = ("models and tests", "write students", "compare sessions", "ask for isolated_student")
    for code in ("fr", "ar"):
        assert [stage for stage in stages if language(code).known(stage) == stage] == []
