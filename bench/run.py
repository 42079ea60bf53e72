#!/usr/bin/env python3
"""run.py BUILD [OUTPUT.json]: how fast the machine is, as ratios measured in one run.

  --tools GRIOTTE     the griotte that compiles the guests, instead of BUILD/bin/griotte
  --coremark DIR      CoreMark's sources, to be measured too (bench/coremark)
  --libriscv PROGRAM  libriscv's `rvlinux`, to be measured too (bench/README.md)
  --only NAME         this program; may be given several times
  --svg FILE          where to draw the rates

Processor time is measured, runs alternate and the best of several counts, because the machines are
shared. Each program exists in three lengths (programs.py): the difference to the short one takes
start-up out, and what interprets gets a shorter one than what translates. That is fair, because a rate
is per instruction: another round of the same costs the same.

How many instructions there are is asked of both engines, and they must agree; the other emulators
execute the same as griotte's RV32 mode. All must agree on the result.
"""

import argparse
import json
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from plot import svg
from programs import FIRMWARE, hello_compile, names, program_compile

REPEATS = 5
HELLO_REPEATS = 20
QEMU = "qemu-riscv32"
LIBRISCV = "libriscv"
MEAN = "geometric mean"


class Engine(NamedTuple):
    """What executes: a command, the variant of programs for it, and which length it gets."""
    command: list
    variant: str
    length: str


class Run(NamedTuple):
    """What became of a process. Its peak of memory is unknown if it is below this script's own, which
    Linux has it inherit."""
    processorSeconds: float
    elapsedSeconds: float
    peakKiB: int | None
    code: int
    output: str


def engines_of(griotte, libriscv):
    """By their names. The translator comes first: of a variant, it counts all lengths."""
    rv32 = ["--isa", "rv32emc"]
    engines = {}
    for engine, length in (("translator", "long"), ("interpreter", "medium")):
        command = [griotte, "run", "-q", "--engine", engine]
        engines[f"{engine}, RV32"] = Engine([*command, *rv32], "rv32", length)
        engines[f"{engine}, CHERIoT"] = Engine(command, "cheriot", length)
    if shutil.which(QEMU):
        engines[QEMU] = Engine([QEMU], "linux", "long")
    if libriscv:
        engines[LIBRISCV] = Engine([libriscv], "linux", "medium")
    return engines


def run(command):
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - begin
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Run(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss if usage.ru_maxrss > own else None,
               process.returncode, output)


def exit_code(engine, result):
    """What the guest ended with. libriscv's own status is always 0, and it says what the guest's was."""
    if engine != LIBRISCV:
        return result.code
    said = re.search(r"exit code = (\d+)", result.output)
    return int(said.group(1)) if said else None


def instructions(command, image, isFirmware):
    """As the machine counts them. A firmware tells itself: --stats would have it take single steps."""
    output = run([*command, *([] if isFirmware else ["--stats"]), image]).output
    counts = re.findall(r"instructions\s+(\d+)", output)
    if len(counts) != 1:
        sys.exit(f"{image}: it does not say how many instructions it took:\n{output}")
    return int(counts[0])


def instructions_count(engines, work, name):
    """Of each variant and length that an engine of griotte gets. Engines that differ end everything."""
    counts = {}
    for engine, (command, variant, length) in engines.items():
        if variant == "linux":
            continue
        for size in ("short", "medium") if length == "medium" else ("short", "medium", "long"):
            count = instructions(command, work / f"{name}_{size}.{variant}", name in FIRMWARE)
            expected = counts.setdefault((variant, size), count)
            if count != expected:
                sys.exit(f"{name}, {size}: the engines disagree on the number of instructions: "
                         f"{engine} counts {count}, another {expected}")
    return counts


def measure(engines, work, name):
    """MIPS of each engine that there is a variant of the program for."""
    engines = {engine: details for engine, details in engines.items()
               if (work / f"{name}_short.{details.variant}").exists()}
    counts = instructions_count(engines, work, name)
    best = {}
    codes = {}
    for _ in range(REPEATS):
        for engine, (command, variant, length) in engines.items():
            for size in ("short", length):
                result = run([*command, work / f"{name}_{size}.{variant}"])
                best[engine, size] = min(best.get((engine, size), math.inf), result.processorSeconds)
                code = exit_code(engine, result)
                if codes.setdefault(size, code) != code:
                    sys.exit(f"{name}, {size}: the engines disagree on the result: {engine} says "
                             f"{code}, others {codes[size]}\n{result.output}")
    rates = {}
    for engine, (_, variant, length) in engines.items():
        counted = "rv32" if variant == "linux" else variant
        count = counts[counted, length] - counts[counted, "short"]
        rates[engine] = count / (best[engine, length] - best[engine, "short"]) / 1e6
    return rates


def ratios_of(rates):
    """The figures that matter, for one program."""
    pairs = [(f"translator, {mode}", f"interpreter, {mode}") for mode in ("RV32", "CHERIoT")]
    pairs += [(f"{engine}, {mode}", other) for engine, other in
              (("translator", QEMU), ("translator", LIBRISCV), ("interpreter", LIBRISCV))
              for mode in ("RV32", "CHERIoT")]
    return {f"{left} / {right}": rates[left] / rates[right] for left, right in pairs
            if left in rates and right in rates}


def geometric_means(ratios):
    """Of each ratio, over the programs that have it."""
    values = {}
    for ofProgram in ratios.values():
        for ratio, value in ofProgram.items():
            values.setdefault(ratio, []).append(value)
    return {ratio: math.exp(math.fsum(map(math.log, some)) / len(some)) for ratio, some in values.items()}


def hello_measure(griotte, tools, work):
    """Booting, printing four lines and ending: the best time by the clock, and the peak of memory."""
    image = hello_compile(tools, work)
    results = {}
    for _ in range(HELLO_REPEATS):
        for engine in ("interpreter", "translator"):
            result = run([griotte, "run", "-q", "--engine", engine, image])
            if result.code != 0:
                sys.exit(f"hello, {engine}: status {result.code}\n{result.output}")
            best = min(results.get(engine, {}).get("seconds", math.inf), result.elapsedSeconds)
            results[engine] = {"seconds": best, "peak KiB": result.peakKiB}
    return results


def print_ratios(ratios):
    for ratio, value in ratios.items():
        print(f"  {ratio:44} {value:9.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("output", type=Path, nargs="?")
    parser.add_argument("--tools")
    parser.add_argument("--coremark")
    parser.add_argument("--libriscv")
    parser.add_argument("--only", action="append")
    parser.add_argument("--svg", type=Path)
    arguments = parser.parse_args()
    griotte = str(arguments.build / "bin" / "griotte")
    tools = arguments.tools or griotte
    engines = engines_of(griotte, arguments.libriscv)
    programs = names(arguments.coremark)
    unknown = set(arguments.only or ()) - set(programs)
    if unknown:
        sys.exit(f"--only: no program {', '.join(sorted(unknown))}; there are {', '.join(programs)}")
    results = {}
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        hello = hello_measure(griotte, tools, work)
        for engine, figures in hello.items():
            print(f"hello, {engine:25} {figures['seconds']:9.3f} s, at most {figures['peak KiB']} KiB")
        for name in arguments.only or programs:
            program_compile(tools, work, name, arguments.coremark)
            results[name] = measure(engines, work, name)
            print(name)
            for engine, rate in results[name].items():
                print(f"  {engine:32} {rate:9.0f} MIPS")
            print_ratios(ratios_of(results[name]))
    ratios = {name: ratios_of(rates) for name, rates in results.items()}
    ratios[MEAN] = geometric_means(ratios)
    print(MEAN)
    print_ratios(ratios[MEAN])
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(json.dumps({"mips": results, "ratios": ratios, "hello": hello}, indent=2)
                                    + "\n", encoding="utf-8")
        print(f"written to {arguments.output}")
    if arguments.svg:
        arguments.svg.parent.mkdir(parents=True, exist_ok=True)
        arguments.svg.write_text(svg(results), encoding="utf-8")


if __name__ == "__main__":
    main()
