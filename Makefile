# Two commands on a fresh machine: `make briefing` and `make test`. Choose the interpreter with PYTHON=/path/to/python3.
.DEFAULT_GOAL := help
.PHONY: help briefing test types quick check-all crash container goldens mutations sheet bench bench-store bench-movements bench-proof bench-news bench-sending lock

run := .venv/bin/python -m
tests := $(run) pytest -n auto --dist loadfile
# Tests start the program in processes of its own, and each would compile six hundred modules.
unexport PYTHONDONTWRITEBYTECODE
compile := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

briefing: ## install what is missing and make the starter briefings in output/
	@.ci/install run
	@test -e .desk/desk.yaml || .venv/bin/tradebrief init .desk --sample --unsigned --output ../output
	@.venv/bin/tradebrief build pakistan-minerals --desk .desk
	@.venv/bin/tradebrief build pakistan-minerals-monthly --desk .desk

test: ## install what is missing and run the checks that CI runs (up to twenty minutes on two cores)
	@.ci/install test
	$(run) ruff check .
	$(run) ruff format --check .
	@$(MAKE) --no-print-directory -j 2 types quick

# Side by side: mypy fills one core alone.
types:
	$(run) mypy

quick:
	$(tests) -m "not long"

check-all: ## every check, the long tests, and all validators on starter, sample and fish editions in three languages and both styles
	@.ci/install test
	@$(run) tests.clients
	@$(MAKE) --no-print-directory test
	@$(tests) -m long
	@$(tests) --hypothesis-profile new $$(grep -rl 'from hypothesis import' tests --include='test_*.py')
	@$(run) tests.editions
	@folder=$$(mktemp -d) && for seed in 1 2 3 4 5; do $(run) tests.clock.years $$folder/$$seed $$seed 2>$$folder/diary-$$seed || exit 1; done; rm -r $$folder

crash: ## kill pulls by chance, sendings, the clock, backups and upgrades at each of their calls, and see that the next run has all of it
	@.ci/install test
	@folder=$$(mktemp -d) && $(run) tests.desk.crashes $$folder ../shared/data 200 1 | sort | uniq -c; rm -r $$folder
	@folder=$$(mktemp -d) && .venv/bin/tradebrief init $$folder/starter >$$folder/log \
		&& .venv/bin/tradebrief build --desk $$folder/starter --quiet >>$$folder/log \
		&& for transport in folder smtp; do mkdir $$folder/$$transport \
		&& $(run) tests.crash.kills $$folder/starter $$folder/$$transport $$transport \
		| sed "s/.*: /a sending by $$transport that was killed twice: /" | sort | uniq -c; done; rm -r $$folder
	@for transport in folder smtp; do folder=$$(mktemp -d) && $(run) tests.crash.operators $$folder $$transport \
		| sed "s/.*: /operators told by $$transport by a clock that was killed: /" | sort | uniq -c; rm -r $$folder; done
	@CRASH_EVERY=1 $(run) pytest -q tests/crash/test_backups.py tests/crash/test_upgrade.py -k 'killed or brought_up'

container: ## do the steps of the Containerfile in a minimal Debian root, and build an edition in it (root, debootstrap, three minutes)
	@.ci/install test
	@folder=$$(mktemp -d) && $(run) tests.container $$folder && rm -r $$folder

goldens: ## write the golden texts and drawings anew: read each changed line, look at each picture before it is committed
	@.ci/install test
	$(run) tests.story.plans
	$(run) tests.story.gallery
	$(run) tests.charts.drawings
	@git diff --stat -- tests/story/editions tests/story/gallery tests/charts/drawings

mutations: briefing ## try the audit on a thousand seeded changes, in three languages
	@.ci/install test
	$(run) tests.audit.score --finished output/pakistan-minerals-monthly/2025-12/r1

sheet: briefing ## draw the pictures of README and docs, and every page of five desks: phone, mail, looks, white at the feet
	@.ci/install test
	$(run) tests.sheet output/pakistan-minerals-monthly/2025-12/r1 docs/pictures
	$(run) tests.look_sheet docs/pictures
	$(run) tests.contact_sheet output/sheet

bench: briefing ## time a cold build against a naive script, and a warm edition against WeasyPrint alone, in turns
	$(run) benchmarks.cold_build
	$(run) benchmarks.warm_page

bench-store: ## time the store: a bulk ingest against DuckDB alone, and lookups among ten times the rows
	$(run) benchmarks.ingest
	$(run) benchmarks.lookup wide
	$(run) benchmarks.lookup long

bench-movements: ## time the engine: 5,000 series of 120 months against twice as many, and the trade of the world in fish
	$(run) benchmarks.movements
	$(run) benchmarks.movements fish

bench-proof: briefing ## time the story and the audit of a month beside the whole build
	$(run) benchmarks.proof

bench-news: ## measure how real months tell the news: repeated sentences, forms of headlines, lines below the floor
	$(run) benchmarks.news

bench-sending: ## time ten thousand letters against bare sockets, with and without signing, and a hundred thousand readers
	$(run) benchmarks.sending

lock: ## renew both lock files (needs uv)
	$(compile) --upgrade --group build pyproject.toml -o requirements.lock
	$(compile) --upgrade --all-extras --group test -c requirements.lock pyproject.toml -o requirements-test.lock
