#!/usr/bin/env python3
"""switcher_size_test.py GRIOTTE EXAMPLE WORK: the switcher is as small as it is said to be.

Builds a firmware for each board and counts the instructions of the switcher in the image. Boards
differ: those with other revokers or stacks could compile other code.
"""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from listing import SWITCHER_INSTRUCTIONS, switcher_count  # noqa: E402

BOARDS = ("griotte", "sail", "ibex-safe-simulator")


def main():
    griotte, source, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    folder = work / "switcher_size"
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    is_small = True
    for board in BOARDS:
        subprocess.run([griotte, "build", "-C", folder, "--board", board, "--quiet"], check=True)
        image = next((folder / "build" / board).glob("*.elf"))
        counts = switcher_count(griotte, image)
        print(f"{board}: {counts}, {sum(counts.values())} of {SWITCHER_INSTRUCTIONS}")
        # Each of them is there and is code: a count of nothing would be small, too.
        if min(counts.values()) < 30 or sum(counts.values()) > SWITCHER_INSTRUCTIONS:
            is_small = False
    return 0 if is_small else 1


if __name__ == "__main__":
    sys.exit(main())
