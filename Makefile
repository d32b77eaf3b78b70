# Everything runs in .venv, which is made from requirements.lock and remade when that changes.
# DATABASE_URL, when it is set, selects a PostgreSQL server; without it an embedded one is used.

# Programs that the tests start many times are compiled once, wherever the environment says otherwise.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test check bench serve format clean lock
.DEFAULT_GOAL := test

demo: $(READY)
	@$(BIN)/tantieme demo

serve: $(READY)
	@$(BIN)/tantieme serve

# The architecture tests have run by then, as part of check.
test: check
	@$(BIN)/python -m pytest -n 2 --dist loadscope --ignore=tests/architecture

# The architecture tests include the import contracts.
check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest tests/architecture

bench: $(READY)
	@$(BIN)/python -m tests.benchmarks

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Leaves .data alone: it holds what you recorded.
clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Exact versions with the hashes of every platform; names no package index and no folder of this machine.
lock: $(READY)
	@$(BIN)/python -m pip install --quiet uv==0.13.9
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@command -v "$(PYTHON)" > /dev/null || { \
		echo "Tantième needs Python 3.11 or later, and there is no '$(PYTHON)'. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tantième needs Python 3.11 or later; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1). Name another: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up .venv from requirements.lock (about a minute, once)" >&2
	@"$(PYTHON)" -m venv .venv || { echo "Python's venv module is missing (Debian: the package python3-venv)." >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# A path relative to the environment: Python reads an absolute one in the locale's encoding, and a folder
	@# with an accent could then not be used under LC_ALL=C.
	@for pth in .venv/lib/python*/site-packages/_tantieme.pth; do echo ../../../.. > "$$pth"; done
	@touch $(READY)
