# The front door. `make help` lists what it opens.
.DEFAULT_GOAL := help
PYTHON ?= python3
PIP    := .venv/bin/python -m pip --disable-pip-version-check --quiet
SAM    ?= .venv-sam/bin/sam
CASE    ?= approved
export SAM_CLI_TELEMETRY := 0

.PHONY: help run test check fix slow build deploy delete bench conformance docs catalog audit fuzz pin wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.local ## generate, then run the reference workflow on this machine; CASE=denied, silent, unreadable or unshipped goes wrong
	@.venv/bin/newel build
	@.venv/bin/newel run OrderIntake --input events/order_intake/event.json --fill events/order_intake/fill \
	  --mocks events/order_intake/mocks.json --case $(CASE)

test: .venv/.dev ## the tests, but those that need the SAM CLI or Docker
	.venv/bin/pytest -m "not slow" -n 2

check: .venv/.dev ## formatting, lint, types, and that nothing generated is stale
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/basedpyright
	.venv/bin/newel build --check
	.venv/bin/python scripts/builtins_table.py --check
	.venv/bin/newel build --check --template statemachines/integrations/template.yaml
	.venv/bin/python scripts/integrations.py --check
	.venv/bin/python scripts/refresh_aws_catalog.py --check
	.venv/bin/python scripts/checks.py --check
	.venv/bin/python scripts/pictures.py --check
	.venv/bin/python scripts/cli_reference.py --check

fix: .venv/.dev ## format, and mend what ruff can mend
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

slow: .venv/.dev $(SAM) ## the tests that need the SAM CLI or Docker
	PATH="$(abspath $(dir $(SAM))):$$PATH" .venv/bin/pytest -m slow

build: .venv/.local $(SAM) ## newel build, then sam build; ENV=prod for production
	.venv/bin/newel build
	PYTHON=$(abspath .venv/bin/python) $(SAM) build --config-env $(or $(ENV),default)

deploy: build ## deploy with sam; ENV=prod for production
	$(SAM) deploy --config-env $(or $(ENV),default)

delete: $(SAM) ## delete the deployed stack; ENV=prod for production
	$(SAM) delete --config-env $(or $(ENV),default)

bench: .venv/.dev ## time and memory of the commands, of expressions beside Node, of building and checking beside the CDK, of local runs beside other interpreters
	.venv/bin/python scripts/bench/commands.py
	.venv/bin/python scripts/bench/expressions.py
	.venv/bin/python scripts/bench/hostile.py
	.venv/bin/python scripts/bench/synthesis.py
	.venv/bin/python scripts/bench/calls.py
	.venv/bin/python scripts/bench/checks.py
	.venv/bin/python scripts/bench/local.py

conformance: .venv/.dev ## recorded answers of V8: right, left out, wrong
	.venv/bin/python scripts/conformance.py

docs: .venv/.docs ## write what the docs take from the code, and build the site of them into site/
	.venv/bin/python scripts/builtins_table.py
	.venv/bin/python scripts/integrations.py
	.venv/bin/python scripts/checks.py
	.venv/bin/python scripts/pictures.py
	.venv/bin/python scripts/cli_reference.py
	.venv/bin/python -m sphinx --quiet --fail-on-warning --keep-going docs site

catalog: .venv/.catalog ## make anew what newel ships of AWS; PAGE=FILE_OR_URL reads AWS's page of the services too
	.venv/bin/python scripts/refresh_aws_catalog.py $(if $(PAGE),--page $(PAGE))

audit: .venv/.dev .venv-audit/.made ## the template by Checkov, and the dependencies by pip-audit
	.venv/bin/python scripts/audit.py

fuzz: .venv/.dev ## a minute of made texts against the expression language; FUZZ=python-with-atheris guides it
	$(or $(FUZZ),.venv/bin/python) scripts/fuzz/target.py -max_total_time=60

pin: .venv/.dev ## pin the dependencies anew, with hashes
	PATH="$(abspath .venv/bin):$$PATH" scripts/pin.sh --upgrade

wheel: .venv/.dev ## build the wheel into dist/
	.venv/bin/python -m hatchling build -t wheel

clean: ## remove what was built and installed here
	rm -rf .venv .venv-sam .venv-audit .aws-sam dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp is written last, so that an interrupted installation starts again.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit("newel needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.local: requirements/local.txt pyproject.toml | .venv/.made
	@echo "Installing newel into .venv ..."
	@$(PIP) install --require-hashes -r requirements/local.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.local
	@echo "Installing the development tools into .venv ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.docs: requirements/docs.txt .venv/.dev
	@$(PIP) install --require-hashes -r requirements/docs.txt
	@touch $@

.venv/.catalog: requirements/catalog.txt .venv/.dev
	@$(PIP) install --require-hashes -r requirements/catalog.txt
	@touch $@

.venv-audit/.made: requirements/audit.txt
	@echo "Installing Checkov and pip-audit into .venv-audit ..."
	@$(PYTHON) -m venv --clear .venv-audit
	@.venv-audit/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r requirements/audit.txt
	@touch $@

.venv-sam/bin/sam: requirements/sam.txt
	@echo "Installing the SAM CLI into .venv-sam ..."
	@$(PYTHON) -m venv --clear .venv-sam
	@.venv-sam/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r requirements/sam.txt
	@touch $@
