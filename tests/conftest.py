"""What every test starts from."""

from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

# `make test-spark` runs these, under the Python that has what they need.
collect_ignore = [] if find_spec("pyspark") else ["spark"]
# Set by a developer's shell, these would point the tests at servers that are not theirs.
FOREIGN_SETTINGS = (
    "DBT_PROFILES_DIR",
    "DBT_TARGET",
    "NEO4J_DATABASE",
    "NEO4J_PASSWORD",
    "NEO4J_URI",
    "NEO4J_USERNAME",
)


def pytest_configure() -> None:
    """Leave no setting of the developer's in force; before any fixture, for all of the run.

    dbt's unit tests, half of what a build of the sample costs, run once: in test_sample_build.py.
    """
    patch = pytest.MonkeyPatch()
    for name in FOREIGN_SETTINGS:
        patch.delenv(name, raising=False)
    patch.setenv("DBT_EXCLUDE_RESOURCE_TYPES", "unit_test")
    # A busy machine is no fault of an example.
    slow = [HealthCheck.too_slow]
    settings.register_profile("untimed", deadline=None, suppress_health_check=slow)
    settings.load_profile("untimed")
