"""Who is meant: all by which the exports, and the models, know one person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from common.errors import UserError
from common.wording import listed
from loaders.staging.cleaning import cleaned

PART = "\x1f"  # between the values of a key that has two


class SeveralError(UserError):
    """What is given fits more than one person."""


@dataclass
class Person:
    """One person: `keys` are values by kind, as the loader keeps people out by them.

    `notes` say what is not taken for theirs, and why. Without keys it is nobody.
    """

    keys: set[tuple[str, str]] = field(default_factory=set)
    student_ids: set[str] = field(default_factory=set)
    subscription_ids: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


class Search:
    """Looks for one person in what `people.gathered` found of everybody."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._names: set[str] = set()
        self._emails: set[str] = set()
        self._births: set[tuple[str, str]] = set()
        self._ids: set[str] = set()  # of subscriptions
        self._student: str | None = None

    def find(self, kind: str, value: str) -> Person:
        """Return who is meant by a value of kind `id`, `email` or `name and born`."""
        if kind == "id":
            return self._of_student(value)
        if kind == "email":
            return self._of_email(value)
        return self._of_name(*value.split(PART))

    def _of_student(self, student: str) -> Person:
        self._student = student
        known = self._rows("select name, email from students where id = %s", student)
        linked = self._rows(
            "select id, email, name, born from linked where student_id = %s", student
        )
        seen = self._rows("select from attendance where id = %s limit 1", student)
        self._take((None, email, name, None) for name, email in known)
        self._take(linked)
        # In the subscriptions an id may be one of another system.
        others = "select from linked where id = %s and student_id is distinct from %s limit 1"
        if not self._rows(others, student, student):
            self._ids.add(student)
        self._take(
            self._rows(
                "select id, email, name, born from subscriptions where id = any(%s)",
                sorted(self._ids),
            )
        )
        if not (known or linked or seen or self._names):
            return Person()
        return self._person()

    def _of_email(self, email: str) -> Person:
        students = self._rows(
            "select distinct id from students where email = %s and id is not null"
            " union select student_id from linked where email = %s and student_id is not null",
            *(email, email),
        )
        if len(students) == 1:
            return self._of_student(students[0][0])
        rows = self._rows("select id, email, name, born from subscriptions where email = %s", email)
        names = {name for _, _, name, _ in rows if name}
        if students or len(names) > 1:
            who = f"of students {listed(sorted(one for (one,) in students))}" if students else ""
            raise SeveralError(
                f"the address is that of several people {who or 'by name'}: name one by "
                "`--student-id`, or by `--name` and `--born`"
            )
        self._take(rows)
        if not rows and not self._rows("select from attendance where email = %s limit 1", email):
            return Person()
        self._emails.add(email)
        return self._person()

    def _of_name(self, name: str, born: str) -> Person:
        students = self._rows(
            "select distinct student_id from linked"
            " where name = %s and born = %s and student_id is not null",
            *(name, born),
        )
        if students:
            raise SeveralError(
                f"this is student {listed(sorted(one for (one,) in students))}: name the person "
                "by `--student-id`"
            )
        rows = self._rows(
            "select id, email, name, born from subscriptions where name = %s and born = %s",
            *(name, born),
        )
        addresses = {email for _, email, _, _ in rows if email}
        if len(addresses) > 1:
            raise SeveralError(
                "several addresses go with this name and birth date, so that it may be several "
                "people: name one by `--email`"
            )
        self._take(rows)
        return self._person() if rows else Person()

    def _take(self, rows: Any) -> None:
        """Take for theirs what some rows say."""
        for known_as, email, name, born in rows:
            self._ids |= {known_as} - {None}
            self._emails |= {email} - {None}
            self._names |= {name} - {None}
            if name and born:
                self._births.add((name, born))

    def _person(self) -> Person:
        found = Person()
        if self._student is not None:
            found.student_ids.add(self._student)
            found.keys.add(("id", self._student))
            found.keys |= {(f"bare {kind}", bare) for kind, bare in self._bare(self._student)}
        for known_as in self._ids:
            found.keys.add(("subscription id", known_as))
        for email in self._emails:
            found.keys |= {("email and name", f"{email}{PART}{name}") for name in self._names}
            if self._is_shared(email):
                found.notes.append(
                    "an address is borne by others, too: where a row has it without a name, "
                    "it is not taken for theirs"
                )
            else:
                found.keys.add(("email", email))
        found.keys |= {("name and born", f"{name}{PART}{born}") for name, born in self._births}
        for name in self._names:
            if self._bears_alone(name):
                found.keys.add(("name", name))
            else:
                found.notes.append(
                    "others bear the same name: where a row has nothing but it, it is not taken "
                    "for theirs"
                )
        found.subscription_ids = {one for (one,) in self._subscriptions()}
        return found

    def _bare(self, student: str) -> Iterator[tuple[str, str]]:
        """The id as the school may have it joined, where no other one can be meant."""
        bare = cleaned("bare_key", "id")
        rows = self._rows(
            f"select distinct {bare} from (select cast(%s as text) as id) as asked"
            f" where {bare} not in (select {bare} from students where id <> %s)",
            *(student, student),
        )
        for (one,) in rows:
            yield from (("id", one), ("subscription id", one))

    def _subscriptions(self) -> list[tuple[Any, ...]]:
        return self._rows(
            "select subscription_id from linked where student_id = %s or student_id is null"
            " and (id = any(%s) or email = any(%s) or (name, born) in"
            " (select * from unnest(cast(%s as text []), cast(%s as text []))))",
            *(self._student, sorted(self._ids), sorted(self._emails)),
            *([name for name, _ in self._births], [born for _, born in self._births]),
        )

    def _is_shared(self, email: str) -> bool:
        return bool(
            self._rows(
                "select from students where email = %s and id is distinct from %s"
                " union all select from subscriptions"
                " where email = %s and name is not null and name <> all(%s) limit 1",
                *(email, self._student, email, sorted(self._names)),
            )
        )

    def _bears_alone(self, name: str) -> bool:
        return not self._rows(
            "select from students where name = %s and id is distinct from %s"
            " union all select from linked where name = %s"
            " and coalesce(student_id <> %s, true) and coalesce(born <> all(%s), true)"
            " and coalesce(email <> all(%s), true) limit 1",
            *(name, self._student, name, self._student),
            *([born for one, born in self._births if one == name], sorted(self._emails)),
        )

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement.encode(), values).fetchall()
