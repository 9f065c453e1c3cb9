# make help lists what can be asked for.

SHELL := /bin/bash
export CGO_ENABLED := 0
SHOTS ?= shots

static    := internal/look/static/manifest.json
installed := node_modules/.made
sources   := $(shell find internal/look -type f -not -path 'internal/look/static/*' -not -name '*_test.go' 2>/dev/null)
go        := $(wildcard bench cmd deploy internal)

.PHONY: help run build test check bench shots clean vetted

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## try it with invented people at http://localhost:8080
	@./bin/lr demo

build: $(static) ## make bin/lr, the whole program in one file
	@echo "Building the program (a first time takes two minutes)…"
	@go build -trimpath -o bin/lr ./cmd/lr

test: ## check and test everything, with PostgreSQL and a browser, installing them where they are missing
	@scripts/install-test-tools
	@$(MAKE) --no-print-directory vetted
	@echo "Testing everything…"
	@CI=true scripts/with-postgres go test -timeout 45m -p 2 ./...

check: vetted ## check and test what needs neither PostgreSQL nor a browser
	@echo "Testing what is quick…"
	@env -u CI -u TEST_POSTGRES go test -short ./...

bench: $(static) ## measure the pages with 1,000 reviews and 200 people, and a large chronology, on both databases (40 minutes)
	@scripts/install-test-tools
	@scripts/with-postgres go test ./internal/chronology -run '^$$' -bench . -benchtime 20x
	@scripts/with-postgres go test ./internal/site -run '^$$' -bench . -benchtime 1x -timeout 60m

shots: $(static) ## photograph the pages into shots/
	@scripts/install-test-tools
	@mkdir -p $(SHOTS)
	@SHOTS='$(abspath $(SHOTS))' CI=true scripts/with-postgres go test ./internal/site -run TestEveryPageFitsAPhone -count=1 -timeout 20m

clean: ## remove everything that make made
	@rm -rf bin shots node_modules
	@find internal/look/static -type f -not -name .keep -delete

vetted: $(static)
	@echo "Checking the code…"
	@unformatted=$$(gofmt -l $(go)); if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w on:" $$unformatted; exit 1; fi
	@go vet ./...
	@go tool -modfile=tools/go.mod staticcheck ./...

# The design system, the font and axe, in the versions of package-lock.json.
$(installed): package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or later is needed to fetch the design system, and npm was not found."; exit 1; }
	@echo "Fetching the design system…"
	@npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error </dev/null
	@touch $@

# The style sheet, scripts, font and pictures, as the program carries them.
$(static): $(installed) $(sources)
	@echo "Bundling the look…"
	@go run ./internal/look/bundle
	@touch $@
