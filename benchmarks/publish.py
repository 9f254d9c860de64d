"""How long publishing takes beside 50 readers, and what they notice of it."""

import threading
import time
from statistics import median
from typing import Any

from psycopg import Connection

from benchmarks.own_servers import own_servers
from common.servers import roles
from common.servers.connections import Role, connect_postgres
from refresh.build.publish import publish
from refresh.build.published import SQL

READERS, MARTS, TIMES = 50, 20, 40
ASKS = "select " + ", ".join(f"(select max(build) from marts.t{n})" for n in range(MARTS))


def main() -> None:
    """Publish again and again; print the line of the table."""
    with own_servers("postgres"):
        with connect_postgres() as login:
            roles.apply(login)
        with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as connection:
            connection.execute(
                "create table history.int_student_states (state_key text,"
                " build_id text, loaded_at timestamptz)"
            )
            _build(connection, 0)
            publish("0", "")
            print(
                "| | readers | publishing, ms: median | longest | statements torn | a statement,"
                " ms: median | longest |\n|---|--:|--:|--:|--:|--:|--:|"
            )
            for readers in (0, READERS):
                print(_measured(connection, readers), flush=True)


def _measured(connection: Connection[Any], readers: int) -> str:
    taken: list[float] = []
    torn: list[Any] = []
    switches = []
    ends = threading.Event()
    threads = [threading.Thread(target=_read, args=(ends, taken, torn)) for _ in range(readers)]
    for thread in threads:
        thread.start()
    with connect_postgres() as idle:
        if readers:
            idle.execute("select build from marts.t0")
        for number in range(TIMES):
            _build(connection, number)
            switches.append(publish(f"{readers} {number}", "") * 1000)
    ends.set()
    for thread in threads:
        thread.join()
    waits = f"{median(taken):.0f} | {max(taken):.0f}" if taken else "– | –"  # noqa: RUF001
    return (
        f"| publishing {TIMES} times | {readers} | {median(switches):.0f} | {max(switches):.0f} "
        f"| {len(torn)} of {len(taken):,} | {waits} |"
    )


def _build(connection: Connection[Any], number: int) -> None:
    connection.execute("drop schema if exists intermediate_next, marts_next cascade")
    connection.execute((SQL / "make_schemas.sql").read_bytes())
    connection.execute("create table intermediate_next.int_loads (as_of_date date)")
    for mart in range(MARTS):
        connection.execute(f"create table marts_next.t{mart} as select {number} as build".encode())


def _read(ends: threading.Event, taken: list[float], torn: list[Any]) -> None:
    with connect_postgres(autocommit=True) as connection:
        while not ends.is_set():
            began = time.perf_counter()
            (row,) = connection.execute(ASKS.encode(), prepare=False).fetchall()
            taken.append((time.perf_counter() - began) * 1000)
            if len(set(row)) > 1:
                torn.append(row)


if __name__ == "__main__":
    main()
