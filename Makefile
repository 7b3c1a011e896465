# The ways into Geul. `make` alone lists them.

sources := Sources Tests Package.swift
geul := .build/release/geul
arithmetic := 'GeulComputeTests|GeulModelTests'
products := 'PanelTests|PackedMatrixTests|EveryProcessorTests|ProcessorTests'
families := $(if $(filter x86_64,$(shell uname -m)),avx2 portable,portable)
between := $(if $(filter x86_64,$(shell uname -m)),avx-vnni avx512 avx512-vnni avx512-bf16)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build demo test fuzz sanitize lint format bench clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## see that everything needed is there; on Debian and Ubuntu install what is missing
	@.ci/setup $(purpose)

build: purpose := build
build: setup ## build the command, optimized, as .build/release/geul
	swift build -c release --product geul

# A second demo begins anew: it removes the first one's run and nothing else.
demo: build ## train a small model for a minute on a bundled text, score it, let it write
	rm -rf checkpoints/demo
	$(geul) train corpora/korean.txt --out checkpoints/demo --minutes 1
	$(geul) eval checkpoints/demo --split validation
	$(geul) generate checkpoints/demo --prompt '작은 토끼가 ' --length 300 --temperature 0.6

# What an older processor would compute is tested here too, by its kernels; a family that this one lacks is the best that
# it has.
test: setup lint ## check the format, build everything, run every test
	swift test -c release --disable-xctest
	for family in $(families); do GEUL_KERNELS=$$family swift test -c release --disable-xctest --skip-build --filter $(arithmetic) || exit 1; done
	for family in $(between); do GEUL_KERNELS=$$family swift test -c release --disable-xctest --skip-build --filter $(products) || exit 1; done

# A minute for each; what was found stays below .build-fuzz. Try also: make fuzz seconds=600 readers='json text'
fuzz: setup ## feed every reader with bytes made up to break it
	@.ci/fuzz $(or $(seconds),60) $(readers)

sanitize: setup ## run the tests under the address sanitizer, what threads share under that of threads
	@.ci/sanitize

lint: ## check the format
	swift format lint --strict -r $(sources)

format: ## bring the sources into format
	swift format -i -r $(sources)

bench: build ## measure training, evaluation and generation
	$(geul) bench --task train
	$(geul) bench --task eval
	$(geul) bench --task generate

clean: ## remove what was built; checkpoints stay
	rm -rf .build .build-address .build-thread .build-fuzz
