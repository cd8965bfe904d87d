# Works from a fresh clone with nothing but Python 3.11 or later and make.
#   make demo [AGREEMENT=...]   build the demonstration in demo/AGREEMENT
#   make test [ARGS='-k names'] run the tests
#   make check                  style, types and layering: what CI checks before the tests
#   make format                 put the code in the house style
#   make workbooks              rebuild templates/ and workbooks/
#   make install                only make .venv
# An active virtual environment that has laa_xl is used; otherwise .venv is made here.
# Another Python for .venv: make BASE_PYTHON=python3.12 ...

BASE_PYTHON ?= python3
AGREEMENT ?= leicester-2008
VENV := .venv

# -I leaves out the current folder: what counts is that laa_xl is installed, not that it lies here.
PYTHON := $(shell python -I -c 'import sys, laa_xl; sys.prefix != sys.base_prefix and print(sys.executable)' 2>/dev/null)
ifeq ($(PYTHON),)
PYTHON := $(VENV)/bin/python
READY := $(VENV)/installed
endif
BIN := $(dir $(PYTHON))

.PHONY: demo test check format workbooks install
.DEFAULT_GOAL := demo

demo: $(READY)
	$(BIN)laa-xl demo --agreement "$(AGREEMENT)" --into "demo/$(AGREEMENT)"

test: $(READY)
	$(PYTHON) -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(READY)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(BIN)lint-imports

format: $(READY)
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

workbooks: $(READY)
	$(PYTHON) tools/build_workbooks.py

install: $(READY)
	@echo "Ready: $(PYTHON)"

$(VENV)/installed: pyproject.toml
	@$(BASE_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make BASE_PYTHON=python3.12 ...")'
	@echo "Making $(VENV) (once, a minute or two)"
	@$(BASE_PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@
