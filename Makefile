# The developer's verbs. `make help` lists them; the first two are all a newcomer needs.
#   make demo            everything on this machine, with a stand-in for Telegram
#   make demo SCRIPT=1   the same, played without a person and checked
#   make test ARGS="-k undo"

.DEFAULT_GOAL := help
.PHONY: help demo run test test-all lint format bench eval transcripts migrate settings lock clean prod-up prod-check
MAKEFLAGS += --no-print-directory

VENV    := .venv
PYTHON  := $(VENV)/bin/python
LOCKS   := ops/requirements
LOCAL   := $(VENV)/.local-installed
DEV     := $(VENV)/.dev-installed
UV      ?= uv

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(LOCAL) ## Try it: everything here, with a chat page instead of Telegram (SCRIPT=1 plays and checks it)
	@exec $(PYTHON) -m ops.cli demo $(if $(SCRIPT),--script)

run: $(LOCAL) ## Run the real bot: needs TELEGRAM_BOT_TOKEN in the environment or in .env
	@exec $(PYTHON) -m ops.cli up

# In the tree's order, so that the long stories of one test come first and not, as xdist sorts them, alone at the end.
# What Python and pytest compiled is kept, whatever the surroundings say: each process then collects in 13 s and not in 21.
test test-all: export PYTHONDONTWRITEBYTECODE :=
test: $(DEV) ## Run every story and invariant on real servers (ARGS="-k word" for a part of it)
	$(PYTEST) -m "not slow" $(ARGS)

test-all: $(DEV) ## Run all tests, also those that take minutes: chaos, long forms, every time zone, the demo as processes
	$(PYTEST) $(ARGS)

# Twice as many processes as cores: most tests wait for servers more than they compute.
PYTEST := $(PYTHON) -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations=15

lint: $(DEV) ## Check style, types and import contracts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy --strict
	$(VENV)/bin/lint-imports

format: $(DEV) ## Format the code and fix what ruff can fix
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: $(DEV) ## Measure: the ack path, the queue, message to answer
	$(PYTHON) -m ops.bench $(ARGS)

eval: $(DEV) ## Score understanding: EVAL_FILE=… EVAL_OUT=… UNDERSTANDING=auto|rules|openai
	EVAL_FILE="$(EVAL_FILE)" EVAL_OUT="$(EVAL_OUT)" $(if $(UNDERSTANDING),UNDERSTANDING="$(UNDERSTANDING)") \
	  $(PYTHON) -m ops.eval.run $(ARGS)

transcripts: $(DEV) ## Write a week, two weeks, a month and thirty messages as the chat shows them into .planner/transcripts
	@mkdir -p $(TRANSCRIPTS)
	WEEK_FOLDER=$(TRANSCRIPTS) $(PYTHON) -m pytest -q tests/stories/planning/test_a_week.py
	$(PYTHON) -m tests.stories.schedules.month $(TRANSCRIPTS)/month.md month > /dev/null
	$(PYTHON) -m tests.stories.schedules.month $(TRANSCRIPTS)/two_weeks.md two_weeks > /dev/null
	$(PYTHON) -m tests.stories.thirty_messages $(TRANSCRIPTS)/transcript_30.md > /dev/null

TRANSCRIPTS := .planner/transcripts

migrate: $(LOCAL) ## Bring the database at DATABASE_URL to the newest schema
	@$(PYTHON) -m ops.cli migrate

settings: $(LOCAL) ## Write .env.example and ops/docs/configuration.md from the settings class
	@$(PYTHON) -m ops.cli settings --write

lock: ## Renew the three hash-locked lists of dependencies (needs uv)
	$(UV) pip compile $(LOCK_OPTIONS) --extra sentry -o $(LOCKS)/runtime.txt
	$(UV) pip compile $(LOCK_OPTIONS) --extra sentry --extra embedded -o $(LOCKS)/local.txt
	$(UV) pip compile $(LOCK_OPTIONS) --extra sentry --extra embedded --group dev -o $(LOCKS)/dev.txt

LOCK_OPTIONS := --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml

prod-up: ## Build and start the production containers from .env
	sh ops/docker/secrets.sh && VERSION=g$$(git rev-parse --short HEAD 2>/dev/null) docker compose -f compose.prod.yaml up -d --build

prod-check: ## Prove the containers on this machine's Docker (ARGS="build talk kill"; ARGS=load for memory under load)
	bash ops/check/containers.sh $(ARGS)

clean: ## Remove the virtual environment, all data of demo and run, and what tools left behind
	@sh ops/cli/clean.sh

# What is installed is written down by the lock's content: a new lock installs anew, nothing else does.
$(LOCAL): $(LOCKS)/local.txt ops/cli/install.sh
	@sh ops/cli/install.sh $(LOCKS)/local.txt $@

$(DEV): $(LOCKS)/dev.txt ops/cli/install.sh
	@sh ops/cli/install.sh $(LOCKS)/dev.txt $@ $(LOCAL)
