# Five verbs. `make demo` runs the main job, `make test` passes the tests, `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv
BIN := $(VENV)/bin

.PHONY: setup demo test check docs format
.DEFAULT_GOAL := help

help: ## What can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready ## Make .venv with everything in it

$(VENV)/.ready: pyproject.toml uv.lock
	@test -x $(UV) || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9')
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) sync --quiet --frozen --inexact --active --compile-bytecode
	@touch $@

demo: setup ## Index the example workspace, ask it in German and English, and serve its page
	@$(BIN)/python examples/demo.py

test: setup ## Run all tests
	@$(BIN)/python -m pytest

check: setup ## Format, lint, types, import contracts, docs, then the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/python -m pytest

docs: setup ## Write docs/reference from the code
	@$(BIN)/python docs/generate.py

format: setup ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
