#!/usr/bin/env python3
"""engines.py GRIOTTE run ARGUMENT...: `griotte run` with each engine, as if it were one run.

What is printed on standard output and standard error, and the status, must be the same to the byte; then
they are this command's own. Otherwise it says what differs and aborts, which `not` does not take for the
failure it wants. The translator translates at first sight: programs that are tested are short.

As a module: run() for tests that look at the output themselves, each() for those of other commands.
"""

import contextlib
import itertools
import os
import re
import subprocess
import sys

OPTIONS = {
    "interpreter": ["--engine", "interpreter"],
    "translator": ["--engine", "translator", "--engine-warmth", "1"],
}
NO_TRANSLATOR = "built without the translator"
# Of --stats: of the host's clock, so never the same.
RATE = re.compile(rb"^MIPS .*$", re.MULTILINE)


class EnginesDiffer(Exception):
    """Says in what."""


class NoEngine(Exception):
    """This griotte was built without the engine."""


def compare(what, texts):
    """Returns the one text that all of `texts`, by engine, must be; `what` says of what they are."""
    (first, expected), *others = texts.items()
    for other, text in others:
        if text == expected:
            continue
        pairs = itertools.zip_longest(expected.split("\n"), text.split("\n"), fillvalue="(nothing)")
        number, (wanted, got) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
        raise EnginesDiffer(f"{what}, line {number}:\n{first:12} {wanted}\n{other:12} {got}")
    return expected


def everything(result):
    """All of a run that there is to compare. Its lines are counted from the status."""
    text = f"status {result.returncode}\n".encode() + result.stdout + b"\n" + RATE.sub(b"MIPS *", result.stderr)
    return text.decode("latin-1")


def run(command, **options):
    """The result of a command GRIOTTE run ... that both engines agree on.

    `options` are those of subprocess.run(). Where griotte has no translator, the interpreter's.
    """
    if "input" not in options:
        options["stdin"] = subprocess.DEVNULL
    results = {}
    for engine, chosen in OPTIONS.items():
        results[engine] = subprocess.run([*command[:2], *chosen, *command[2:]], capture_output=True, check=False,
                                         **options)
    if NO_TRANSLATOR.encode() not in results["translator"].stderr:
        compare(" ".join(map(str, command)), {engine: everything(result) for engine, result in results.items()})
    return results["interpreter"]


def each(what, run_with):
    """The text that `run_with` returns when called with the options of each engine: the same for all.

    It raises NoEngine where griotte has none of that kind.
    """
    texts = {}
    for engine, chosen in OPTIONS.items():
        with contextlib.suppress(NoEngine):
            texts[engine] = run_with(chosen)
    return compare(what, texts)


def main():
    # Both are to read all there is.
    given = {} if sys.stdin.isatty() else {"input": sys.stdin.buffer.read()}
    try:
        result = run(sys.argv[1:], **given)
    except EnginesDiffer as difference:
        print(f"the engines differ: {difference}", file=sys.stderr, flush=True)
        os.abort()
    sys.stdout.buffer.write(result.stdout)
    sys.stdout.flush()
    sys.stderr.buffer.write(result.stderr)
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()
