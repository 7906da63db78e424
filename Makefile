# `make help` lists everything. Each target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find src schema -type f -not -path '*/__pycache__/*') pyproject.toml README.md LICENSE

.DEFAULT_GOAL := help
.PHONY: help demo test check prove bench golden docs rule lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

# The environment: locked and hashed; then our own wheel, so that tests run what users install.
$(VENV)/.locked: requirements/dev.lock
	$(PYTHON) -c 'import sys; sys.exit("corpuskit needs Python 3.11 or newer; say make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked $(SOURCES)
	@rm -rf build
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir build .
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps --no-index build/corpuskit-*.whl
	@touch $@

demo: $(VENV)/.installed  ## validate and package raw/, load the package back, show a row
	$(BIN)/corpuskit validate .
	$(BIN)/corpuskit package .
	HF_HUB_OFFLINE=1 $(BIN)/python docs/show_row.py dist/sample

test: $(VENV)/.installed  ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.installed  ## format, lint, types, import contracts, generated docs
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports
	$(BIN)/python docs/make.py --check

prove: $(VENV)/.installed  ## the full counts of faults, kills, flips and mutants
	$(BIN)/python -m benchmarks.prove

bench: $(VENV)/.installed  ## measure speed and memory beside the alternatives
	$(BIN)/python -m benchmarks.speed

golden: $(VENV)/.installed  ## write the golden files again; read their diff
	CORPUSKIT_GOLDEN=write $(BIN)/python -m pytest -k golden

docs: $(VENV)/.installed  ## write docs/rules/ and the tables of the documentation
	$(BIN)/python docs/make.py

rule: $(VENV)/.installed  ## start a check: make rule CODE=TXT104 NAME=zero_width
	$(BIN)/python docs/new_rule.py $(CODE) $(NAME)

lock: $(VENV)/.locked  ## choose the newest versions for the development environment (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --upgrade --group dev pyproject.toml -o requirements/dev.lock

clean:  ## remove what the targets made, but no dataset
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
