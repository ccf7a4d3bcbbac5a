# Every target sets itself up: tradefair/bootstrap.py makes .venv, installs the locked requirements, and hands over.

PYTHON ?= python3
DO ?= help
ONLY ?=
TESTS ?=
GO = @exec $(PYTHON) -I tradefair/bootstrap.py

.PHONY: help run test check bench shots manage messages lock

help: ## what can be made
	@echo "make run               serve the demo fair on http://127.0.0.1:8000/ (PORT and TRADEFAIR_HOME can be set)"
	@echo "make test              run the tests, browser included (TESTS=\"tests/fairs -k join\" runs some of them)"
	@echo "make check             run the linters, the type checker and Django's own checks"
	@echo "make bench [ONLY=name] measure; one JSON line per figure"
	@echo "make shots             take a picture of every page into build/shots"
	@echo "make manage DO=\"...\"   run a manage.py command against the local services"
	@echo "make messages          collect the strings to translate into locale/"
	@echo "make lock              resolve pyproject.toml into requirements/*.txt anew"

run:
	$(GO) run

test:
	$(GO) test $(TESTS)

check:
	$(GO) check

bench:
	$(GO) bench $(ONLY)

shots:
	$(GO) shots $(ONLY)

manage:
	$(GO) manage $(DO)

messages:
	$(GO) messages

lock:
	$(GO) lock
