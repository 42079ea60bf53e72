#!/usr/bin/env python3
"""Builds the guest libraries with stock clang for RV32E, the nearest machine it knows, and runs them.

Until every check can run on the machine itself this one finds what only a 32-bit target shows: types
that are too wide, calls of functions that do not exist, and functions that the compiler turned into
calls of themselves. Nothing may draw a warning. The test program must print under qemu-riscv32 what it
prints on the host.

    standin.py --sdk DIRECTORY --out DIRECTORY [--clang NAME] [--run PROGRAM]
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "standin"
TARGET = ["--target=riscv32-unknown-none-elf", "-march=rv32emc", "-mabi=ilp32e"]
COMMON = ["-O2", "-ffreestanding", "-nostdlibinc", "-ffunction-sections", "-fdata-sections",
          "-Wall", "-Wextra", "-Wshadow", "-Werror"]
C = ["-std=c11", "-fno-builtin"]
CXX = ["-std=c++23", "-nostdinc++", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"]
# The console is a board's device; the program brings its own.
LIBRARIES_WITHOUT_BOARD = ["console"]


def run(command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                            check=False, timeout=120)
    if result.returncode != 0 or result.stderr:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def tool(*names):
    """The first of `names` that is installed, or beside clang's own."""
    for name in names:
        path = shutil.which(name) or shutil.which(name, path="/usr/lib/llvm-22/bin")
        if path:
            return path
    return sys.exit(f"none of {', '.join(names)} is installed: see packages.txt")


def compile_all(clang, sdk, out):
    """Every library's objects; the C++ ones see libc++ through our overlay only if they ask."""
    objects = []
    for source in sorted((sdk / "lib").glob("*/*.c*")):
        if source.suffix not in (".c", ".cc"):
            continue
        folder = out / source.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / (source.name + ".o")
        language = C if source.suffix == ".c" else CXX
        run([clang, *TARGET, *COMMON, *language, "-isystem", sdk / "include", "-c", source, "-o",
             target])
        if source.parent.name not in LIBRARIES_WITHOUT_BOARD:
            objects.append(target)
    return objects


def recursion_check(objects):
    """A function that calls itself here is memcpy calling memcpy: the compiler's doing."""
    complaints = []
    for item in objects:
        listing = run([tool("llvm-objdump-22", "llvm-objdump"), "-dr", item])
        function = ""
        for line in listing.splitlines():
            if match := re.match(r"^[0-9a-f]+ <(\S+)>:$", line):
                function = match.group(1)
            elif match := re.search(r"R_RISCV_CALL\w*\s+(\S+)", line):
                if match.group(1) == function:
                    complaints.append(f"{item}: {function} calls itself")
    if complaints:
        sys.exit("\n".join(complaints))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdk", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clang", default="clang-22")
    parser.add_argument("--run", help="qemu-riscv32, to run the test program")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    clang, sdk, out = arguments.clang, arguments.sdk, arguments.out

    objects = compile_all(clang, sdk, out)
    recursion_check(objects)
    archive = out / "libguest.a"
    archive.unlink(missing_ok=True)
    run([tool("llvm-ar-22", "llvm-ar"), "rcs", archive, *objects])
    run([clang, *TARGET, "-c", HERE / "start.s", "-o", out / "start.o"])
    program = out / "program.o"
    # A freestanding C++ main() would be mangled.
    hosted = [option for option in COMMON if option != "-ffreestanding"]
    run([clang, *TARGET, *hosted, *CXX, "-ffp-contract=off", "-isystem", sdk / "include", "-c",
         HERE / "program.cc", "-o", program])
    image = out / "program.elf"
    run([tool("ld.lld-22"), "--gc-sections", "-T", HERE / "linux.ld", out / "start.o", program,
         archive, "-o", image])
    print(f"stand-in: {len(objects)} objects, none calls itself")
    if arguments.run:
        host = out / "program.host"
        run([clang.replace("clang", "clang++"), "-std=c++23", "-O2", "-ffp-contract=off",
             HERE / "program.cc", "-o", host])
        expected = run([host])
        actual = run([arguments.run, image])
        if actual != expected:
            sys.exit(f"on RV32:\n{actual}\non the host:\n{expected}")
        print(f"stand-in: {len(actual.splitlines())} lines, the host's")


if __name__ == "__main__":
    main()
