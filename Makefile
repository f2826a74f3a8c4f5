# Everything runs in .venv, which is made when it is needed: first with what the product needs, then with what its tests need, too.
# On Windows see the README for the same with uv.
PYTHON ?= python3
BIN := .venv/bin
# Workers, kernels and commands share what Python has compiled.
unexport PYTHONDONTWRITEBYTECODE
PRODUCT := .venv/.product
DEV := .venv/.dev
# The package, editable, with the versions that work together.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --constraint constraints.txt --editable

.PHONY: report test fast soak prove-once lab bench clean

report: $(PRODUCT)  ## the main job: the sample shop's exports become reports/herstyle/index.html
	$(BIN)/retention sample
	$(BIN)/retention run --params params/herstyle

test: $(DEV)  ## style, types and all tests but the long proofs, on both cores
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 3 --dist worksteal -m "not soak"

fast: $(DEV)  ## while one works: style and the quick tests; no notebook, browser, real data or long law
	$(BIN)/ruff check .
	$(BIN)/pytest -n 2 --dist worksteal -m "not (slow or real or long or soak)"

soak: $(DEV)  ## the long proofs: coverage of intervals over many seeded shops, laws tried ten times as long, crashes in a loop
	TRIES=10 $(BIN)/pytest -m "soak or long"

prove-once: $(DEV)  ## planners and a taker of messages are killed at random and at each named point; what lies in the files is counted
	$(BIN)/pytest -q tests/ledger/test_ledger.py
	$(BIN)/python -m tests.ledger.prove_once

lab: $(PRODUCT)  ## JupyterLab on copies of the notebooks, with the sample shop imported
	$(BIN)/retention sample
	$(BIN)/retention import --params params/herstyle
	$(BIN)/retention lab --params params/herstyle

bench: $(DEV)  ## speed and memory beside peers, as ratios in one run
	$(BIN)/python -m benchmarks

clean:  ## removes what can be made again; data/ stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis reports

$(PRODUCT): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt uv
	$(INSTALL) .
	touch $@

$(DEV): $(PRODUCT)
	$(INSTALL) '.[dev]'
	touch $@
