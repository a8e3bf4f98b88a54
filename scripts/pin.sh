#!/bin/sh
# Pin what the project installs, with hashes, for every platform and Python it supports: requirements/*.txt.
# usage: scripts/pin.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
pin() { # OUTPUT, then arguments of `uv pip compile`
  output=requirements/$1.txt
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command "scripts/pin.sh" --output-file "$output" "$@"
}
pin local pyproject.toml --extra local --group hatch "$@"
pin dev pyproject.toml --extra local --group hatch --group dev --constraint requirements/local.txt "$@"
pin docs --group docs --constraint requirements/dev.txt "$@"
pin audit --group audit "$@"
pin sam --group sam "$@"
pin catalog --group catalog "$@"
pin_layer() {
  uv pip compile --quiet --python-version 3.13 --python-platform linux --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command "scripts/pin.sh" --output-file layers/expressions/requirements.txt "$@"
}
pin_layer layers/expressions/requirements.in "$@"
