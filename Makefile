SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Kept, also where the shell says not to: without it each command compiles all that it imports.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
VENV := .venv
BIN = $(VENV)/bin
# Servers that the project runs itself; without the folder it works against others.
SERVICES = @test -e services/__main__.py || { \
	echo "error: without services/ no server is started, stopped or watched here: choose 'target: server' in profiles.yml (README, Other servers)" >&2; exit 2; }; \
	$(BIN)/python -m services
PYTEST = $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
DATA ?= data/sample

.PHONY: help demo setup setup-spark ready up down status inspect load build graph insights query summary dashboard serve pictures check-bi refresh backup restore docs check test test-all test-spark oldest suite programs lint lint-python lint-sql lint-secrets format lock bench-load bench-build bench-graph clean reset

define NEXT
What to try next, after `source .venv/bin/activate`:
  dbt docs generate && dbt docs serve      every table and column, in the browser
  python -m loaders rejects                the records that were rejected, and why
  python -m queries                        the school's standard questions, to ask by name
  make reset up refresh DATA=your/folder   your own files in place of the sample, through all these steps
  make help                                everything else
endef
export NEXT

help: ## Show what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: $(if $(wildcard services/__main__.py),up,ready) ## Everything at once: servers, sample data, marts, graph, what came out, and the dashboard
	@$(MAKE) load DATA=data/sample AS_OF=
	@$(MAKE) build graph summary
	@printf '\n%s\n\n' "$$NEXT"
	@$(BIN)/python -m dashboard preview --open

setup: .venv/installed ## Install the tools into .venv and make profiles.yml
	@$(BIN)/python -m common setup

.venv/installed: requirements.lock common/dbt_require_auth.pth
	@command -v $(PYTHON) >/dev/null || { \
		echo "error: there is no program $(PYTHON); name one that is there: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: $(PYTHON) is older than 3.11; name a newer one: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "error: $(PYTHON) comes without venv: install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 2; }
	@echo "Installing the tools into .venv (once, about a minute) …"
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --disable-pip-version-check --no-compile --require-hashes -r requirements.lock 2>.venv/pip.log \
		| awk -v of="$$(grep -c '==' requirements.lock)" '/^Collecting/ {printf "\r  %d of about %d", ++n, of; fflush()} END {print ""}' \
		|| { grep -q 'connection broken' .venv/pip.log && why="PyPI does not answer: check the network" \
		|| why="$$(grep '^ERROR' .venv/pip.log | tail -n 1)"; \
		echo "error: the tools are not installed: $$why; then make setup again (all that pip said: .venv/pip.log)" >&2; exit 2; }
	@cp common/dbt_require_auth.pth .venv/lib/python3*/site-packages/
	@touch .venv/installed

setup-spark: .venv-spark/installed ## Install Spark beside them, for a school past one machine (docs/past_one_machine.md)
	@.venv-spark/bin/python -m common spark

.venv-spark/installed: .venv/installed requirements-spark.lock
	@echo "Installing Spark into .venv-spark (once, about two minutes, 500 MB) …"
	@.venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv-spark
	@.venv/bin/uv pip sync --quiet --require-hashes --python .venv-spark/bin/python requirements-spark.lock || { \
		echo "error: Spark is not installed: the lines above say why; then make setup-spark again" >&2; exit 2; }
	@touch $@

# One for each other version, to test under it.
.venv-%/installed: .venv/installed
	@echo "Installing the tools into .venv-$* …"
	@.venv/bin/uv venv --quiet --clear --python "$$(.ci/pythons | awk '$$1 == "$*" {print $$2}')" .venv-$*
	@.venv/bin/uv pip sync --quiet --require-hashes --python .venv-$*/bin/python requirements.lock
	@cp common/dbt_require_auth.pth .venv-$*/lib/python3*/site-packages/
	@touch $@

ready: $(VENV)/installed
	@test -e "$${DBT_PROFILES_DIR:-.}/profiles.yml" || $(BIN)/python -m common setup

up: ready ## Start the embedded PostgreSQL and Neo4j
	$(SERVICES) up

down: ready ## Stop them; the data stays
	$(SERVICES) down

status: ready ## Say what runs where
	$(SERVICES) status

inspect: ready ## Say what the files of a folder are, and keep it on a yes: make inspect DATA=folder
	@$(BIN)/python -m loaders inspect "$(DATA)"

load: ready ## Land the files of a folder: make load DATA=folder [AS_OF=the day of the export]
	@$(BIN)/python -m loaders load "$(DATA)" $(if $(AS_OF),--as-of "$(AS_OF)") $(if $(TARGET),--target "$(TARGET)")

build: ready ## Build and test the marts aside, and publish them when all tests passed
	@$(BIN)/python -m refresh build $(if $(TARGET),--target "$(TARGET)")

graph: ready ## Make the graph equal to the attendance mart
	@$(BIN)/python -m graph_sync sync

insights: ready ## Write what only the graph can tell into marts.graph_insights
	@$(BIN)/python -m graph_sync insights

query: ready ## Ask a standard question: make query NAME=never_attended [ENGINE=cypher]
	@$(BIN)/python -m queries $(NAME) --engine $(or $(ENGINE),sql)

summary: ready ## Say in a few lines what is in the warehouse
	@$(BIN)/python -m queries.summary

dashboard: ready ## Write the report as one page that opens offline; one campus alone: make dashboard CAMPUS="name"
	@$(BIN)/python -m dashboard preview $(if $(CAMPUS),--campus "$(CAMPUS)")

serve: $(if $(wildcard services/__main__.py),up,ready) ## The whole way in a browser, from dropped files to figures: make serve [PORT=8700] [PUBLIC=address]
	@$(BIN)/python -m serve $(if $(PORT),--port "$(PORT)") $(if $(PUBLIC),--public "$(PUBLIC)")

pictures: ready ## Take the README's pictures of its first screen again, in images/ (needs Chromium)
	@$(BIN)/python -m dashboard pictures

check-bi: ready ## Try the way Looker Studio takes into the warehouse, and say what to mend
	@$(BIN)/python -m dashboard check

refresh: $(if $(wildcard services/__main__.py),up,ready) ## All of it in one run: load, build, graph, insights, dashboard: make refresh DATA=folder [AS_OF=day] [TARGET=spark]
	@$(BIN)/python -m refresh run "$(DATA)" $(if $(AS_OF),--as-of "$(AS_OF)") $(if $(TARGET),--target "$(TARGET)")

backup: ready ## Back up what cannot be made again: make backup [TO=folder] [KEEP=7]
	@$(BIN)/python -m backup create $(if $(TO),--to "$(TO)") $(if $(KEEP),--keep "$(KEEP)")

restore: $(if $(wildcard services/__main__.py),up,ready) ## Restore a backup, make the rest again, compare: make restore [FROM=folder] [SURE=yes]
	@$(BIN)/python -m backup restore $(if $(FROM),"$(FROM)") $(if $(filter yes,$(SURE)),--yes)

docs: ready ## Write dbt's documentation as one file to open in a browser
	@$(BIN)/dbt --no-use-colors docs generate --static | grep -v ' START '
	@echo "open target/static_index.html"

programs:
	@{ command -v chromium && { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }; } >/dev/null 2>&1 \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "Installing Chromium and a PostgreSQL with TLS for the tests …" && apt-get update -qq \
		&& apt-get install -qq -y --no-install-recommends chromium postgresql >/dev/null; } \
		|| { echo "error: the tests need Chromium and a PostgreSQL with TLS, not running: install them (Debian: apt-get install chromium postgresql)" >&2; exit 2; }

check: lint ## The short loop: lint, unit tests, the sample from file to mart and graph (90 seconds)
	@$(PYTEST) tests/integration/docs/test_readme.py tests/unit

test: programs oldest suite ## Lint, then all tests on servers of their own; the loader's under the oldest Python here, too

suite: lint
	@$(PYTEST)

oldest: .venv/installed
	@version=$$(.ci/pythons | awk 'NR == 1 {print $$1}'); \
	test "$$(.venv/bin/python -V)" = "Python $$version" || { \
		$(MAKE) .venv-$$version/installed; \
		echo "The loader's tests under Python $$version, the oldest here:"; \
		.venv-$$version/bin/python -m pytest -q --numprocesses auto --maxprocesses 4 tests/unit/loaders tests/integration/loaders/files; }

test-all: programs ## The same under every Python here, and the tests that take long (an hour)
	@.ci/pythons | while read -r version python; do \
		echo "Python $$version"; $(MAKE) suite VENV=.venv-$$version </dev/null; done
	@$(PYTEST) -m slow

test-spark: setup-spark ## Hold what Spark builds against PostgreSQL, kill parts of it (an hour and more; no part of make test)
	@.venv-spark/bin/python -m pytest tests/spark

lint: ready ## Check the style of Python and SQL, the laws of the dbt project, and that no secret is committed
	@$(MAKE) --jobs 2 --output-sync lint-python lint-sql lint-secrets

lint-python:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-sql:
	@$(BIN)/sqlfluff lint --nocolor dbt_project/models dbt_project/tests queries graph_sync/sql refresh/build/sql
	@$(BIN)/dbt --quiet --warn-error-options '{"error": ["Deprecations"]}' parse --target-path target --no-partial-parse
	@$(BIN)/dbt-bouncer run --config-file dbt-bouncer.yml --show-all-failures

lint-secrets:
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --no-verify --baseline .secrets.baseline

format: .venv/installed ## Mend the style of Python and SQL where a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix dbt_project/models dbt_project/tests queries graph_sync/sql refresh/build/sql

LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-emit-index-url \
	--custom-compile-command "make lock"

lock: .venv/installed ## Write requirements.lock again from pyproject.toml, and with the same versions that of Spark
	@$(LOCK) --upgrade --group dev pyproject.toml --output-file requirements.lock
	@$(LOCK) --no-annotate --constraints requirements.lock --group spark pyproject.toml --output-file requirements-spark.lock

bench-load: ready ## Measure landing and pulling against psql, pandas and dlt (two minutes)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench
	@PYTHONPATH=. $(BIN)/python benchmarks/load.py

bench-build: ready ## Measure dbt build and what is read of the marts (a quarter of an hour; ROWS=1000000 for five minutes)
	@PYTHONPATH=. $(BIN)/python benchmarks/build.py --attendances $(or $(ROWS),10000000)

bench-graph: ready ## Measure the graph sync against other ways (five minutes; ROWS=10000000: it alone at that size)
	@PYTHONPATH=. $(BIN)/python benchmarks/graph.py $(if $(ROWS),--attendances $(ROWS) --alone)

reset: ready ## Delete all that was loaded into the embedded servers, after a yes
	@test -t 0 || test "$(SURE)" = yes || { \
		echo "error: this deletes all that was loaded: run make reset in a terminal, or make reset SURE=yes" >&2; exit 2; }
	@test "$(SURE)" = yes || { \
		read -r -p "Delete the data of the embedded PostgreSQL and Neo4j, all that was loaded? [yes/no] " answer; \
		test "$$answer" = yes || { echo "nothing was deleted" >&2; exit 2; }; }
	$(SERVICES) clean

clean: ## Delete what building and testing leave behind; the data stays
	@test ! -e .venv/installed || .venv/bin/python -m common idle
	@rm -rf .venv-* target/* logs/* .mypy_cache .pytest_cache .ruff_cache
