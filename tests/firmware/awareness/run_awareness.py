#!/usr/bin/env python3
"""run_awareness.py GRIOTTE FOLDER BOARD WORK: what the machine tells of a firmware that it runs.

expect.report is what `run --explain` says, expect.trace what `run --trace compartment` prints. Addresses,
registers, the numbers of steps and folders are left out: a better compiler would change them. Nothing is
left out where the engines are compared: both must tell the same, --stats as well, and agree in lock-step.
With UPDATE=1 in the environment the expectations are written instead.
"""

import os
import re
import shutil
import sys
from pathlib import Path

FIRMWARE = Path(__file__).resolve().parents[1]
for path in (FIRMWARE.parent, FIRMWARE, FIRMWARE / "examples"):
    sys.path.insert(0, str(path))

import engines  # noqa: E402
from run_example import compare, compiled_normalise  # noqa: E402
from run_firmware import build, lockstep_check  # noqa: E402


def run(griotte, board, image, *options):
    return engines.run(
        [griotte, "run", "--board", board, "--max-instructions", "100000000", *options, image], timeout=250,
    )


def trace_normalise(text):
    """Without the number of the step; without what the allocator asks of others, which is the board's."""
    lines = re.sub(rb"^\[\d+\] ", b"", text, flags=re.MULTILINE).splitlines(keepends=True)
    text = b"".join(line for line in lines if not re.search(rb"scheduler|revoker|\(idle\)", line))
    return re.sub(rb"\b0x[0-9a-f]{3,}", b"0x*", text)


def main():
    griotte, source, board, work = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    folder = work / board / source.name
    shutil.copytree(source, folder, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("build", "compile_commands.json"))
    image = build(griotte, folder, board)
    if image is None:
        return 1
    explained = run(griotte, board, image, "--explain")
    report = re.sub(rb"\((htif|uart)\)\n$", b"(*)\n", compiled_normalise(explained.stderr))
    good = compare(source / "expect.report", report)
    traced = run(griotte, board, image, "--trace", "compartment")
    good = compare(source / "expect.trace", trace_normalise(traced.stdout)) and good
    if explained.returncode != 0 or traced.returncode != 0:
        print(f"exit status {explained.returncode} and {traced.returncode}, expected 0")
        good = False
    counted = run(griotte, board, image, "--stats")
    if counted.returncode != 0 or b"lender" not in counted.stderr:
        print(f"--stats says nothing of the lender: {counted.stderr.decode(errors='replace')}")
        good = False
    return lockstep_check(griotte, board, image, explained) if good else 1


if __name__ == "__main__":
    sys.exit(main())
