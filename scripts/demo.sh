#!/bin/sh
# demo.sh BIN: the main job, on the default board: a firmware of two compartments is built and run,
# then attacks are stopped, and the machine explains one of them.
set -eu
cd "$(dirname "$0")/.."
griotte="$1/griotte"

firmware_run() {
    echo "== griotte run $1"
    "$griotte" run -q "$1"
    echo
}

firmware_run examples/02-compartment
firmware_run examples/08-memory-safety

echo "== griotte run --explain examples/08-memory-safety (one of the faults)"
"$griotte" run -q --uart /dev/null --explain examples/08-memory-safety 2>&1 | sed -n '/bounds violation/,/why/p'
