"""What every test starts from."""

import pytest

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
    """Leave no setting of the developer's in force; before any fixture, for all of the run."""
    patch = pytest.MonkeyPatch()
    for name in FOREIGN_SETTINGS:
        patch.delenv(name, raising=False)
