"""What the pages name is there: commands, targets, options, tables, variables, files; and back."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache

import pytest
from dbt.cli.main import cli as dbt

from common.folders import REPOSITORY
from common.yaml_text import read_yaml
from dashboard.spec.marts import read_marts
from docs.generator.commands import MODULES, help_of, subcommands

TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=REPOSITORY,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
PAGES = [name for name in TRACKED if name.endswith(".md")]
# A decision also tells of what was refused, in the words of other programs.
TODAY = [name for name in PAGES if not name.startswith("docs/decisions/")]
# The commands' own words, which test_generated_pages holds to them.
BY_HAND = [name for name in PAGES if name != "docs/reference/commands.md"]
# Not about this project: the command line of other programs.
FOREIGN_OPTIONS = {
    *("--help", "--group-by", "--metrics"),
    *("--format", "--file", "--dbname", "--exit-on-error", "--exclude-schema"),  # pg_dump
    "--now",  # systemctl
}
FOREIGN_WORDS = {"pg_dump", "pg_restore"}
# Of dbt and libpq, which tell of them; they are only left in force.
FOREIGN_VARIABLES = {"DBT_TARGET_PATH", "DBT_LOG_PATH", "PGOPTIONS"}
# Made by a command when it runs, so in no clone: .gitignore names the folders.
MADE = [
    line.strip("/")
    for line in (REPOSITORY / ".gitignore").read_text("utf-8").splitlines()
    if line.startswith("/")
]


def snippets(page: str) -> Iterator[str]:
    """Everything that a page sets as code: blocks, indented lines, a few words."""
    text = (REPOSITORY / page).read_text("utf-8")
    yield from re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    yield from re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", text)


def words(page: str) -> Iterator[str]:
    """The words that it sets as code on their own."""
    text = re.sub(r"```.*?```", "", (REPOSITORY / page).read_text("utf-8"), flags=re.DOTALL)
    yield from re.findall(r"`([^`\s]+)`", text)


@cache
def code() -> str:
    """The text of all that is no page and no test."""
    files = (name for name in TRACKED if not name.endswith((".md", ".png", ".svg", ".lock")))
    own = (REPOSITORY / name for name in files if not name.startswith("tests/"))
    return "\n".join(path.read_text("utf-8", errors="replace") for path in own if path.is_file())


@cache
def identifiers() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", code())) | {
        part for name in TRACKED for part in re.split(r"[/.]", name)
    }


@cache
def helps() -> dict[str, str]:
    """What each command says of itself: `loaders`, `loaders load`."""
    found = {}
    for module in MODULES:
        found[module] = help_of(module)
        for name in subcommands(found[module]):
            found[f"{module} {name}"] = help_of(module, name)
    return found


def options_of(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


@cache
def options() -> set[str]:
    """Every option of the project's commands, of dbt's and of what the scripts call."""
    of_dbt = {
        option
        for command in dbt.commands.values()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    return options_of("\n".join(helps().values())) | of_dbt | options_of(code()) | FOREIGN_OPTIONS


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_python_is_there(page: str) -> None:
    for snippet in snippets(page):
        for module, rest in re.findall(r"python -m ([a-z_.]+)([^\n#`|]*)", snippet):
            path = REPOSITORY / module.replace(".", "/")
            there = (path / "__main__.py").is_file() or path.with_suffix(".py").is_file()
            assert there or module == "pytest", module
            if module not in MODULES:
                continue
            names = subcommands(helps()[module])
            chosen = next((word for word in rest.split() if word in names), None)
            first = rest.split()[0] if rest.split() else ""
            if names and re.fullmatch(r"[a-z]+", first):
                assert first in names, f"python -m {module} {first}"
            text = helps()[f"{module} {chosen}" if chosen else module]
            assert options_of(rest) <= options_of(text), f"python -m {module}{rest}"


@pytest.mark.parametrize("page", BY_HAND)
def test_every_target_of_make_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    for snippet in snippets(page):
        # Where a command stands; targets end at a blank-separated variable, option or remark.
        for called in re.findall(r"(?:^ {0,2}|&& )make ((?:[a-z-]+(?: (?! )|$))+)", snippet, re.M):
            assert set(called.split()) <= targets, f"make {called}"


@pytest.mark.parametrize("page", PAGES)
def test_every_option_is_there(page: str) -> None:
    for snippet in snippets(page):
        assert options_of(snippet) <= options(), f"{options_of(snippet) - options()}: {snippet}"


@pytest.mark.parametrize("page", TODAY)
def test_every_table_column_and_variable_is_there(page: str) -> None:
    unknown = [
        word
        for word in words(page)
        if re.fullmatch(r"[A-Za-z]\w*(?:\.\w+)*", word)
        and "_" in word
        # The guide's fields for filters are their columns' names and this ending.
        and not set(word.removesuffix("_filter").split(".")) <= identifiers() | FOREIGN_WORDS
    ]
    assert unknown == []


@pytest.mark.parametrize("page", PAGES)
def test_every_table_of_a_schema_is_there(page: str) -> None:
    marts = read_marts()
    for snippet in snippets(page):
        for table in re.findall(r"\bmarts\.([a-z][a-z_]*)\b", snippet):
            assert table in marts, f"marts.{table}"
        for table in re.findall(r"\b(?:staging|intermediate)\.([a-z][a-z_]*)\b", snippet):
            known = table.startswith("raw_") or f"{table}" in identifiers()
            assert known, table


@pytest.mark.parametrize("page", TODAY)
def test_every_file_is_there(page: str) -> None:
    folders = {name.split("/")[0] for name in TRACKED if "/" in name}
    for word in words(page):
        if not re.fullmatch(r"[\w./*{},-]+", word) or word.split("/")[0] not in folders:
            continue
        if "/" not in word or any(word.startswith(made) for made in MADE):
            continue
        names = [word] if "{" not in word else _braces(word)
        for name in names:
            beside = (REPOSITORY / page).parent
            found = [*REPOSITORY.glob(name.rstrip("/")), *beside.glob(name.rstrip("/"))]
            assert found or "NAME" in name, f"{page}: {name}"


def _braces(word: str) -> list[str]:
    before, _, rest = word.partition("{")
    inside, _, after = rest.partition("}")
    return [f"{before}{each}{after}" for each in inside.split(",")]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_is_linked_to_is_there(page: str) -> None:
    path = REPOSITORY / page
    for link in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), link


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len((REPOSITORY / "README.md").read_text("utf-8").splitlines()) <= 150


def test_churn_can_be_read_aloud_in_five_minutes() -> None:
    assert len((REPOSITORY / "docs" / "churn.md").read_text("utf-8").split()) <= 750


def test_every_target_of_make_is_in_a_page() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    told = "\n".join((REPOSITORY / page).read_text("utf-8") for page in PAGES)
    assert [name for name in targets if f"make {name}" not in told] == []


def test_every_option_of_ours_is_in_a_page_of_words() -> None:
    told = "\n".join((REPOSITORY / page).read_text("utf-8") for page in BY_HAND)
    ours = {
        (command, option)
        for command, text in helps().items()
        for option in options_of(text.partition("options:")[2])
        if option != "--help" and not command.startswith(("data.", "docs."))
    }
    assert [pair for pair in sorted(ours) if pair[1] not in told] == []


def test_every_mart_is_in_the_readme() -> None:
    told = (REPOSITORY / "README.md").read_text("utf-8")
    assert [mart for mart in read_marts() if mart not in told] == []


def test_every_variable_is_explained_in_a_page() -> None:
    project = read_yaml((REPOSITORY / "dbt_project.yml").read_text("utf-8"))
    told = "\n".join((REPOSITORY / page).read_text("utf-8") for page in PAGES)
    assert [name for name in project["vars"] if f"`{name}" not in told] == []


def test_every_environment_variable_is_in_a_page() -> None:
    told = "\n".join((REPOSITORY / page).read_text("utf-8") for page in PAGES)
    read = re.findall(r"""(?:environ(?:\.get)?[\[(]|env_var\()\s*["']([A-Z][A-Z0-9_]+)""", code())
    assert {"PGHOST", "NEO4J_URI", "XDG_CACHE_HOME", "WAREHOUSE_REPORTER_PASSWORD"} <= set(read)
    asked = {name for name in read if not name.startswith("BENCH_")} - FOREIGN_VARIABLES
    assert [name for name in sorted(asked) if not re.search(rf"\b{name}\b", told)] == []
