# griotte: everything a person needs is one word. CMake does the work (CMakePresets.json).
#
#   make run      set up, build, boot the example firmware
#   make test     build, run all tests
#   make build    build only (PRESET=release|checked|debug|fuzz)
#   make bench    benchmarks, JSON into build/bench
#   make lint     clang-tidy, layering, shell and Python checks
#   make format   clang-format over the tree (CHECK=1: only say what would change)
#   make fuzz     every fuzz target for FUZZ_SECONDS (20) each
#   make clean    remove build/

PRESET ?= release
FUZZ_SECONDS ?= 20
JOBS ?= $(shell nproc)
BUILD := build/$(PRESET)

.PHONY: run test build bench lint format fuzz clean setup

help:
	@sed -n '3,10s/^#   //p' Makefile

setup:
	@./scripts/packages_install.sh

$(BUILD)/build.ninja: CMakePresets.json
	@echo "== configuring ($(PRESET))"
	@cmake --preset $(PRESET) > build-$(PRESET).log 2>&1 || { cat build-$(PRESET).log; exit 1; }
	@rm -f build-$(PRESET).log

build: setup $(BUILD)/build.ninja
	@echo "== building ($(PRESET))"
	@cmake --build $(BUILD) -j $(JOBS)

run: build
	@./scripts/demo.sh $(BUILD)/bin

test: build
	@echo "== testing"
	@ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

bench: build
	@./scripts/bench.sh $(BUILD)

lint: setup $(BUILD)/build.ninja
	@./scripts/lint.sh $(BUILD)

format: setup
	@./scripts/format.sh $(CHECK)

fuzz:
	@$(MAKE) --no-print-directory build PRESET=fuzz
	@./scripts/fuzz.sh build/fuzz/bin/fuzz $(FUZZ_SECONDS)

clean:
	@echo "== removing build/"
	@rm -rf build
