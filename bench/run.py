#!/usr/bin/env python3
"""run.py BUILD [OUTPUT.json]: how fast the machine is, as ratios measured in one run.

  --tools GRIOTTE    the griotte that compiles the guests, instead of BUILD/bin/griotte
  --coremark DIR     CoreMark's sources, to be measured too (bench/coremark)
  --svg FILE         where to draw the rates

Each program exists short and long; the difference of the two takes start-up out. Processor time is
measured, runs alternate and the best of several counts, because the machines are shared. qemu-riscv32
executes the same instructions as the RV32 variant, so its rate is that count over its time.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPEATS = 5
HERE = Path(__file__).resolve().parent

# Rounds of the long variant; the short one has a twentieth. About 2 * 10^8 instructions each.
KERNELS = {
    "alu": 15000,
    "memory": 2000,
    "list": 6000,
    "calls": 60000,
    "allocator": 12000,
    "float": 5000,
}
SHORT = 20
COREMARK_ITERATIONS = 600
COREMARK_SOURCES = ("core_list_join.c", "core_main.c", "core_matrix.c", "core_state.c", "core_util.c")

# Name: command after griotte or instead of it, and the program's variant.
ENGINES = {
    "translator, RV32": (["run", "-q", "--engine", "translator", "--isa", "rv32emc"], "rv32"),
    "translator, CHERIoT": (["run", "-q", "--engine", "translator"], "cheriot"),
    "interpreter, RV32": (["run", "-q", "--engine", "interpreter", "--isa", "rv32emc"], "rv32"),
    "interpreter, CHERIoT": (["run", "-q", "--engine", "interpreter"], "cheriot"),
}
QEMU = "qemu-riscv32"
COLOURS = {QEMU: "#888888", "translator, RV32": "#1f77b4", "translator, CHERIoT": "#d62728",
           "interpreter, RV32": "#9ecae1", "interpreter, CHERIoT": "#fcae91"}


def call(command, folder=None):
    result = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True,
                            check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {result.returncode}\n{result.stdout}{result.stderr}")


def compile_variants(tools, work, name, sources, options):
    """NAME.cheriot, NAME.rv32 and NAME.linux in WORK, from the same sources."""
    library = Path(tools).resolve().parents[1] / "lib" / "griotte" / "baseline" / "libgriotte.a"
    call([tools, "cc", "-O2", *options, *sources, "-o", work / f"{name}.cheriot"])
    baseline = [tools, "cc", "--baseline", "rv32", "-O2", *options]
    call([*baseline, *sources, "-o", work / f"{name}.rv32"])
    objects = []
    for source in sources:
        objects.append(work / f"{name}.{Path(source).stem}.o")
        call([*baseline, "-c", source, "-o", objects[-1]])
    start = work / "linux_start.o"
    call(["clang-22", "--target=riscv32", "-march=rv32emc", "-mabi=ilp32e", "-c",
          HERE / "guest" / "linux_start.s", "-o", start])
    call(["ld.lld-22", "-T", HERE / "guest" / "linux.ld", start, *objects, library,
          "-o", work / f"{name}.linux"])


def programs_build(arguments, tools, work):
    programs = {}
    for name, rounds in KERNELS.items():
        for length, count in (("short", rounds // SHORT), ("long", rounds)):
            compile_variants(tools, work, f"{name}_{length}", [HERE / "guest" / "kernels.c"],
                             [f"-DKERNEL_{name.upper()}", f"-DROUNDS={count}"])
        programs[name] = True
    if arguments.coremark:
        folder = work / "coremark"
        shutil.copytree(HERE / "coremark", folder)
        for source in (*COREMARK_SOURCES, "coremark.h"):
            shutil.copy(Path(arguments.coremark) / source, folder)
        sources = [folder / source for source in (*COREMARK_SOURCES, "core_portme.c")]
        for length, count in (("short", COREMARK_ITERATIONS // SHORT), ("long", COREMARK_ITERATIONS)):
            compile_variants(tools, work, f"coremark_{length}", sources, [f"-DITERATIONS={count}"])
        programs["coremark"] = True
    return list(programs)


def seconds(command):
    """Processor time of a run in user mode, and its status."""
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, process.returncode


def instructions(griotte, options, image):
    result = subprocess.run([griotte, *options, "--stats", image], capture_output=True, text=True,
                            check=False)
    return int(re.search(r"^instructions\s+(\d+)", result.stderr, re.MULTILINE).group(1))


def measure(griotte, work, name, hasQemu):
    """MIPS of each engine on one program."""
    commands = {engine: ([griotte, *options], variant)
                for engine, (options, variant) in ENGINES.items()}
    if hasQemu:
        commands[QEMU] = ([QEMU], "linux")
    best = {}
    codes = set()
    for _ in range(REPEATS):
        for engine, (command, variant) in commands.items():
            for length in ("short", "long"):
                taken, code = seconds([*command, work / f"{name}_{length}.{variant}"])
                best[engine, length] = min(best.get((engine, length), taken), taken)
                codes.add((length, code))
    if len(codes) != 2:
        sys.exit(f"{name}: the engines disagree on the result: {sorted(codes)}")
    rates = {}
    for engine, (_, variant) in commands.items():
        counted = ENGINES["translator, RV32" if variant == "linux" else engine]
        image = f"{name}_%s.{counted[1]}"
        count = (instructions(griotte, counted[0], work / (image % "long")) -
                 instructions(griotte, counted[0], work / (image % "short")))
        rates[engine] = count / (best[engine, "long"] - best[engine, "short"]) / 1e6
    return rates


def ratios_of(rates):
    """The figures that matter, for one program."""
    ratios = {f"translator / interpreter, {mode}":
              rates[f"translator, {mode}"] / rates[f"interpreter, {mode}"] for mode in ("RV32", "CHERIoT")}
    if QEMU in rates:
        for mode in ("RV32", "CHERIoT"):
            ratios[f"translator, {mode} / {QEMU}"] = rates[f"translator, {mode}"] / rates[QEMU]
    return ratios


def svg(results):
    """Bars, a group for each program."""
    engines = [engine for engine in COLOURS if engine in next(iter(results.values()))]
    bar, gap, height, left, top = 14, 24, 260, 60, 40
    most = max(rate for rates in results.values() for rate in rates.values())
    width = left + len(results) * (len(engines) * bar + gap) + gap
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + top + 60}" '
             'font-family="sans-serif" font-size="11">',
             f'<text x="{left}" y="16">Million guest instructions a second</text>']
    for step in range(5):
        value = most * step / 4
        y = top + height - height * step / 4
        lines.append(f'<line x1="{left}" x2="{width}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>'
                     f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{value:.0f}</text>')
    for group, (name, rates) in enumerate(results.items()):
        x = left + gap + group * (len(engines) * bar + gap)
        for index, engine in enumerate(engines):
            size = height * rates[engine] / most
            lines.append(f'<rect x="{x + index * bar}" y="{top + height - size:.1f}" width="{bar - 2}" '
                         f'height="{size:.1f}" fill="{COLOURS[engine]}"/>')
        lines.append(f'<text x="{x}" y="{top + height + 16}">{name}</text>')
    x = left
    for engine in engines:
        lines.append(f'<rect x="{x}" y="{top + height + 32}" width="10" height="10" '
                     f'fill="{COLOURS[engine]}"/><text x="{x + 14}" y="{top + height + 41}">{engine}</text>')
        x += 30 + 7 * len(engine)
    return "\n".join([*lines, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("output", type=Path, nargs="?")
    parser.add_argument("--tools")
    parser.add_argument("--coremark")
    parser.add_argument("--svg", type=Path)
    arguments = parser.parse_args()
    griotte = str(arguments.build / "bin" / "griotte")
    results = {}
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for name in programs_build(arguments, arguments.tools or griotte, work):
            results[name] = measure(griotte, work, name, shutil.which(QEMU) is not None)
            print(f"{name}")
            for engine, rate in results[name].items():
                print(f"  {engine:32} {rate:9.0f} MIPS")
            for ratio, value in ratios_of(results[name]).items():
                print(f"  {ratio:44} {value:9.2f}")
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(json.dumps(
            {"mips": results, "ratios": {name: ratios_of(rates) for name, rates in results.items()}},
            indent=2) + "\n", encoding="utf-8")
        print(f"written to {arguments.output}")
    if arguments.svg:
        arguments.svg.parent.mkdir(parents=True, exist_ok=True)
        arguments.svg.write_text(svg(results), encoding="utf-8")


if __name__ == "__main__":
    main()
