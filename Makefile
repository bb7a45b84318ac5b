# Two commands: `make demo` shows what debar does, `make test` proves it. Both set up everything they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SHELL  := /bin/bash

.PHONY: demo test check-long bench lock format clean

$(BIN)/.ready-core: pyproject.toml requirements/core.lock
	@echo "== environment: $(VENV), with debar in it"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "debar needs Python 3.11 or newer; set PYTHON=python3.11" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/core.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(BIN)/.ready-kernel: $(BIN)/.ready-core $(wildcard src/debar/match/native/*.c)
	@$(BIN)/python tools/build_kernel.py
	@touch $@

$(BIN)/.ready-dev: $(BIN)/.ready-kernel requirements/dev.lock
	@echo "== environment: what the suite needs"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/dev.lock
	@touch $@

demo: $(BIN)/.ready-kernel
	@$(BIN)/python sample/demo.py

test: $(BIN)/.ready-dev
	@echo "== lint" && $(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@echo "== types" && $(BIN)/mypy
	@echo "== imports" && $(BIN)/lint-imports --no-cache
	@echo "== tests" && $(BIN)/python -m pytest -n auto -m "not long"

check-long: $(BIN)/.ready-dev
	@echo "== all 308 editions, 200 kills, cut and mutated files, every name of all lists together"
	$(BIN)/python -m pytest -m long
	@echo "== properties, on examples that were not drawn before"
	$(BIN)/python -m pytest -n auto -m "not long" --hypothesis-profile searching tests/match tests/names tests/law tests/screen tests/store tests/news tests/audit
	@echo "== a million rows"
	$(BIN)/python benchmarks/batch.py --rows 1000000

bench: $(BIN)/.ready-dev
	@for each in intake speed batch cold_start self_match accuracy ownership news audit; do echo "== $$each"; $(BIN)/python benchmarks/$$each.py || exit 1; done

lock: pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements/core.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev -c requirements/core.lock pyproject.toml -o requirements/dev.lock

format: $(BIN)/.ready-dev
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) demo-home .mypy_cache .ruff_cache .pytest_cache
