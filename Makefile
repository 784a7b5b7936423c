# Set up, run and check Roundtable Assistant. Needs python3 (3.11 to 3.13) with venv, and make; the rest is installed.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 7860
# On Linux the plain torch wheel brings CUDA, some gigabytes. Without a GPU, or for another CUDA, name the index:
#   make install TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

BIN := $(VENV)/bin
# No library may call home, nor look for a model on a network that may not be there.
export HF_HUB_OFFLINE ?= 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False
export ORT_DISABLE_TELEMETRY := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Measures what goes over the wire and when: in a process where others ran before, it counted a request too many.
OVER_HTTP := tests/assistant/writing/test_over_http.py

.PHONY: help install chat test lint sbom audit gate bench bench-peers quality torture constraints clean

help:
	@echo "make chat      set up, read the documents that ship, open the chat at http://127.0.0.1:$(PORT)"
	@echo "make test      set up, run all tests"
	@echo "make install   set up $(VENV) without the tools for developers"
	@echo "make lint      ruff, mypy, licences, and secrets that slipped into a file"
	@echo "make sbom      list what is installed (CycloneDX) with licences, in build/parts: make sbom EXTRAS=postgres"
	@echo "make audit     ask for known weaknesses of the packages; needs pypi.org"
	@echo "make gate      ask the shipped test set, and fail if answers have become worse"
	@echo "make bench     measure speed, memory and size; writes build/bench/bench.md, bench.json and scale.svg"
	@echo "make bench-peers   measure beside LangChain, LlamaIndex and txtai; installs them below build/peers, some gigabytes"
	@echo "make quality   measure finding, answering and refusing: make quality DATA=FOLDER"
	@echo "make torture   kill, starve and spoil for ten minutes, and fail if anything is lost: make torture ARGS=--help"
	@echo "make clean     remove $(VENV) and caches; documents and indexes stay"

install: $(VENV)/installed

# torch comes through pip, which honours the index; uv, much faster, then brings the rest with the same pins.
$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else \
		"Python %d.%d: needs 3.11 to 3.13; name one with: make PYTHON=python3.12 ..." % v)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt uv
	$(BIN)/python -m pip install -q -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[dev]'
	touch $@

chat: install
	$(BIN)/roundtable ingest corpus/materials
	$(BIN)/roundtable chat --port $(PORT)

test: $(VENV)/installed-dev
	@$(BIN)/python -m tests.chromium --install
ifdef ARGS
	$(BIN)/python -m pytest $(ARGS)
else
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore=tests/e2e --ignore=$(OVER_HTTP)
	$(BIN)/python -m pytest $(OVER_HTTP) tests/e2e
endif

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m evals.parts licences
	$(BIN)/python -m evals.parts secrets

# EXTRAS=postgres,openai adds what these bring. Both files come into build/parts.
sbom: $(VENV)/installed-dev
	$(BIN)/python -m evals.parts sbom --extras "$(EXTRAS)"

# Needs pypi.org: a mirror of it may know no weaknesses, and then this fails and says so.
audit: $(VENV)/installed-dev
	$(BIN)/python -m evals.parts audit

# In a folder of its own, so that neither the user's documents nor their runs count.
gate: export ROUNDTABLE_INDEX = build/gate/index
gate: export ROUNDTABLE_EVALUATIONS = build/gate/evaluations
gate: $(VENV)/installed
	$(BIN)/roundtable ingest --prune corpus/materials
	$(BIN)/roundtable eval gate $(ARGS)

bench: $(VENV)/installed-dev
	$(BIN)/python -m evals.bench $(ARGS)

# Each in an environment of its own. Its help: make bench-peers ARGS=--help
bench-peers: $(VENV)/installed-dev
	$(BIN)/python -m evals.bench.peers $(if $(TORCH_INDEX),--torch-index $(TORCH_INDEX)) $(ARGS)

# DATA holds the public test sets; what ships is measured without them. Its help: make quality ARGS=--help
quality: $(VENV)/installed-dev
	$(BIN)/python -m evals.quality $(if $(DATA),"$(DATA)") $(ARGS)

torture: $(VENV)/installed-dev
	$(BIN)/python -m evals.torture $(ARGS)

# Run by hand after a change of dependencies: newest versions that fit together, for Python 3.11 to 3.13.
constraints: $(VENV)/installed-dev
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade -q \
		--no-annotate --no-emit-index-url --custom-compile-command "make constraints" -o constraints.txt

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .mypy_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
