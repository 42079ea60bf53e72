#!/usr/bin/env python3
"""Builds the guest libraries with stock clang for RV32E, the nearest machine it knows, and runs them.

Until every check can run on the machine itself this one finds what only a 32-bit target shows: types
that are too wide, calls of functions that do not exist, and functions that the compiler turned into
calls of themselves. Nothing may draw a warning. The test programs must print under qemu-riscv32
what they print on the host.

    standin.py --sdk DIRECTORY --out DIRECTORY [--clang NAME] [--libcxx DIRECTORY]
               [--run PROGRAM]
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
# This one is the part of libc++ that is not in its headers, so it is compiled with them.
LIBCXX = "libcxx"
# The stand-in's long double has 128 bits and ours 64: what only they would call is never reached.
LONG_DOUBLE_SYMBOLS = ["__unordtf2", "_ZNSt3__18to_charsEPcS0_e",
                       "_ZNSt3__18to_charsEPcS0_eNS_12chars_formatE",
                       "_ZNSt3__18to_charsEPcS0_eNS_12chars_formatEi"]


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


def headers(arguments, with_libcxx):
    directories = [arguments.sdk / "include"]
    if with_libcxx:
        directories = [arguments.sdk / "include/c++", arguments.libcxx, *directories]
    options = [option for directory in directories for option in ("-isystem", directory)]
    return ["-fms-extensions", *options] if with_libcxx else options


def compile_all(arguments):
    """Every library's objects."""
    clang, sdk, out = arguments.clang, arguments.sdk, arguments.out
    objects = []
    for source in sorted((sdk / "lib").glob("*/*.c*")):
        if source.suffix not in (".c", ".cc") or source.parent.name not in arguments.libraries:
            continue
        folder = out / source.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / (source.name + ".o")
        language = C if source.suffix == ".c" else CXX
        includes = headers(arguments, source.parent.name == LIBCXX)
        run([clang, *TARGET, *COMMON, *language, *includes, "-c", source, "-o", target])
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
                # Quicksort is the one function that means to.
                if match.group(1) == function and "__introsort" not in function:
                    complaints.append(f"{item}: {function} calls itself")
    if complaints:
        sys.exit("\n".join(complaints))


def program_check(arguments, name, archive, host_options):
    """Builds a program for both machines; they must print the same."""
    clang, out = arguments.clang, arguments.out
    # A freestanding C++ main() would be mangled.
    hosted = [option for option in COMMON if option != "-ffreestanding"]
    source = HERE / (name + ".cc")
    item = out / (name + ".o")
    image = out / (name + ".elf")
    run([clang, *TARGET, *hosted, *CXX, "-ffp-contract=off", *headers(arguments, name == "cxx"),
         "-c", source, "-o", item])
    run([tool("ld.lld-22"), "--gc-sections", "-T", HERE / "linux.ld",
         *[f"--defsym={symbol}=0" for symbol in LONG_DOUBLE_SYMBOLS], out / "start.o", item,
         archive, "-o", image])
    if not arguments.run:
        return
    host = out / (name + ".host")
    run([clang.replace("clang", "clang++"), "-std=c++23", "-O2", "-ffp-contract=off", *host_options,
         source, "-o", host])
    expected = run([host])
    actual = run([arguments.run, image])
    if actual != expected:
        sys.exit(f"{name} on RV32:\n{actual}\non the host:\n{expected}")
    print(f"stand-in: {name}: {len(actual.splitlines())} lines, the host's")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdk", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--libraries", required=True, type=lambda names: names.split(","),
                        help="the folders of sdk/lib that are for machines without the RTOS")
    parser.add_argument("--clang", default="clang-22")
    parser.add_argument("--libcxx", type=Path, default="/usr/lib/llvm-22/include/c++/v1")
    parser.add_argument("--run", help="qemu-riscv32, to run the test programs")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)

    objects = compile_all(arguments)
    recursion_check(objects)
    print(f"stand-in: {len(objects)} objects, none calls itself")
    archive = arguments.out / "libguest.a"
    archive.unlink(missing_ok=True)
    run([tool("llvm-ar-22", "llvm-ar"), "rcs", archive, *objects])
    run([arguments.clang, *TARGET, "-c", HERE / "start.s", "-o", arguments.out / "start.o"])
    program_check(arguments, "program", archive, [])
    program_check(arguments, "cxx", archive, ["-stdlib=libc++"])


if __name__ == "__main__":
    main()
