# stancehouse: `make demo` runs the main job on the example articles, `make test` runs the whole test suite.
# Needs Python 3.11 or later, make and a C library; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
UV_VERSION := 0.13.9
HOME_DIR ?= demo-data

.PHONY: help setup demo test check lock bench superset label-studio model clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(STAMP) ## make .venv with the locked versions and this checkout, editable

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "stancehouse needs Python 3.11 or later; $(PYTHON) is older: make PYTHON=python3.12 setup"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet "uv==$(UV_VERSION)"
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode requirements.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the main job: articles of examples/ in, a table of stances and a published warehouse out
	$(BIN)/stancehouse run examples/articles --home $(HOME_DIR) --show-stances

test: setup ## the whole test suite
	$(BIN)/python -m pytest

check: setup ## lints, types, import contracts, and whether the lock is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_lock.py

lock: ## resolve requirements.lock anew from pyproject.toml
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --no-annotate \
		--no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

bench: setup ## articles per second, as ratios to bare spaCy
	$(BIN)/python benchmarks/throughput.py

superset: setup ## bring up Superset with our dashboard and check it; docs/bi/superset.md
	$(BIN)/python tools/superset.py

label-studio: setup ## bring up Label Studio, label our tasks in it, import its export; docs/review.md
	$(BIN)/python tools/label_studio.py

# `make model` trains from the repository alone; GOLD=folder and SENTIMENT=file add annotated articles and NewsMTSC.
MODEL := build/model
TRAIN := .venv-training/bin/python -W ignore -m training
GOLD ?=
SENTIMENT ?=

model: ## train the network anew, an hour on one core; see training/README.md
	test -x .venv-training/bin/python || { $(PYTHON) -m venv .venv-training && \
		.venv-training/bin/python -m pip install --quiet --requirement training/requirements.txt --editable . ; }
	mkdir -p $(MODEL)
	$(TRAIN).examples $(MODEL)/invented.ex training/invented/articles.jsonl training/invented/stances.jsonl
	$(if $(GOLD),$(TRAIN).examples $(MODEL)/gold.ex $(GOLD)/articles.jsonl $(GOLD)/train.jsonl $(GOLD)/train_statements.jsonl)
	$(if $(SENTIMENT),$(TRAIN).sentiment $(MODEL)/encoder.pt $(SENTIMENT))
	sh training/make_model.sh $(MODEL) "$(TRAIN)" "$(GOLD)" "$(SENTIMENT)"

clean: ## remove .venv and the demo's data
	rm -rf $(VENV) .venv-training build $(HOME_DIR)
