#!/usr/bin/env python3
"""run.py BUILD [OUTPUT.json]: how fast the machine is, as ratios measured in one run.

Each program exists short and long; the difference of the two takes start-up out. Runs alternate and the
best of several counts, because the machines are shared. qemu-riscv32 executes the same instructions as
the RV32 variant, so its rate is that count over its time.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPEATS = 5


def seconds(command):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start, result.returncode


def instructions(griotte, image, arguments):
    result = subprocess.run([griotte, "run", "--stats", *arguments, image], capture_output=True,
                            text=True, check=False)
    return int(re.search(r"^instructions\s+(\d+)", result.stderr, re.MULTILINE).group(1))


def main():
    build = Path(sys.argv[1])
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    griotte = str(build / "bin" / "griotte")
    programs = build / "bench"
    variants = {
        "griotte interpreter, CHERIoT": ([griotte, "run", "-q"], "cheriot"),
        "griotte interpreter, RV32": ([griotte, "run", "-q", "--isa", "rv32imc"], "rv32"),
    }
    if shutil.which("qemu-riscv32"):
        variants["qemu-riscv32, RV32"] = (["qemu-riscv32"], "linux")
    best = {}
    codes = set()
    for _ in range(REPEATS):
        for name, (command, program) in variants.items():
            for length in ("short", "long"):
                time_taken, code = seconds([*command, str(programs / f"{program}_{length}.elf")])
                best[name, length] = min(best.get((name, length), time_taken), time_taken)
                codes.add((length, code))
    if len(codes) != 2:
        sys.exit(f"the variants disagree on the checksum: {sorted(codes)}")
    counts = {}
    for name, (command, program) in variants.items():
        counted = "rv32" if program == "linux" else program
        isa = [] if counted == "cheriot" else ["--isa", "rv32imc"]
        counts[name] = [instructions(griotte, str(programs / f"{counted}_{length}.elf"), isa)
                        for length in ("short", "long")]
    rates = {}
    for name in variants:
        count = counts[name][1] - counts[name][0]
        rates[name] = count / (best[name, "long"] - best[name, "short"]) / 1e6
        print(f"{name:32} {rates[name]:9.1f} MIPS")
    ratios = {}
    interpreter = rates["griotte interpreter, RV32"]
    ratios["CHERIoT / RV32, interpreter"] = rates["griotte interpreter, CHERIoT"] / interpreter
    if "qemu-riscv32, RV32" in rates:
        ratios["interpreter / qemu-riscv32, RV32"] = interpreter / rates["qemu-riscv32, RV32"]
    for name, ratio in ratios.items():
        print(f"{name:32} {ratio:9.3f}")
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps({"mips": rates, "ratios": ratios}, indent=2) + "\n",
                          encoding="utf-8")
        print(f"written to {output}")


if __name__ == "__main__":
    main()
