# Every target prepares .venv itself when it is missing, broken or older than pyproject.toml.
# `make derive` installs what running needs, the others what developing needs.

SUPPORTED = import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
            $$p -c '$(SUPPORTED)' >/dev/null 2>&1 && { echo $$p; break; }; done)

BIN      := .venv/bin
RUNTIME  := .venv/.stamp-runtime
DEV      := .venv/.stamp-dev
PIP      := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export NO_MKDOCS_2_WARNING := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help derive check test golden lint format data notebooks lab docs serve pictures bench clean FORCE

help:     ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

derive: $(RUNTIME)  ## check every theorem; write its page, its LaTeX and its functions
	$(BIN)/derive build

check: $(RUNTIME)  ## fail if a generated page is out of date
	$(BIN)/derive build --check

test: $(DEV)  ## all tests, with branch coverage
	$(BIN)/python -m pytest -n auto --cov --cov-report=term --durations=25

golden: $(DEV)  ## rewrite the stored LaTeX and NumPy that the tests compare with
	$(BIN)/python -m pytest -m golden --update-golden

lint: $(DEV)  ## ruff and pyright
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright

format: $(DEV)  ## put the code into the form that `make lint` asks for
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

data: $(RUNTIME)  ## write data/processed from data/raw
	$(BIN)/python data/process.py

notebooks: $(DEV)  ## bring each notebook and its .py in step, the newer one wins, and take out the outputs
	$(BIN)/jupytext --sync notebooks/*.ipynb
	$(BIN)/jupyter nbconvert --clear-output --log-level=WARN notebooks/*.ipynb
	$(BIN)/jupytext --sync notebooks/*.ipynb

lab: $(DEV)  ## the notebooks, in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

docs: $(DEV)  ## the site, in site/
	$(BIN)/mkdocs build --strict

serve: $(DEV)  ## the site, live at http://localhost:8000
	$(BIN)/mkdocs serve

pictures: docs  ## the README's pictures of the site; they need chromium
	$(BIN)/python docs/img/pictures.py

bench: $(DEV)  ## how long building takes
	$(BIN)/python benchmarks/build.py

clean:    ## remove .venv, caches and site/; generated pages stay
	rm -rf .venv .cache .derive-cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* site build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment remembers where it was made: one that was moved, copied or lost its Python is made anew.
ifneq ($(shell test -x $(BIN)/python && cat .venv/.stamp-place 2>/dev/null),$(CURDIR))
.venv/.stamp-place: FORCE
endif

.venv/.stamp-place:
	@test -n "$(PYTHON)" || { echo "This project needs Python 3.11, 3.12 or 3.13 with its venv module, and found none."; \
	  echo "On Debian and Ubuntu: apt install python3 python3-venv. Elsewhere name one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c '$(SUPPORTED)' 2>/dev/null || { \
	  echo "$(PYTHON) won't do: this project needs Python 3.11, 3.12 or 3.13 with the modules venv and ensurepip."; \
	  echo "It is: $$($(PYTHON) --version 2>&1). On Debian and Ubuntu: apt install python3-venv."; exit 1; }
	@echo "Preparing .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv
	@printf '%s' '$(CURDIR)' > $@

$(RUNTIME): pyproject.toml .venv/.stamp-place
	@echo "Installing what running needs (under a minute)"
	@$(PIP) --editable .
	@touch $@

$(DEV): $(RUNTIME)
	@echo "Installing what developing needs (a few minutes)"
	@$(PIP) --editable '.[dev]'
	@touch $@
