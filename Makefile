# make demo    sets up, builds, draws images, and trains on them
# make test    sets up and runs every test
# make lint    formatting, layers and limits
# make build   the program alone: .build/release/unet

# A link to another PyTorch: make LIBTORCH=FOLDER ...
ifdef LIBTORCH
export LIBTORCH
endif

unet = .build/release/unet

.PHONY: build demo test lint setup docs clean

build: setup
	swift build --configuration release --product unet

demo: build
	$(unet) sample-images data/quickstart
	$(unet) run configs/quickstart.yaml --resume

test: setup
	swift test

lint:
	swift format lint --strict --recursive Sources Tests Package.swift
	python3 Scripts/check_limits.py

setup:
	@Scripts/setup

# docs/config.md is printed by the program; a test fails while it is stale.
docs: build
	$(unet) describe > docs/config.md

clean:
	rm -rf .build .build-*
