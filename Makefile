# Kronika. `make` alone lists what it can do.

PYTHON ?= python3
# Where `make run` listens.
PORT ?= 8000
# How many tests run side by side: a number, or "logical" for one per processor.
JOBS ?= logical
# How long `make soak` looks.
SOAK_MINUTES ?= 10

BIN := .venv/bin
LOCKED := .venv/.locked
READY := .venv/.ready
CODE := $(foreach folder,domain application adapters projections tests benchmarks tools,$(if $(wildcard $(folder)/*.py),$(folder)))
# What a change most often breaks, and says so in seconds; `make test` runs everything.
QUICK := $(addprefix tests/,house adapters domain/kernel domain/contract domain/project domain/service)
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=worksteal
# What is compiled once is compiled: every process that a test starts would do it again for itself.
unexport PYTHONDONTWRITEBYTECODE
say = @printf '\n\033[1m%s\033[0m\n'

.PHONY: help setup run test check bench docs golden mutate soak coverage lock clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## make .venv with everything at the locked versions; the other targets do it by themselves

$(LOCKED): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kronika needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(say) 'Setting up .venv (less than a minute the first time)'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --no-deps --no-compile --require-hashes --requirement requirements/dev.txt
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-compile --no-build-isolation --editable .
	@touch $@

run: export KRONIKA_DATABASE := sqlite:///var/kronika.db
run: $(READY)  ## set up, load the Liberec records into var/kronika.db, serve them at http://127.0.0.1:8000; PORT=… elsewhere
	@mkdir -p var
	@if [ ! -e var/kronika.db ]; then $(BIN)/kronika init; fi
	$(say) 'The public records of Liberec: kronika import data/liberec'
	@$(BIN)/kronika import data/liberec
	$(say) 'One contract of them: kronika show contract OLP/2132/2009 --valid 2012-10-15'
	@$(BIN)/kronika show contract OLP/2132/2009 --valid 2012-10-15
	$(say) 'Over HTTP: kronika serve --port $(PORT)'
	@$(BIN)/kronika account first
	@printf '%s\n' 'To try, from another terminal:' \
		'  curl -s http://127.0.0.1:$(PORT)/readyz' \
		'  curl -s http://127.0.0.1:$(PORT)/api/v1/network -H "Authorization: Bearer $$($(BIN)/kronika token issue try-$$RANDOM --as reporter --quiet)"' \
		'  $(BIN)/kronika search terapeuticke dilny'
	@$(BIN)/python -m tools.foreground $(BIN)/kronika serve --port $(PORT)

test: $(READY)  ## set up and run every test, PostgreSQL included
	@$(PYTEST)

check: $(READY)  ## format, lint, types, layers, dependencies, generated pages, fast tests: under half a minute
	$(say) 'Format'
	@$(BIN)/ruff format --check --quiet --diff .
	$(say) 'Lint'
	@$(BIN)/ruff check --quiet .
	$(say) 'Types'
	@$(BIN)/mypy $(CODE)
	$(say) 'Layers'
	@$(BIN)/lint-imports --no-logo
	$(say) 'Dependencies'
	@$(BIN)/deptry --no-ansi .
	$(say) 'Generated pages and fast tests'
	@$(PYTEST) --quiet --hypothesis-profile=fast -m 'not slow and not postgres' $(QUICK)

bench: $(READY)  ## measure against floors taken in the same run (ONLY=rebuild: one part; FULL=1: up to a million entries)
	@$(BIN)/python -m benchmarks $(if $(FULL),--full) $(if $(ONLY),--only $(ONLY))

docs: $(READY)  ## write the generated pages of docs/ and the output in the README's tour again
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m tools.tour

golden: $(READY)  ## write the golden files of new events, once; one that exists is never touched
	@$(BIN)/python -m tests.house.test_golden

mutate: $(READY)  ## force each rule to hold and see that a test notices
	@$(BIN)/python -m tools.mutate

soak: $(READY)  ## kill, delay, race and draw by chance for SOAK_MINUTES=10, with another seed in every round
	@$(BIN)/python -m tools.soak $(SOAK_MINUTES) $(JOBS)

coverage: $(READY)  ## which lines and branches the fast tests never reach
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --quiet -m 'not slow and not postgres'
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: $(READY)  ## settle requirements/*.txt again after a change in pyproject.toml; UPGRADE=1 takes newer versions
	@$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt

clean:  ## remove .venv, caches and measurements; var/ with its ledger stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov mutants build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
