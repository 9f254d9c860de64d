"""What the columns of the sources are: keys, dates, shares, statuses; and what is needed."""

# Files that this project's own page writes: known by their name, never guessed by their columns.
OWN_FILES = frozenset({"calls"})
DATES = {
    "sessions": ("date",),
    "attendance": ("session_date",),
    "subscriptions": (
        *("SubscriptionStartDate", "SubscriptionEndDate", "DiplomaDate"),
        *("StudentBirthDate", "CancelledDate"),
    ),
    "calls": ("day",),
}
# Of these, the ones that tell until when an export speaks.
UNTIL = {
    "sessions": ("date",),
    "attendance": ("session_date",),
    "subscriptions": ("SubscriptionStartDate",),
}
ENDS = {"subscriptions": "SubscriptionEndDate"}  # where it is empty, it runs
SHARES = {"subscriptions": ("SubscriptionProgress",)}
STATUS = {"sessions": "status", "attendance": "status", "subscriptions": "SubscriptionStatus"}
KEYS = {
    "students": ("student_id",),
    "sessions": ("session_id",),
    "attendance": ("student_id", "session_id"),
    "subscriptions": ("StudentId",),
    "calls": ("student_id",),
}
# What figures hang on: a name that holds one of theirs is asked about, not just kept beside.
DECIDES = {
    "sessions": ("status",),
    "subscriptions": (
        *("SubscriptionProgress", "SubscriptionHasDiploma", "DiplomaDate", "SubscriptionStatus"),
        "CancelledDate",
    ),
}
# Who finished hangs on these; of a subscription in which one is empty the other decides.
FINISHED = {
    "progress": ("SubscriptionProgress",),
    "diploma": ("SubscriptionHasDiploma", "DiplomaDate"),
}
# Whose ids a column repeats: source and column → source and column.
REFERS = {
    ("attendance", "student_id"): ("students", "student_id"),
    ("attendance", "session_id"): ("sessions", "session_id"),
    ("subscriptions", "StudentId"): ("students", "student_id"),
    ("calls", "student_id"): ("students", "student_id"),
}
# What a source cannot do without: of each line, one of the sets of columns.
NEEDS: dict[str, tuple[tuple[tuple[str, ...], ...], ...]] = {
    "students": ((("student_id",),),),
    "sessions": ((("session_id",), ("date", "group")), (("date",),)),
    "attendance": (
        (("student_id",), ("student_email",)),
        (("session_id",), ("session_date",)),
    ),
    "subscriptions": (
        (("StudentId",), ("StudentEmail",), ("Student",)),
        (("SubscriptionStartDate",),),
        (("SubscriptionEndDate",),),
    ),
    "calls": ((("student_id",),), (("day",),), (("outcome",),)),
}


def is_needed(source: str, column: str) -> bool:
    """Whether one of the ways to do without other columns takes this one."""
    return any(column in way for ways in NEEDS.get(source, ()) for way in ways)


def lacking(source: str, found: set[str], required: tuple[str, ...]) -> list[str]:
    """Return the columns that a source cannot do without and does not have.

    A source that is not one of the four needs all that are `required`.
    """
    if source not in NEEDS:
        return [column for column in required if column not in found]
    lacks = []
    for ways in NEEDS[source]:
        if not any(found.issuperset(way) for way in ways):
            lacks += [column for column in ways[0] if column not in found]
    return lacks
