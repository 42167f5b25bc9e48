# Each target first prepares .venv (tools/prepare.py: nothing where it is up to date) and then runs one command.
# Without make, the README gives the same commands.
PYTHON ?= python3
VENV_BIN := $(CURDIR)/.venv/bin
CHAPTER ?= $(notdir $(basename $(lastword $(sort $(wildcard book/[0-9]*.md)))))
RUN := PATH="$(VENV_BIN):$$PATH" "$(VENV_BIN)/python"

.DEFAULT_GOAL := help
.PHONY: help ready book lab test bench preview release upgrade clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

ready: ## prepare .venv, and nothing else
	@$(PYTHON) tools/prepare.py

book: ready ## build the book into _build/html
	@$(RUN) -m pathfinders notebooks
	@$(RUN) -m pathfinders book

lab: ready ## open JupyterLab on your own copies in work/
	@$(RUN) -m pathfinders work --lab $(ARGS)

test: ready ## run every test (one file: make test ARGS=tests/test_engine.py)
	@$(RUN) -m tests.browser
	@$(RUN) -m pytest $(ARGS)

bench: ready ## measure speed and size; one table, also _build/bench.json
	@$(RUN) -m tests.browser
	@$(RUN) -m tests.bench

preview: ready ## one chapter with live reload: make preview CHAPTER=05-two-rubber-bands
	@$(RUN) -m pathfinders preview $(CHAPTER) $(ARGS)

release: ready ## the student bundle, in dist/
	@$(RUN) -m pathfinders release

upgrade: ## newest versions into requirements*.txt, then into .venv
	@$(PYTHON) tools/prepare.py --upgrade

clean: ## remove what is made: .venv, _build, dist (never work/, nor a course in _build/course)
	rm -rf .venv .bootstrap dist
	test ! -d _build || find _build -mindepth 1 -maxdepth 1 ! -name course -exec rm -rf {} +
