#!/bin/sh
# demo.sh BIN: the main job, on the default board: boot the bundled firmware and explain its traps.
set -eu
cd "$(dirname "$0")/.."
echo "== griotte run --explain examples/00-traps (source: examples/00-traps/traps.s)"
exec "$1/griotte" run --explain "$1/../examples/traps.elf"
