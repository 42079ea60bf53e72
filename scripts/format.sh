#!/bin/sh
# Formats the C and C++ in the tree with clang-format 22; with CHECK=1 only says what would change.
set -eu
cd "$(dirname "$0")/.."
mode="-i"
[ -z "${1:-}" ] || mode="--dry-run --Werror"
# shellcheck disable=SC2086 # a list of words
git ls-files -coz --exclude-standard '*.h' '*.cc' '*.cpp' 'sdk/*.c' 'sdk/*.hh' 'tests/sdk/*.c' | xargs -0 clang-format-22 $mode
echo "format: $(git ls-files -co --exclude-standard '*.h' '*.cc' '*.cpp' 'sdk/*.c' 'sdk/*.hh' 'tests/sdk/*.c' | wc -l) files ${1:+are as they should be}"
