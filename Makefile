# Needs Python 3.11 or newer and make. Everything else is installed into .venv, from lock files with
# hashes. A lock names every package, so nothing is resolved anew (--no-deps).

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# The newest Python that is there, unless PYTHON names one.
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)

.PHONY: help run test check lint format score schemas benchmark clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

run: $(RUN_READY) ## Read everything in raw/ and print the summary
	$(BIN)/emn run raw/

test: $(DEV_READY) ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint test ## Run everything that must be green before a commit

lint: $(DEV_READY) ## Check style, formatting, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV_READY) ## Format the code
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

score: $(RUN_READY) ## Score raw/ and the samples against truth, beside the table in benchmarks/
	$(BIN)/python benchmarks/score.py

schemas: $(RUN_READY) ## Write the JSON Schemas anew
	$(BIN)/emn schema --write schemas/json

benchmark: $(DEV_READY) ## Measure what is promised in numbers
	$(BIN)/python benchmarks/cli_start.py
	$(BIN)/python benchmarks/extract_speed.py
	$(BIN)/python benchmarks/pdf_speed.py
	$(BIN)/python benchmarks/flow_cost.py
	$(BIN)/python benchmarks/review_paint.py
	$(BIN)/python benchmarks/watch_cost.py

clean: ## Delete output and caches, keep .venv
	find output -mindepth 1 ! -name .gitkeep -delete
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (on Debian: python3-venv); name it with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --no-deps --require-hashes --only-binary :all: --requirement requirements.lock
	$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --no-deps --require-hashes --only-binary :all: --requirement requirements-dev.lock
	$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN_READY)
