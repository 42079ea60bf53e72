#!/bin/sh
# lint.sh BUILD: layering for the whole tree, clang-tidy for what the build compiles.
set -eu
cd "$(dirname "$0")/.."
./scripts/layering_check.py
echo "== clang-tidy"
# Generated sources must exist before anything that includes them is looked at.
cmake --build "$1" --target griotte_isa_tables griotte_board griotte_audit griotte_policy > /dev/null
git ls-files 'base/*.cc' 'debug_info/*.cc' 'isa/*.cc' 'machine/*.cc' 'toolchain/audit/*.cc' 'toolchain/link/*.cc' 'toolchain/firmware/*.cc' 'cli/*.cc' |
    xargs -P "$(nproc)" -n 4 clang-tidy-22 -p "$1" --quiet --warnings-as-errors='*' 2> /dev/null
echo "lint: clean"
