# Two commands are the contract: `make run` serves the site, `make test` runs every test. Both do all set-up.
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
# Cards bear the titles of the pages, so they are drawn anew when one has changed.
STATIC := kyphoplasty_site/settings.py $(shell find static seo content/pages -type f -not -name '*.pyc')
WORDS := $(shell find web clinics content screener seo referrals templates kyphoplasty_site -type f -not -name '*.pyc')

# What `make run` serves is plain http on this machine; everywhere else https is the default.
LOCAL = HTTPS=$${HTTPS:-off} ALLOWED_HOSTS=$${ALLOWED_HOSTS:-$(HOST),localhost,127.0.0.1,[::1],$$(hostname -I 2>/dev/null | tr " " ",")}
BROWSER = BROWSER="$$($(PY) tests/find_browser.py)"

.DELETE_ON_ERROR:
.PHONY: run dev test check audit engines engines-pictures bench holds browser nginx release-check fix pins

run: .venv/run .secret-key .venv/checked staticfiles/staticfiles.json
	@$(PY) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("$(HOST)", $(PORT)))' 2>/dev/null \
		|| { echo "Nothing can listen on $(HOST):$(PORT). It may be in use: set PORT= (or HOST=) to another."; exit 1; }
	@echo "The site is at http://$(HOST):$(PORT)/ (plain http, for trying it out). Stop it with Ctrl-C."
	@$(LOCAL) HOST=$(HOST) PORT=$(PORT) $(PY) -m kyphoplasty_site

dev: .venv/run .secret-key
	DEBUG=on $(PY) manage.py runserver $(HOST):$(PORT)

test: .venv/dev browser nginx
	@$(MAKE) --no-print-directory style
	$(BROWSER) $(PY) -m pytest -n 3 --dist worksteal

check: .venv/dev style
	$(PY) -m pytest -n 3 -m "not browser"

.PHONY: style
style: .venv/dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint templates --lint --quiet

audit: .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/run.py

# The part of the audit that sees the pages in old and new engines; ENGINES="chromium-80 webkit" takes some of them.
engines: .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/see.py $(ENGINES)

# Pictures of the same pages in each engine side by side, in audit/pictures/, for people to look at.
engines-pictures: .venv/dev browser .secret-key
	SECRET_KEY=$$(cat .secret-key) ALLOWED_HOSTS=localhost,127.0.0.1 HTTPS=off $(BROWSER) $(PY) audit/see.py --pictures $(ENGINES)

# SECTIONS= names the sections to measure, and the others stay as they were: make bench SECTIONS="content_page evaluation"
bench: .venv-bench/all staticfiles/staticfiles.json
	@.venv-bench/bin/python tests/find_browser.py >/dev/null
	BROWSER="$$(.venv-bench/bin/python tests/find_browser.py)" .venv-bench/bin/python bench/run.py $(SECTIONS)

# What is shortened in `make test`, in full.
holds: .venv/dev browser nginx
	HOLDS=full $(BROWSER) $(PY) -m pytest -m holds

browser: .venv/dev
	@$(PY) tests/find_browser.py >/dev/null

nginx: .venv/dev
	@$(PY) -c 'import sys; sys.path.insert(0, "tests"); import debian; debian.need(("nginx", "nginx-light"))'

release-check: .venv/run .secret-key
	$(LOCAL) $(PY) manage.py check --fail-level WARNING

fix: .venv/dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

pins: .venv/dev
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements-dev.in -o requirements-dev.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header bench/requirements.in -o bench/requirements.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %d.%d. Set PYTHON=…" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing. On Debian: apt install python3-venv"; exit 1; }

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Apart, so that rivals change nothing in the environment that runs and tests the site.
.venv-bench/all: bench/requirements.txt | .venv/bin/python
	@echo "Installing what the measurements compare with …"
	@$(PY) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.secret-key: | .venv/bin/python
	@umask 077 && $(PY) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@

# Words and rules are checked when one of them has changed, so that a second start is quick.
.venv/checked: $(WORDS) .venv/run | .secret-key
	@$(LOCAL) $(PY) manage.py check
	@touch $@

staticfiles/staticfiles.json: $(STATIC) .venv/run | .secret-key
	@$(LOCAL) $(PY) manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
