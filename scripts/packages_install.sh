#!/bin/sh
# Installs what packages.txt lists and this machine lacks. Says what it does; does nothing when nothing
# is missing.
set -eu
cd "$(dirname "$0")/.."

missing=""
for package in $(sed -e 's/#.*//' packages.txt); do
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

echo "== installing from packages.txt:$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "error: these Debian packages are missing and there is no sudo to install them:$missing" >&2
    exit 1
fi
$as_root apt-get update -q
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
