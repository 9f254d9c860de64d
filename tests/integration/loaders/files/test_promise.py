"""The promise in the README, word for word, and what proves each part of it."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from common.folders import REPOSITORY
from loaders.contract.model import Source
from tests.integration.loaders import test_load, test_reliability
from tests.integration.loaders.conftest import Load, Rows
from tests.integration.loaders.files import test_delimited, test_round_trip
from tests.integration.loaders.staging import test_suppression

ACCOUNTED = """
with ends as (
    select _source_row as record from staging.raw_wild where _load_id = {load}
    union all
    select record_number from staging.rejected_rows where load_id = {load}
)
select rows_in, rows_landed, rows_rejected, array(select record from ends order by record)
from staging.loads where load_id = {load}
"""


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=test_delimited.MESSY)
def test_every_record_ends_in_exactly_one_place(
    load: Load,
    inbox: Path,
    query: Callable[[str], Rows],
    contract: Callable[[str], tuple[Source, ...]],
    data: bytes,
) -> None:
    (inbox / "wild.csv").write_bytes(b"a,b\n" + data)
    lenient = "limits: {min_rows: 0, max_rejected: 1}"
    sources = contract(f"sources: {{wild: {{files: '*.csv', columns: [a, b], {lenient}}}}}")
    (receipt,) = load(sources, force=True)
    assert receipt.load_id is not None
    ((given_, landed, rejected, records),) = query(ACCOUNTED.format(load=receipt.load_id))
    assert (landed, rejected) == (receipt.landed, receipt.rejected)
    assert given_ == landed + rejected
    assert records == list(range(1, given_ + 1))


PROOFS: dict[str, list[Callable[..., None]]] = {
    "each file version is applied completely or not at all": [
        test_reliability.test_a_loader_killed_at_any_moment_leaves_the_old_or_the_new_version,
        test_reliability.test_a_terminated_backend_leaves_the_old_version_and_a_failed_attempt,
        test_reliability.test_an_immediate_server_stop_leaves_the_old_version,
        test_reliability.test_a_file_that_changes_while_it_is_read_is_refused,
        test_load.test_a_broken_limit_keeps_the_old_data_until_it_is_allowed,
    ],
    "loading the same bytes twice changes nothing": [
        test_load.test_the_same_bytes_again_change_nothing,
        test_reliability.test_two_loads_of_the_same_file_at_once_land_it_once,
    ],
    "every input record ends in exactly one of staging or rejected_rows, "
    "or is of somebody who was erased, and the counts reconcile": [
        test_every_record_ends_in_exactly_one_place,
        test_delimited.test_any_bytes_are_accounted_for,
        test_round_trip.test_what_was_written_is_what_was_landed,
        test_suppression.test_rows_of_an_erased_student_do_not_land,
    ],
    "readers never see an empty or mixed table": [
        test_reliability.test_readers_are_not_blocked_and_see_one_version,
        test_reliability.test_a_reader_that_looks_all_the_time_never_sees_a_mixture,
    ],
}


def test_the_readme_makes_the_promise_that_is_proved() -> None:
    readme = " ".join((REPOSITORY / "README.md").read_text(encoding="utf-8").split())
    assert f"*{'; '.join(PROOFS)}.*" in readme
    assert all(PROOFS.values())
