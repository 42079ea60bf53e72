#!/usr/bin/env python3
"""run_firmware.py GRIOTTE FOLDER BOARD WORK: builds a firmware and runs it on a board.

It must build without a warning, print what FOLDER/expected.txt says (expectation.py) and end with
status 0; and do the same with both engines in lock-step. The folder is copied to WORK/BOARD/ first, so
that nothing is left in the source tree. With UPDATE=1 in the environment the expectation is written
instead, where it has no patterns.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from expectation import PATTERN, differences, plain

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import engines  # noqa: E402

# Ten times what the longest example takes.
INSTRUCTIONS = 400_000_000


def build(griotte, folder, board):
    """Builds, and returns the image; None after saying why not."""
    result = subprocess.run(
        [griotte, "build", "-C", folder, "--board", board, "--jobs", "1", "--quiet"],
        capture_output=True, check=False, text=True,
    )
    sys.stdout.write(result.stdout + result.stderr)
    if result.returncode != 0:
        print(f"griotte build: status {result.returncode}")
        return None
    if result.stderr:
        print("griotte build has something to say; it should not")
        return None
    manifest = tomllib.loads((folder / "firmware.toml").read_text(encoding="utf-8"))
    return folder / "build" / board / f"{manifest['firmware']['name']}.elf"


def main():
    griotte, source, board, work = sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    folder = work / board / source.name
    # Objects of the run before stay: what is up to date is not built again.
    shutil.copytree(source, folder, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("build", "compile_commands.json"))
    image = build(griotte, folder, board)
    if image is None:
        return 1
    result = subprocess.run(
        [griotte, "run", "--board", board, "--max-instructions", str(INSTRUCTIONS), image],
        capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=250,
    )
    output = plain(result.stdout)
    expectation = source / "expected.txt"
    expected = expectation.read_text(encoding="utf-8") if expectation.exists() else ""
    if os.environ.get("UPDATE") == "1" and not PATTERN.search(expected):
        expectation.write_text(output, encoding="utf-8")
        expected = output
    different = differences(expected, output)
    print("\n".join(different))
    if result.returncode != 0:
        print(f"griotte run: status {result.returncode}\n{result.stderr.decode(errors='replace')}")
    if different or result.returncode != 0:
        return 1
    return lockstep_check(griotte, board, image, result)


def lockstep_check(griotte, board, image, result):
    """The same again with both engines side by side: they must agree at every step.

    Once as they are, when code is interpreted before it is translated, and once translated at first sight.
    """
    for warmth in ((), ("--engine-warmth", "1")):
        again = subprocess.run(
            [griotte, "run", "--engine", "lockstep", *warmth, "--board", board, "--max-instructions",
             str(INSTRUCTIONS), image],
            capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=250,
        )
        if engines.NO_TRANSLATOR.encode() in again.stderr:
            return 0
        if again.returncode != result.returncode or again.stdout != result.stdout:
            print(f"lock-step {' '.join(warmth)}: status {again.returncode}\n{again.stderr.decode(errors='replace')}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
