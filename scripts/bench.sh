#!/bin/sh
# bench.sh BUILD: all benchmarks; JSON into build/bench.
set -eu
cd "$(dirname "$0")/.."
python3 bench/run.py "$1" build/bench/engines.json --svg build/bench/engines.svg
python3 bench/rtos.py "$1/bin/griotte" build/bench/rtos.json
python3 bench/audit_page.py "$1/bin/griotte" build/bench/audit_page.json
