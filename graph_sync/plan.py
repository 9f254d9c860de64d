"""The differences between graph and mart: what comparing finds, and applying works off."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from common.spool import Spool
from graph_sync.model import ATTENDED, SESSION, STUDENT, Node


@dataclass(frozen=True)
class NodeChange:
    """A node that has to get these values, in the order of the model."""

    key: str
    values: tuple[Any, ...]
    new: bool


@dataclass
class NodeChanges:
    """What has to be done to the nodes of one label."""

    node: Node
    changes: Spool[NodeChange] = field(default_factory=Spool)
    # Keys of nodes that are not in the mart, and element ids of nodes that have no text as key.
    removals: Spool[str] = field(default_factory=Spool)
    strays: list[str] = field(default_factory=list)
    # Of all that the graph holds, and of what is added.
    held: int = 0
    added: int = 0
    # Of the nodes that stay: those with a subscription in the graph, and those that lose it.
    subscribed: int = 0
    unsubscribed: int = 0

    def change(self, key: str, values: tuple[Any, ...], *, new: bool) -> None:
        """Note a node to be written."""
        self.changes.append(NodeChange(key, values, new))
        self.added += new

    def note_strays(self, ids: list[str]) -> None:
        """Note nodes without a text as key, all of which have to go."""
        self.strays.extend(ids)
        self.held += len(ids)

    @property
    def changed(self) -> int:
        """Number of nodes that stay and get other values."""
        return len(self.changes) - self.added

    @property
    def removed(self) -> int:
        """Number of nodes that leave."""
        return len(self.removals) + len(self.strays)

    def describe(self) -> Iterator[str]:
        """One line per difference, keys only."""
        word = self.node.label.lower()
        for change in self.changes:
            yield f"{word} {change.key} " + (
                "is missing in the graph" if change.new else "has other values in the graph"
            )
        for removal in self.removals:
            yield f"{word} {removal} is in the graph and not in the mart"
        if self.strays:
            yield f"{len(self.strays)} nodes :{self.node.label} have no text as {self.node.key}"


@dataclass(frozen=True)
class LinkChange:
    """What has to be done to the attendances of one session.

    `doubled` says that a student to be unlinked is linked more than once.
    """

    session_id: str
    added: list[str]
    removed: list[str]
    doubled: bool = False

    def describe(self) -> Iterator[str]:
        """One line per direction, keys only."""
        twice = set(self.added) & set(self.removed)
        for word, keys in (
            ("missing in the graph", set(self.added) - twice),
            ("in the graph and not in the mart", set(self.removed) - twice),
            ("more than once in the graph", twice),
        ):
            if keys:
                yield (
                    f"session {self.session_id}: {len(keys)} attendances {word}, "
                    f"such as student {min(keys)}'s"
                )


@dataclass
class Plan:
    """Every difference between mart and graph."""

    students: NodeChanges = field(default_factory=lambda: NodeChanges(STUDENT))
    sessions: NodeChanges = field(default_factory=lambda: NodeChanges(SESSION))
    links: Spool[LinkChange] = field(default_factory=Spool)
    links_held: int = 0
    links_added: int = 0
    links_removed: int = 0

    def link(self, change: LinkChange, removed: int) -> None:
        """Note what has to be done to one session, and how many relationships that deletes."""
        self.links.append(change)
        self.links_added += len(change.added)
        self.links_removed += removed

    @property
    def removed(self) -> dict[str, int]:
        """How much would leave the graph, by kind."""
        return {
            "students": self.students.removed,
            "sessions": self.sessions.removed,
            "attendance": self.links_removed,
        }

    @property
    def held(self) -> dict[str, int]:
        """How much the graph holds, by kind."""
        return {
            "students": self.students.held,
            "sessions": self.sessions.held,
            "attendance": self.links_held,
        }

    @property
    def differences(self) -> int:
        """Number of nodes and attendances that differ."""
        changes = len(self.students.changes) + len(self.sessions.changes) + self.links_added
        return changes + sum(self.removed.values())

    @property
    def empty(self) -> bool:
        """Whether graph and mart are equal."""
        return not self.differences

    def describe(self, limit: int) -> list[str]:
        """The first differences of each kind, keys only."""
        links = (line for change in self.links for line in change.describe())
        parts = (self.students.describe(), self.sessions.describe(), links)
        return [line for part in parts for line in islice(part, limit)]

    def summary(self) -> list[str]:
        """One line per kind: what is added, changed and removed."""
        return [
            f"{each.node.mart.split('.')[1]:<11}{each.added:>10,} added{each.changed:>10,} changed"
            f"{each.removed:>10,} removed"
            for each in (self.students, self.sessions)
        ] + [
            f"{ATTENDED.mart.split('.')[1]:<11}{self.links_added:>10,} added{'':>18}"
            f"{self.links_removed:>10,} removed"
        ]
