#!/usr/bin/env python3
"""difference_test.py GRIOTTE EXAMPLE WORK: `griotte audit --diff` of images of 02-compartment.

A rebuild elsewhere is no difference; other code with the same authority is said quietly; a compartment
that reaches for the UART itself, and a thread with more priority, are exactly those two changes.
"""

import json
import subprocess
import sys
from pathlib import Path

from example_build import build, example_build

CALL = '    console_print("Hello from the greeter.");\n'
UART = "    *(volatile unsigned char *)MMIO_CAPABILITY(unsigned char, uart) = '!';\n"


def diff(griotte, *arguments):
    return subprocess.run([griotte, "audit", "--diff", *arguments], check=False, capture_output=True, text=True)


def authority(text):
    """The lines above those that are only about code."""
    quiet = ("Other code", "The same code")
    lines = [line for line in text.splitlines() if not line.startswith(quiet)]
    return lines[:-1] if lines and not lines[-1] else lines


def source_change(file, old, new):
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file}: the example no longer has {old!r}; change this test with it")
    file.write_text(text.replace(old, new), encoding="utf-8")


def main():
    griotte, example, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    failures = []

    def expect(what, actual, expected):
        if actual != expected:
            failures.append(what)
            print(f"FAIL: {what}:\n{actual!r}\nand not\n{expected!r}")

    old = example_build(griotte, example, work / "old")
    rebuilt = example_build(griotte, example, work / "elsewhere" / "rebuilt")
    result = diff(griotte, old, rebuilt, "--exit-code")
    expect("a rebuild", (result.stdout, result.stderr, result.returncode), ("", "", 0))

    quiet = work / "quiet"
    example_build(griotte, example, quiet)
    source_change(quiet / "greeter.c", "Hello from the greeter.", "Good day.")
    build(griotte, quiet)
    result = diff(griotte, old, quiet, "--exit-code")
    # What is in front of another domain moves it: that has nothing to do with its code.
    quietly = [line for line in result.stdout.splitlines() if not line.startswith("The same code, linked")]
    expect("other code", (quietly, result.returncode), (["Other code, the same authority: greeter"], 0))

    loud = work / "loud"
    new = example_build(griotte, example, loud)
    source_change(loud / "greeter.c", CALL, CALL + UART)
    source_change(loud / "firmware.toml", "priority = 1", "priority = 2")
    build(griotte, loud)
    result = diff(griotte, old, new, "-b", "griotte", "--exit-code")
    lines = authority(result.stdout)
    # Later reports have the places in the sources behind these.
    expect("more authority", ([line[:58].rstrip() for line in lines], result.returncode),
           (["thread greeter.greet", "+ priority: 2, was 1", "",
             "compartment greeter", "+ device uart: load, store"], 1))
    result = diff(griotte, new, old, "-b", "griotte")
    expect("less authority", ([line[:1] for line in authority(result.stdout)], result.returncode),
           (["t", "-", "", "c", "-"], 0))

    page = work / "difference.html"
    result = diff(griotte, old, new, "-b", "griotte", "--json", "--html", page)
    changes = json.loads(result.stdout)["changes"]
    expect("as JSON", [(change["change"], change["category"]) for change in changes],
           [("gained", "priority"), ("gained", "device")])
    expect("in the page", page.read_text(encoding="utf-8").count('<li class="gain">') >= 2, True)

    result = diff(griotte, old, work / "nothing.json")
    expect("a missing report", (result.returncode, "nothing.json: no such file" in result.stderr), (2, True))
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
