# `make demo` and `make test` set up their own environment in .venv, once.
PYTHON ?= python3
BIN := .venv/bin
export MPLBACKEND ?= Agg

# As many workers as cores; whoever is done takes over tests of the others.
PARALLEL := -n auto --dist worksteal

.PHONY: demo explorer test test-fast lint format clean

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "cppn_keras needs Python 3.11 to 3.13; try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

demo: .venv/ready
	$(BIN)/python -m cppn_keras demo

explorer: .venv/ready  # the copy in docs
	$(BIN)/python -m cppn_keras explore mnist --out docs/explorer.html

test: .venv/ready
	$(BIN)/python -m pytest $(PARALLEL) --durations=15

test-fast: .venv/ready
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow"

lint: .venv/ready
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .

format: .venv/ready
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

clean:
	rm -rf .venv demo out build *.egg-info
