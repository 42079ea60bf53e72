#!/usr/bin/env python3
"""run_example.py GRIOTTE IMAGE FOLDER [--compiled]: runs an image and compares with what the folder expects.

Both engines must do the same.

expect.uart is standard output; expect.report, if present, standard error of `run --explain`; expect.status
the exit status, 0 without it. What a compiler made has its addresses, registers and folders left out of the
report. With UPDATE=1 in the environment the expectations are written instead.
"""

import difflib
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import engines  # noqa: E402


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


def compiled_normalise(report):
    """What a better compiler would not change."""
    report = re.sub(rb"0x[0-9a-f]{3,}", b"0x*", report)
    report = re.sub(rb"\+0x[0-9a-f]+", b"+0x*", report)
    report = re.sub(rb"\bc(a[0-5]|s[01]|t[0-2p]|ra)\b", b"c*", report)
    report = re.sub(rb"\b(a[0-5]|s[01]|t[0-2]|tp|ra)\b", b"*", report)
    return re.sub(rb"\(/[^)]*/([^/)]*:[0-9]+)\)", rb"(\1)", report)


def main():
    griotte, image, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    result = engines.run([griotte, "run", "--explain", image, "--max-instructions", "10000000"], timeout=50)
    good = compare(folder / "expect.uart", result.stdout)
    report = folder / "expect.report"
    if report.exists() or os.environ.get("UPDATE") == "1":
        actual = compiled_normalise(result.stderr) if "--compiled" in sys.argv else result.stderr
        good = compare(report, actual) and good
    status = folder / "expect.status"
    expected = int(status.read_text(encoding="ascii")) if status.exists() else 0
    if result.returncode != expected:
        print(f"exit status {result.returncode}, expected {expected}")
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
