#!/usr/bin/env python3
"""run_example.py GRIOTTE IMAGE FOLDER: runs an image and compares with what the folder expects.

expect.uart is standard output; expect.report, if present, standard error of `run --explain`; the exit
status must be 0. With UPDATE=1 in the environment the expectations are written instead.
"""

import difflib
import os
import subprocess
import sys
from pathlib import Path


def compare(path, actual):
    if os.environ.get("UPDATE") == "1":
        path.write_bytes(actual)
        return True
    expected = path.read_bytes()
    if actual == expected:
        return True
    sys.stdout.writelines(
        difflib.unified_diff(
            expected.decode(errors="replace").splitlines(keepends=True),
            actual.decode(errors="replace").splitlines(keepends=True),
            fromfile=str(path),
            tofile="this run",
        )
    )
    return False


def main():
    griotte, image, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    result = subprocess.run(
        [griotte, "run", "--explain", image, "--max-instructions", "10000000"],
        capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=50,
    )
    good = compare(folder / "expect.uart", result.stdout)
    report = folder / "expect.report"
    if report.exists() or os.environ.get("UPDATE") == "1":
        good = compare(report, result.stderr) and good
    if result.returncode != 0:
        print(f"exit status {result.returncode}, expected 0")
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
