"""The graph's model: the one place for labels, keys, properties and constraints."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Property:
    """One property of a node, named like its column in the mart unless `source` names another.

    One that is `optional` exists only when configured.
    """

    name: str
    kind: str
    meaning: str
    source: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Node:
    """One label of the project; `properties[0]` is the key, unique in the graph."""

    label: str
    mart: str
    properties: tuple[Property, ...]

    @property
    def plural(self) -> str:
        """The word for many of them, as in the names of marts and statements."""
        return self.mart.split(".")[1]

    @property
    def key(self) -> str:
        """Name of the property that identifies the node."""
        return self.properties[0].name

    def source(self, each: Property) -> str:
        """Schema, table and column that a property comes from."""
        return each.source or f"{self.mart}.{each.name}"

    @property
    def values(self) -> tuple[str, ...]:
        """Names of the properties that are not the key."""
        return tuple(each.name for each in self.properties[1:])

    @property
    def nothing(self) -> dict[str, None]:
        """What sets all of its properties to none: takes ours off a node that others use."""
        return dict.fromkeys(each.name for each in self.properties)


@dataclass(frozen=True)
class Relationship:
    """One relationship type of the project, from a start label to an end label."""

    type: str
    start: Node
    end: Node
    mart: str


STUDENT = Node(
    label="Student",
    mart="marts.students",
    properties=(
        Property("student_id", "STRING", "key of the student, as in the mart"),
        Property("name", "STRING", "full name, as cleaned by the mart"),
        Property(
            "country",
            "STRING",
            "country of the student's latest subscription; missing without one",
            "marts.student_churn.country_name",
        ),
        Property(
            "subscription_status",
            "STRING",
            "status of that subscription; missing without one",
            "marts.student_churn.subscription_status",
        ),
        Property(
            "churn_flag",
            "BOOLEAN",
            "whether it churned; missing where that cannot be said",
            "marts.student_churn.churn_flag",
        ),
        Property("email", "STRING", "e-mail address as in the mart", optional=True),
    ),
)

SESSION = Node(
    label="Session",
    mart="marts.sessions",
    properties=(
        Property("session_id", "STRING", "key of the session, as in the mart"),
        Property("date", "DATE", "day on which the session took place"),
        Property("duration", "INTEGER", "planned length in minutes"),
        Property("module", "STRING", "module that was taught"),
    ),
)

ATTENDED = Relationship("ATTENDED", STUDENT, SESSION, "marts.attendance")

NODES = (STUDENT, SESSION)

# The property that a student has who has a subscription, and no other.
SUBSCRIBED = "subscription_status"

# The sync's own bookkeeping: one node with the token of the run that may write.
RUN_LABEL = "SyncRun"
RUN_KEY = "name"

# Label and property of every uniqueness constraint the sync needs before it writes.
UNIQUE = ((STUDENT.label, STUDENT.key), (SESSION.label, SESSION.key), (RUN_LABEL, RUN_KEY))
