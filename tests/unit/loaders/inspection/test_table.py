"""A table is counted; what is no record of it is counted apart."""

from collections import Counter

from loaders.inspection.table import read_table


def test_what_is_no_record_is_counted_apart() -> None:
    records = [
        ["1", "Ada"],
        ["", " "],
        ["Student ID", "NAME"],
        ["1", "Bo"],
        ["2"],
        ["3", "Cy", "surplus"],
        ["4", "Di", ""],
        ["Total", "5"],
        ["", "Moyenne"],
        ["34", "étudiants"],
        ["Nombre de lignes : 34", ""],
        ["", "34 rows"],
    ]
    table = read_table(["student_id", "name"], records)
    assert (table.rows, table.headers, table.totals, table.ragged) == (5, 1, 5, 2)
    assert table.column(0) == Counter({"1": 2, "4": 1})
