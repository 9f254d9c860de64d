"""Recounts every kind of dirt that `data/README.md` promises, per file."""

import re
from collections import Counter, defaultdict
from pathlib import Path

from tests.unit.data.planted_subscriptions import Counts, subscriptions
from tests.unit.data.recount import (
    MISSING,
    MONTH_FIRST,
    Parsed,
    Record,
    cells,
    contradicted,
    copies,
    count,
    is_date,
    is_decomposed,
    parse,
    to_date,
    untidy,
)


def recount(folder: Path) -> dict[str, Counts]:
    """Return, per file name, how often each kind of dirt is found."""
    files = {
        name: parse(folder / f"{name}.csv")
        for name in ("students", "sessions", "attendance", "subscriptions", "calls")
    }
    found = {
        "students.csv": students(files["students"], files["attendance"]),
        "sessions.csv": sessions(files["sessions"]),
        "attendance.csv": attendance(files),
        "subscriptions.csv": subscriptions(files["subscriptions"]),
        "calls.csv": calls(files["calls"]),
    }
    for name, parsed in files.items():
        found[f"{name}.csv"] |= dict(parsed.broken)
        found[f"{name}.csv"]["rows repeated exactly"] = copies(parsed.records)
    return found


CAME = {"present", "late"}


def ids_of(parsed: Parsed, column: str) -> set[str]:
    return {record[column].strip() for record in parsed.records} - MISSING


def students(parsed: Parsed, attended: Parsed) -> Counts:
    rows = parsed.records
    emails = [record["email"] for record in rows]
    owners = defaultdict(set)
    bearers: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for record in rows:
        bearers[record["email"].lower()][record["student_id"]] = record["name"]
        if record["student_id"] not in MISSING and record["name"] not in MISSING:
            owners[" ".join(record["name"].casefold().split())].add(record["student_id"])
    return {
        "no student id": cells(rows, "student_id", MISSING.__contains__),
        "name `null`": cells(rows, "name", "null".__eq__),
        "name in one letter case or with odd blanks": cells(rows, "name", untidy),
        "name with decomposed accents (NFD)": cells(rows, "name", is_decomposed),
        "name in Arabic script": cells(rows, "name", lambda text: "\u0600" <= text[:1] <= "\u06ff"),
        "e-mail with capitals": sum(email != email.lower() for email in emails),
        "malformed e-mail": sum(
            email != "" and ("@" not in email or email.endswith("@")) for email in emails
        ),
        "ids with contradicting rows": contradicted(rows, "student_id"),
        "names that two ids share": sum(len(ids) > 1 for ids in owners.values()),
        "e-mails that two names share": sum(
            len(set(names.values())) > 1 for email, names in bearers.items() if email
        ),
        "phone with a country code, not apart": cells(rows, "phone", is_solid),
        "phone with 00 before the country's code": cells(
            rows, "phone", lambda text: text.startswith("00")
        ),
        "phone as dialled within the country": cells(rows, "phone", is_local),
        "two phones in one cell": cells(rows, "phone", lambda text: "/" in text),
        "phone missing": cells(rows, "phone", MISSING.__contains__),
        "phone unreadable": cells(
            rows, "phone", lambda text: text not in MISSING and any(map(str.isalpha, text))
        ),
        "students who never attend": len(
            {one for one in ids_of(parsed, "student_id") if not one.startswith("9")}
            - {row["student_id"].strip() for row in attended.records if came(row)}
        ),
    }


def is_solid(text: str) -> bool:
    return text.startswith("+") and text[1:].isdecimal()


def is_local(text: str) -> bool:
    return text[:1] not in ("", "+") and text[:2] != "00" and bool(re.fullmatch(r"[\d .]+", text))


def calls(parsed: Parsed) -> Counts:
    return {
        "outcome in capitals or in French": cells(
            parsed.records,
            "outcome",
            lambda text: text not in ("reached", "spoke", "no answer", "wrong number"),
        )
    }


def came(row: Record) -> bool:
    return row["status"].lower() in CAME


def sessions(parsed: Parsed) -> Counts:
    rows = parsed.records
    dates = [record["date"] for record in rows]
    return {
        "no session id": cells(rows, "session_id", MISSING.__contains__),
        "date month first": sum(bool(MONTH_FIRST.fullmatch(day)) for day in dates),
        "date missing": sum(day in MISSING for day in dates),
        "date that does not exist": sum(day not in MISSING and not is_date(day) for day in dates),
        "date in the future": sum(day.startswith("2031") for day in dates),
        "duration with a unit or blanks": cells(
            rows, "duration", lambda text: "min" in text or (text != text.strip())
        ),
        "duration missing": cells(rows, "duration", MISSING.__contains__),
        "duration no number of minutes": cells(rows, "duration", ("1h30", "soon").__contains__),
        "duration of 0, below 0, above a day": cells(
            rows, "duration", ("0", "-5", "2000").__contains__
        ),
        "module in one letter case or with odd blanks": cells(
            rows, "module", lambda text: text not in ("SQL", "SEO") and untidy(text)
        ),
        "ids with contradicting rows": contradicted(rows, "session_id"),
        "cancelled": cells(rows, "status", "cancelled".__eq__),
    }


def attendance(files: dict[str, Parsed]) -> Counts:
    rows = files["attendance"].records
    people = ids_of(files["students"], "student_id")
    held = {row["session_id"]: row["date"] for row in files["sessions"].records}
    return crowd(files, people, held) | {
        "unknown student": count(
            rows, lambda row: not {row["student_id"].strip()} <= people | MISSING
        ),
        "unknown session": count(
            rows, lambda row: not {row["session_id"]} <= held.keys() | MISSING
        ),
        "no student id or no session id": count(
            rows, lambda row: bool(MISSING.intersection(row.values()))
        ),
        "student id with blanks around it": cells(
            rows, "student_id", lambda text: text != text.strip()
        ),
        "status in capitals": cells(rows, "status", str.isupper),
        "late": cells(rows, "status", lambda text: text.lower() == "late"),
        "absent": cells(rows, "status", lambda text: text.lower() == "absent"),
        "excused": cells(rows, "status", lambda text: text.lower() == "excused"),
        "status of the school's own": cells(rows, "status", lambda text: text.lower() == "abs."),
    }


def crowd(files: dict[str, Parsed], people: set[str], held: dict[str, str]) -> Counts:
    """Count what shows only when attendance is seen with the other files."""
    pairs = {
        (row["student_id"].strip(), row["session_id"])
        for row in files["attendance"].records
        if came(row) and row["student_id"].strip() in people and row["session_id"] in held
    }
    sizes = Counter(session for _, session in pairs)
    company: Counter[str] = Counter()
    for student, session in pairs:
        company[student] = max(company[student], sizes[session])
    starts, ends = defaultdict(list), defaultdict(list)
    for row in files["subscriptions"].records:
        if is_date(row["SubscriptionStartDate"]) and is_date(row["SubscriptionEndDate"]):
            starts[row["StudentId"]].append(row["SubscriptionStartDate"])
            ends[row["StudentId"]].append(row["SubscriptionEndDate"])
    cancelled = {
        row["session_id"] for row in files["sessions"].records if row["status"] == "cancelled"
    }
    days = {session: day.isoformat() for session in held if (day := to_date(held[session]))}
    dated = [(student, days[session]) for student, session in pairs if session in days]
    return {
        "in a session that is said to be cancelled": sum(
            session in cancelled for _, session in pairs
        ),
        "students who only ever sat alone": sum(most == 1 for most in company.values()),
        "before the first subscription given by id": sum(
            day < min(starts[student]) for student, day in dated if student in starts
        ),
        "after the last subscription given by id": sum(
            day > max(ends[student]) for student, day in dated if student in ends
        ),
    }
