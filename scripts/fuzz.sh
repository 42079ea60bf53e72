#!/bin/sh
# fuzz.sh BIN SECONDS: every fuzz target for some seconds, from its seeds. A crash fails the run and
# leaves its input in build/fuzz-failures.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build/fuzz-failures
for target in "$1"/fuzz_*; do
    name=$(basename "$target")
    seeds="tests/fuzz/corpus/${name#fuzz_}"
    work=$(mktemp -d)
    echo "== $name, $2 s"
    [ -d "$seeds" ] || seeds=""
    # shellcheck disable=SC2086 # no seeds, no argument
    "$target" -max_total_time="$2" -timeout=10 -rss_limit_mb=4096 -verbosity=0 -print_funcs=0 \
        -artifact_prefix=build/fuzz-failures/"$name"- "$work" $seeds
    rm -rf "$work"
done
echo "fuzz: no crash"
