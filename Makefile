.DEFAULT_GOAL := help
.PHONY: help run test sure lock format texts

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## install what is missing, then start server and worker; data is kept in var/
	@scripts/run

test: ## install what the tests need, then run every test
	@scripts/test pytest

sure: ## everything that must hold before a push: style, types, contracts, tests
	@scripts/test all

format: ## put the code into its house style
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: ## resolve the dependencies anew, with hashes
	@scripts/lock

texts: ## merge the page words into the catalogues
	@.venv/bin/python scripts/build-texts
