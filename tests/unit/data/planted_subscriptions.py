"""Recounts the dirt of subscriptions.csv that `data/README.md` promises."""

import re
from collections import Counter, defaultdict

from tests.unit.data.recount import (
    MISSING,
    Parsed,
    cells,
    count,
    is_date,
    is_decomposed,
    schedule_kind,
    untidy,
)

Counts = dict[str, int]


def subscriptions(parsed: Parsed) -> Counts:
    rows = parsed.records
    kinds = Counter(schedule_kind(row["ProductSchedule"]) for row in rows)
    addresses = defaultdict(set)
    for row in rows:
        addresses[" ".join(row["InstructorFullName"].casefold().split())].add(
            row["InstructorEmail"]
        )
    spelled = defaultdict(set)
    for row in rows:
        spelled[row["Hackerspace"].strip().casefold()].add(row["Hackerspace"].strip())
    every = [value for row in rows for value in row.values()]
    return {f"schedule: {kind}": number for kind, number in kinds.items()} | {
        "cells that are empty": every.count(""),
        "cells with the text `null` or `NULL`": every.count("null") + every.count("NULL"),
        "SessionName in one letter case or with odd blanks": cells(rows, "SessionName", untidy),
        "TrackName ending in `*`": cells(rows, "TrackName", lambda text: text.endswith("*")),
        "TrackName with double blanks": cells(rows, "TrackName", lambda text: "  " in text.strip()),
        "campuses in several letter cases": sum(len(found) > 1 for found in spelled.values()),
        "Country in capitals": cells(rows, "Country", str.isupper),
        "Student in one letter case or with odd blanks": cells(rows, "Student", untidy),
        "Student with decomposed accents (NFD)": cells(rows, "Student", is_decomposed),
        "Student missing": cells(rows, "Student", MISSING.__contains__),
        "teachers with two e-mail addresses": sum(len(found) > 1 for found in addresses.values()),
        "start = end": count(
            rows, lambda row: row["SubscriptionStartDate"] == row["SubscriptionEndDate"]
        ),
        "start or end missing or unreadable": count(
            rows,
            lambda row: (
                not (is_date(row["SubscriptionStartDate"]) and is_date(row["SubscriptionEndDate"]))
            ),
        ),
        "DiplomaDate month first": cells(
            rows, "DiplomaDate", lambda text: is_date(text) and "/" in text
        ),
        "DiplomaDate ISO": cells(rows, "DiplomaDate", lambda text: is_date(text) and "-" in text),
        "DiplomaDate unreadable": cells(
            rows, "DiplomaDate", lambda text: text not in MISSING and not is_date(text)
        ),
        "progress missing": cells(rows, "SubscriptionProgress", MISSING.__contains__),
        "progress unreadable": cells(rows, "SubscriptionProgress", "almost done".__eq__),
        "progress without `%` or with a blank before it": cells(
            rows,
            "SubscriptionProgress",
            lambda text: text[:1].isdigit() and not re.fullmatch(r"[0-9.]+%", text),
        ),
        "progress outside 0 to 100 %": cells(
            rows, "SubscriptionProgress", ("104.50%", "-3.00%").__contains__
        ),
        "HasDiploma missing": cells(rows, "SubscriptionHasDiploma", MISSING.__contains__),
        "HasDiploma in another spelling": cells(
            rows,
            "SubscriptionHasDiploma",
            lambda text: text not in MISSING | {"TRUE", "FALSE", "maybe"},
        ),
        "HasDiploma unreadable": cells(rows, "SubscriptionHasDiploma", "maybe".__eq__),
        "birth date in this decade": cells(
            rows, "StudentBirthDate", lambda text: is_date(text) and text >= "2020"
        ),
        "birth date unreadable": cells(rows, "StudentBirthDate", "unknown".__eq__),
        "SubscriptionStatus given": cells(
            rows, "SubscriptionStatus", lambda text: text not in MISSING
        ),
        "SubscriptionStatus in capitals": cells(
            rows,
            "SubscriptionStatus",
            lambda text: text not in MISSING | {"VIP"} and text.isupper(),
        ),
        "SubscriptionStatus of the school's own": cells(rows, "SubscriptionStatus", "VIP".__eq__),
        "CancelledDate given": cells(rows, "CancelledDate", is_date),
        "CancelledDate unreadable": cells(rows, "CancelledDate", "soon".__eq__),
        "dates that only fill a place": sum(
            value in ("1900-01-01", "1/1/1970", "2099-12-31", "9999-12-31") for value in every
        ),
        "StudentId of another system": cells(rows, "StudentId", "CRM-10442".__eq__),
        "StudentId given": cells(rows, "StudentId", lambda text: text not in MISSING),
        "StudentEmail given": cells(rows, "StudentEmail", lambda text: text not in MISSING),
        "neither given: the name must do": count(
            rows, lambda row: {row["StudentId"], row["StudentEmail"]} <= MISSING
        ),
    }
