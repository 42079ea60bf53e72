#!/usr/bin/env python3
"""engines.py GRIOTTE run ARGUMENT...: `griotte run` with each engine, as if it were one run.

What is printed on standard output and standard error, and the status, must be the same to the byte; then
they are this command's own. Otherwise it says what differs and aborts, which `not` does not take for the
failure it wants. The translator translates at first sight: programs that are tested are short.

As a module: run() for tests that look at the output themselves.
"""

import difflib
import os
import re
import subprocess
import sys

INTERPRETER = ["--engine", "interpreter"]
TRANSLATOR = ["--engine", "translator", "--engine-warmth", "1"]
# Of --stats: of the host's clock, so never the same.
RATE = re.compile(rb"^MIPS .*$", re.MULTILINE)


class EnginesDiffer(Exception):
    """Says in what."""


def lines(result):
    """All there is to compare, as text."""
    errors = RATE.sub(b"MIPS *", result.stderr)
    parts = [f"status {result.returncode}\n".encode(), b"standard output:\n", result.stdout,
             b"standard error:\n", errors]
    return b"".join(parts).decode(errors="backslashreplace").splitlines()


def run(command, **options):
    """The result of a command GRIOTTE run ..., or debug, that both engines agree on.

    `options` are those of subprocess.run(). Where griotte has no translator, the interpreter's.
    """
    options = {"stdin": subprocess.DEVNULL, **options}
    results = [subprocess.run([*command[:2], *engine, *command[2:]], capture_output=True, check=False, **options)
               for engine in (INTERPRETER, TRANSLATOR)]
    if b"built without the translator" in results[1].stderr:
        return results[0]
    texts = [lines(result) for result in results]
    if texts[0] != texts[1]:
        difference = difflib.unified_diff(*texts, "interpreter", "translator", lineterm="")
        raise EnginesDiffer("\n".join([" ".join(map(str, command)), *difference]))
    return results[0]


def main():
    try:
        result = run(sys.argv[1:])
    except EnginesDiffer as difference:
        print(f"the engines differ: {difference}", flush=True)
        os.abort()
    sys.stdout.buffer.write(result.stdout)
    sys.stdout.flush()
    sys.stderr.buffer.write(result.stderr)
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()
