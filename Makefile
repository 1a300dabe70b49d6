# Two commands matter: `make demo` and `make test`. Both begin with what `make setup` does.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: drill benchmark read-score demo serve test lint setup setup-tests format clean

demo: setup
	@PORT=$(PORT) sh .ci/demo

# Your own data, on this machine alone until docs/operate.md is followed.
serve: setup
	@$(BIN)/python manage.py serve --port $(PORT)

test: setup-tests
	@sh .ci/test

lint: setup-tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check $$(git ls-files 'templates/*.html' 'templates/**/*.html')
	@$(BIN)/lint-imports --no-cache
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/mypy

format: setup-tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djade $$(git ls-files 'templates/*.html' 'templates/**/*.html') || true

benchmark: setup-tests
	@$(BIN)/python -m tests.benchmarks.read_workbooks
	@$(BIN)/python -m tests.benchmarks.scorecard
	@$(BIN)/python -m tests.benchmarks.pages
	@$(BIN)/python -m tests.benchmarks.imports
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.benchmarks.reports
	@$(BIN)/python -m tests.benchmarks.client

# What goes wrong on a server, done on purpose: a mail server that is dead, a server that is killed, backups while people
# write, fifty people at once. Ten minutes of those: LOAD_SECONDS=600.
drill: setup-tests
	@$(BIN)/python -m tests.drills

# How much of random workbooks is read right, and how much wrong.
read-score: setup-tests
	@$(BIN)/python -m tests.benchmarks.read_score

setup:
	@PYTHON=$(PYTHON) sh .ci/setup

setup-tests: setup
	@PYTHON=$(PYTHON) sh .ci/setup tests

clean:
	rm -rf .venv node_modules static/build var
