# The repository's commands; `make help` lists them.
# They need make, Python 3.11 or later with its venv module, and a package index that pip reaches.
# Everything else goes into the virtual environment $(VENV), which they make for themselves.

VENV := .venv
CONSTRAINTS := constraints.txt
BIN := $(VENV)/bin

# The Python that the environment is made from: the first one here that is new enough,
# or the one that you name, as in `make test PYTHON=python3.13 VENV=.venv-3.13`.
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	$$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo $$p; break; }; done)

PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet $(CONSTRAINTS:%=--constraint %)
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed
# Another release of dateutil than `holidays` lets in; what is said must be the same with both.
OTHER_DATEUTIL := $(VENV)/dateutil-4
DOCS_TOOLS := $(VENV)/.docs-installed
BENCH_TOOLS := $(VENV)/.bench-installed

# An environment whose Python is gone or too old, or that was moved here from another
# directory, is made anew; one that only lags behind pyproject.toml is brought up to date.
PROBE := import sys; \
	head = open(sys.prefix + "/bin/pip").read(500); \
	print("usable" if sys.version_info >= (3, 11) and sys.prefix + "/bin/" in head else "")
STATE := $(shell $(BIN)/python -c '$(PROBE)' 2>/dev/null)
ifneq ($(STATE),usable)
.PHONY: $(RUNTIME)
endif

unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help test thorough demo lint types layers format coverage pages docs build/site bench measured mutants wheel test-latest constraints clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

test: lint types layers ## every check, then every test
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

thorough: $(TOOLS) ## the long version of the laws and comparisons; says how much was compared
	THOROUGH=1 $(BIN)/python -m pytest -q -n 2 --dist worksteal tests/properties

demo: $(RUNTIME) ## check the procedures, then live a complaint under each from beginning to end
	$(BIN)/complaintflow check procedures/
	@echo "Nothing to report on procedures/: every rule has its clause, every clause its rule."
	$(BIN)/python examples/complaint_about_the_manager.py
	$(BIN)/python examples/first_contact_to_the_ombudsman.py

lint: $(TOOLS) ## style of the code
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

types: $(TOOLS) ## types of the code, the tests and the examples
	$(BIN)/python -m mypy

layers: $(TOOLS) ## which module may import which
	$(BIN)/lint-imports --no-logo --no-cache

format: $(TOOLS) ## put the code into the style that `make lint` asks for
	$(BIN)/python -m ruff check --fix
	$(BIN)/python -m ruff format

coverage: $(TOOLS) ## the tests, and which lines and branches they did not reach
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --cov

pages: $(TOOLS) ## write into the pages what their examples print now; read the difference
	$(BIN)/python -m tests.docs.pages

docs: ## build/site/: the pages for a browser; a warning is an error
	@$(MAKE) build/site VENV=.venv-docs

build/site: $(DOCS_TOOLS)
	@rm -rf $@ build/doctrees
	$(BIN)/python -m sphinx --quiet --nitpicky --fail-on-warning --keep-going \
		-c docs -d build/doctrees . $@
	@echo "the pages are made: $@/index.html"

bench: ## how fast it is, beside what others would use instead; give it a quiet machine
	@$(MAKE) measured VENV=.venv-bench CONSTRAINTS='$(CONSTRAINTS) $(CONSTRAINTS:%=benchmarks/%)'

measured: $(BENCH_TOOLS)
	@$(BIN)/python -m benchmarks $(BENCH)

mutants: $(TOOLS) ## small changes of the code that no test sees; some minutes for each module
	$(BIN)/python -m tests.mutation $(MUTATE)

wheel: $(TOOLS) ## dist/: the source distribution, and the wheel built from it
	rm -rf dist
	$(BIN)/python -m build --no-isolation

test-latest: ## the same as `make test`, with the newest release of everything
	rm -rf .venv-latest
	@$(MAKE) test VENV=.venv-latest CONSTRAINTS=

constraints: ## write constraints.txt anew from the newest release of everything
	rm -rf .venv-latest
	@$(MAKE) .venv-latest/.tools-installed .venv-latest/.docs-installed VENV=.venv-latest CONSTRAINTS=
	{ sed -n '/^#/p' constraints.txt; .venv-latest/bin/python -m pip freeze --all \
		--exclude-editable --exclude setuptools; } > constraints.new
	mv constraints.new constraints.txt

clean: ## remove all that these commands made, the virtual environments too
	rm -rf .venv .venv-* build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests examples benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml $(CONSTRAINTS)
	@if [ "$(STATE)" != usable ]; then \
		$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
			echo "complaintflow needs Python 3.11 or later with venv and ensurepip;" \
				"$(if $(PYTHON),$(PYTHON) is not,none was found)." \
				"Name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
		echo "making $(VENV) with $(PYTHON)"; \
		$(PYTHON) -m venv --clear $(VENV); \
	fi
	@echo "installing complaintflow into $(VENV)"
	@$(PIP) 'pip>=25.1' 'hatchling>=1.27' 'editables>=0.5'
	@$(PIP) --no-build-isolation --editable '.[cli]'
	@touch $@

$(TOOLS): $(RUNTIME)
	@echo "installing the tools into $(VENV)"
	@$(PIP) --group dev
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --upgrade \
		--target $(OTHER_DATEUTIL) 'python-dateutil==4.0.0'
	@touch $@

$(BENCH_TOOLS): $(RUNTIME)
	@echo "installing what is measured beside complaintflow into $(VENV)"
	@$(PIP) --group bench
	@touch $@

$(DOCS_TOOLS): $(RUNTIME)
	@echo "installing the tools for the pages into $(VENV)"
	@$(PIP) --group docs
	@touch $@
