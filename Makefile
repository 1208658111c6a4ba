# make demo       sets up, builds, draws images, and trains on them
# make test       sets up and runs every test
# make fuzz       reads 100,000 damaged configs
# make soak       kills a hundred runs, lets each go on, and compares their ends
# make soak-sweep kills the processes of sweeps twenty times, likewise
# make memory     reads damaged images under valgrind
# make lint       formatting, layers and limits
# make build      the program alone: .build/release/unet
# make bench      the training step beside PyTorch's, on a quiet machine
# make bench-data the data path beside PyTorch's loaders, likewise
# make simulate-strategies  what stopping early finds and costs: the table in docs/sweeps.md
# make simulate   how often ranges are right and equal configurations told apart: the tables in docs/statistics.md
# make bench-sweep 24 small trainings beside PyTorch's and Optuna's, likewise
# make python     .venv, with the PyTorch that tests and benchmarks compare with

# A link to another PyTorch: make LIBTORCH=FOLDER ...
ifdef LIBTORCH
export LIBTORCH
endif

unet = .build/release/unet

# Tests that compare with Python's libraries are skipped without it.
ifneq ($(wildcard .venv/complete),)
export UNET_PYTHON ?= $(CURDIR)/.venv/bin/python
endif

.PHONY: build demo test fuzz soak soak-sweep memory lint setup python bench bench-data bench-sweep simulate-strategies simulate docs clean

build: setup
	swift build --configuration release --product unet

demo: build
	$(unet) sample-images data/quickstart
	$(unet) run configs/quickstart.yaml --resume

test: setup
	swift test

# With optimisation, and without libtorch, which configs don't need.
fuzz:
	UNET_WITHOUT_TORCH=1 UNET_FUZZ=100000 swift test --configuration release --scratch-path .build-fuzz --filter FuzzTests

soak: build
	swift build --configuration release --product faults
	Scripts/soak

soak-sweep: build
	Scripts/soak_sweep

memory:
	Scripts/check_memory

lint:
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift
	python3 Scripts/check_limits.py

setup:
	@Scripts/setup

python:
	@Scripts/setup_python

bench: setup python
	swift build --configuration release --product training-step
	python3 Benchmarks/training_step.py

bench-data: build
	@Scripts/setup_python benchmarks
	swift build --configuration release --product data-path
	python3 Benchmarks/data.py --memory --training

# Like configs, strategies don't need libtorch.
simulate-strategies:
	UNET_WITHOUT_TORCH=1 swift build --configuration release --scratch-path .build-fuzz --product simulate-strategies
	.build-fuzz/release/simulate-strategies docs/sweeps.md

# Nor do statistics.
simulate:
	UNET_WITHOUT_TORCH=1 swift build --configuration release --scratch-path .build-fuzz --product simulate-statistics
	.build-fuzz/release/simulate-statistics docs/statistics.md

bench-sweep: build
	@Scripts/setup_python benchmarks
	python3 Benchmarks/sweep.py

# Pages and pictures that the program makes; a test fails while a page is stale, or a picture lacks.
docs: build
	$(unet) describe > docs/config.md
	$(unet) describe --format metrics > docs/metrics.md
	Scripts/draw_augmentations $(unet)

clean:
	rm -rf .build .build-*
