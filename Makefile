# Two commands are the contract: `make run` serves the site, `make test` runs every test. Both do all set-up.
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
# All that is set up is set up by this: one start at a time, and what was broken off is made anew.
SET_UP = $(PYTHON) set_up.py $(MAKE) --no-print-directory
# A shell may name the settings of another project.
unexport DJANGO_SETTINGS_MODULE
# Without compiled files each process that tests, and each server that a test starts, would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
# Cards bear the titles of the pages, so they are drawn anew when one has changed.
STATIC := kyphoplasty_site/settings.py $(shell find static seo content/languages -type f -not -name '*.pyc')
WORDS := $(shell find web reviews clinics content screener seo records referrals templates kyphoplasty_site -type f -not -name '*.pyc')

# What `make run` serves is plain http on this machine; everywhere else https is the default.
LOCAL = HTTPS=$${HTTPS:-off} ALLOWED_HOSTS=$${ALLOWED_HOSTS:-$(HOST),localhost,127.0.0.1,[::1],$$(hostname -I 2>/dev/null | tr " " ",")}
BROWSER = BROWSER="$$($(PY) tests/kit/find_browser.py)"

.DELETE_ON_ERROR:
.PHONY: run dev test check audit engines engines-pictures bench holds usage-demo browser nginx release-check fix pins

run:
	@$(SET_UP) .venv/run .secret-key .venv/checked staticfiles/staticfiles.json
	@$(PY) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("$(HOST)", $(PORT)))' 2>/dev/null \
		|| { echo "Nothing can listen on $(HOST):$(PORT). It may be in use: set PORT= (or HOST=) to another."; exit 1; }
	@echo "The site is at http://$(HOST):$(PORT)/ (plain http, for trying it out). Stop it with Ctrl-C."
	@$(LOCAL) HOST=$(HOST) PORT=$(PORT) $(PY) -m kyphoplasty_site

dev:
	@$(SET_UP) .venv/run .secret-key
	DEBUG=on $(PY) manage.py runserver $(HOST):$(PORT)

test:
	@$(SET_UP) .venv/dev browser nginx
	@$(MAKE) --no-print-directory style
	$(BROWSER) $(PY) -m pytest -n 3 --dist worksteal

check: style
	$(PY) -m pytest -n 2 --dist worksteal -m "not browser and not slow"

.PHONY: style
style:
	@$(SET_UP) .venv/dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint templates --lint --quiet

audit:
	@$(SET_UP) .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/all_checks.py

# The part of the audit that sees the pages in old and new engines; ENGINES="chromium-80 webkit" takes some of them.
engines:
	@$(SET_UP) .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/see.py $(ENGINES)

# The part of the audit that builds the container and walks through it.
.PHONY: container
container:
	@$(SET_UP) .venv/dev .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(PY) audit/container.py

# Pictures of the same pages in each engine side by side, in audit/pictures/, for people to look at.
engines-pictures:
	@$(SET_UP) .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/see.py --pictures $(ENGINES)

# SECTIONS= names the sections to measure, and the others stay as they were: make bench SECTIONS="content_page evaluation"
bench:
	@$(SET_UP) .venv-bench/all staticfiles/staticfiles.json
	@.venv-bench/bin/python tests/kit/find_browser.py >/dev/null
	BROWSER="$$(.venv-bench/bin/python tests/kit/find_browser.py)" .venv-bench/bin/python bench/run.py $(SECTIONS)

# What is shortened in `make test`, in full.
holds:
	@$(SET_UP) .venv/dev browser nginx
	HOLDS=full $(BROWSER) $(PY) -m pytest -m holds

# What an owner gets to see of a month (deploy/usage_report.py), of a month that is made up.
usage-demo:
	@$(SET_UP) .venv/dev
	@$(PY) tests/kit/made_up_month.py usage-demo

browser: .venv/dev
	@$(PY) tests/kit/find_browser.py >/dev/null

# And what reads and turns over its logs.
nginx: .venv/dev
	@$(PY) -c 'import sys; sys.path.insert(0, "tests/kit"); import debian; debian.need(("nginx", "nginx-light"), ("goaccess", "goaccess"), ("logrotate", "logrotate"))'

# What the site is made of, and under which licences (docs/adopting.md).
.PHONY: sbom
sbom:
	@$(SET_UP) .venv/dev
	$(PY) deploy/sbom.py dist/sbom.json

release-check:
	@$(SET_UP) .venv/run .secret-key
	$(LOCAL) $(PY) manage.py check --fail-level WARNING

fix:
	@$(SET_UP) .venv/dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

pins:
	@$(SET_UP) .venv/dev
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements-dev.in -o requirements-dev.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header bench/requirements.in -o bench/requirements.txt

# While something is installed, the environment is marked as unfinished (set_up.py). What pip refuses by itself it leaves whole.
define install
	@mkdir -p $(@D) && touch $(@D)/unfinished
	@[ -x $(@D)/bin/python ] || $(PYTHON) -m venv $(@D) || { rm -rf $(@D); echo "Python's venv is missing. On Debian: apt install python3-venv"; exit 1; }
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$(filter %.txt,$^)) || { rm $(@D)/unfinished; exit 1; }
	@mv $(@D)/unfinished $@
endef

.venv/run: requirements.txt
	@echo "Installing what the site needs …"
	$(install)

.venv/dev: requirements-dev.txt .venv/run
	@echo "Installing what the tests need …"
	$(install)

# Apart, so that rivals change nothing in the environment that runs and tests the site.
.venv-bench/all: requirements-dev.txt bench/requirements.txt
	@echo "Installing what the measurements compare with …"
	$(install)

# Whole or not at all: it gets its name when it is written.
.secret-key:
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@.new && mv $@.new $@

# Words and rules are checked when one of them has changed, so that a second start is quick. First the catalogues are
# compiled, without which the figures of a translated page are checked in English.
.venv/checked: $(WORDS) .venv/run | .secret-key
	@$(LOCAL) $(PY) manage.py words --compile
	@$(LOCAL) $(PY) manage.py check
	@touch $@

staticfiles/staticfiles.json: $(STATIC) .venv/run | .secret-key
	@$(LOCAL) $(PY) manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
