#!/usr/bin/env python3
"""rtos.py GRIOTTE [OUTPUT.json]: what the RTOS costs, in cycles, instructions and bytes.

Builds bench/rtos and runs it on ibex-safe-simulator, with the timing of CHERIoT Ibex, and on griotte,
where each instruction is a cycle. Nothing here is measured in seconds: the same sources give the same
numbers. It ends with 1 if the switcher is longer than it may be, or a call takes too many cycles.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "rtos"
sys.path.insert(0, str(SOURCE.parents[1] / "scripts"))
from listing import SWITCHER_INSTRUCTIONS, section_count, switcher_count  # noqa: E402

RUNS = {
    "ibex-safe-simulator": ("ibex", "cycles"),
    "griotte": ("functional", "instructions"),
}
PARTS = ("switcher", "scheduler", "allocator", "token_library")
CALL = "compartment call and return"
CALL_CYCLES = 400


def output_of(command):
    """What a command prints, without colours; ends everything if it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {result.returncode}\n"
                 f"{result.stdout}{result.stderr}")
    return re.sub(r"\x1b\[[0-9;]*m", "", result.stdout)


def part_bytes(table):
    """Bytes of each part, without stacks, from what `griotte build` prints."""
    rows = re.findall(r"^(\w+) +(?:switcher|compartment|library)((?: +\d+){6})$", table, re.MULTILINE)
    return {name: sum(map(int, numbers.split()[:4])) for name, numbers in rows if name in PARTS}


def measure(griotte, board, timing, folder):
    """Builds and runs for one board: the numbers, the table of bytes, the image."""
    table = output_of([griotte, "build", "-C", folder, "--board", board])
    image = folder / "build" / board / "rtos.elf"
    text = output_of([griotte, "run", "-q", "--board", board, "--timing", timing,
                      "--max-instructions", "100000000", image])
    lines = re.findall(r"^bench: (.+) (\d+)$", text, re.MULTILINE)
    numbers = {name: int(count) for name, count in lines}
    return numbers, table, image


def main():
    griotte = sys.argv[1]
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    results = {}
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "rtos"
        shutil.copytree(SOURCE, folder)
        for board, (timing, unit) in RUNS.items():
            results[unit], table, image = measure(griotte, board, timing, folder)
            if unit == "cycles":
                results["bytes"] = part_bytes(table)
                # It is gone when the system runs, and so not in the table. Its sections have no prefix.
                results["bytes"]["loader, code"] = section_count(griotte, image, ".text")[1]
                results["switcher instructions"] = switcher_count(griotte, image)

    print(f"{'':44} {'cycles':>8} {'instructions':>13}")
    for name, cycles in results["cycles"].items():
        print(f"{name:44} {cycles:8} {results['instructions'][name]:13}")
    for name, size in results["bytes"].items():
        print(f"{name:44} {size:8} bytes")
    instructions = sum(results["switcher instructions"].values())
    print(f"{'switcher: call, return, traps':44} {instructions:8} instructions")
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        print(f"written to {output}")
    if instructions > SWITCHER_INSTRUCTIONS:
        sys.exit(f"the switcher has {instructions} instructions; it may have {SWITCHER_INSTRUCTIONS}")
    if results["cycles"][CALL] >= CALL_CYCLES:
        sys.exit(f"a compartment call takes {results['cycles'][CALL]} cycles; it may take {CALL_CYCLES - 1}")


if __name__ == "__main__":
    main()
