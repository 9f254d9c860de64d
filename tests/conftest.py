"""What every test starts from."""

import pytest

# Each file is run by one process; these, which begin with the same warehouse, by the same one.
TOGETHER = "sample_build"

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests one process has to run."""
    sharing = {item.path for item in items if TOGETHER in getattr(item, "fixturenames", ())}
    for item in items:
        group = TOGETHER if item.path in sharing else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))
