# Two commands do everything on a machine with Python 3.11, git and make:
#   make serve   the site on http://127.0.0.1:$PORT
#   make test    every check and test
# Beside them:
#   make test-postgres   the suite again, on a throwaway PostgreSQL
#   make bench           how fast it is on this machine, into bench/results.md
#   make soak            ten minutes of load while workers die and the database goes away
#   make bake            the public site as files, into var/baked
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/pip-compile -q --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras

.PHONY: help serve prepare check test test-postgres browser postgres bench soak bake format lock addresses clean

help:
	@sed -n 's/^#   //p' Makefile

$(VENV)/run.stamp: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing packages"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing packages for checks and tests"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

prepare: $(VENV)/run.stamp
	@$(BIN)/python manage.py prepare

serve: prepare
	@echo "FalseOS: http://127.0.0.1:$(PORT)/canada/"
	@(nice -n 19 $(BIN)/python manage.py bake --if-changed >/dev/null 2>&1 &)
	@exec $(BIN)/gunicorn falseos.asgi:application --config falseos/gunicorn_conf.py --preload --bind 127.0.0.1:$(PORT)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=off SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		HTTPS=on $(BIN)/python manage.py check --deploy --fail-level WARNING

browser: $(VENV)/dev.stamp
	@tests/browser/install

test: check browser postgres
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

# The whole suite but for the browsers, which bring a database of their own, on a PostgreSQL that is gone afterwards.
test-postgres: $(VENV)/dev.stamp postgres
	tests/postgres/with-cluster $(BIN)/python -m pytest --ignore=tests/browser

postgres:
	@tests/postgres/install

bench: $(VENV)/run.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench.run

soak: $(VENV)/run.stamp
	@$(BIN)/python tests/soak/soak.py --seconds $(or $(SECONDS),600)

bake: prepare
	@$(BIN)/python manage.py bake

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint templates --reformat --quiet

lock: $(VENV)/dev.stamp
	$(COMPILE) -o requirements.txt requirements.in
	$(COMPILE) -o requirements-dev.txt requirements-dev.in

addresses: prepare
	@$(BIN)/python manage.py keep_addresses

clean:
	rm -rf $(VENV) var static_collected
