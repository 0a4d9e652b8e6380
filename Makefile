# `make help` lists what there is. Everything installs itself into .venv; PYTHON picks the interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
SEQUENCES ?= 100000
PYTEST := -m pytest -q -n 2 --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help demo test test-oldest check format lint types layers docs fix update bench fuzz clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[postgresql,mysql,asyncpg,aiosqlite,aiomysql]' --group dev
	@touch $@

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(OLDEST)/.installed: pyproject.toml tests/oldest.txt
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(OLDEST)/bin/python -m pip install --quiet --editable '.[postgresql,mysql,asyncpg,aiosqlite,aiomysql]' --group dev --constraint tests/oldest.txt
	@touch $@

$(VENV)/.docs: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group docs
	@touch $@

demo: $(VENV)/.demo ## Build the sample database and generate its models
	@$(BIN)/python examples/bookshop/demo.py

test: $(VENV)/.installed ## Run all tests
	$(BIN)/python $(PYTEST)

test-oldest: $(OLDEST)/.installed ## Run all but the slow tests on the oldest supported dependencies
	ORMFORGE_SEQUENCES=100 $(OLDEST)/bin/python $(PYTEST) -m "not slow"

check: format lint types layers docs test ## Everything that has to be green

format: $(VENV)/.installed ## Is the code formatted?
	$(BIN)/black --quiet --check .

lint: $(VENV)/.installed ## ruff
	$(BIN)/ruff check --quiet .

types: $(VENV)/.installed ## mypy --strict
	$(BIN)/mypy

layers: $(VENV)/.installed ## The import rules of CONTRIBUTING.md
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.docs ## Build the documentation into site/; warnings are errors
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

fix: $(VENV)/.installed ## Format, and mend what ruff can mend
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/black --quiet .

update: $(VENV)/.installed ## Rewrite the expected output of the test cases
	$(BIN)/python -m pytest -q tests/test_cases.py --update

bench: $(VENV)/.installed ## Measure, as ratios
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/merge.py

fuzz: $(VENV)/.installed ## The long run of the property tests
	$(BIN)/python -m tests.merge.fuzz --count $(SEQUENCES)
	ORMFORGE_FUZZ=1 $(BIN)/python -m pytest -q tests/exact

clean: ## Remove what make made
	rm -rf $(VENV) $(OLDEST) build dist demo site
