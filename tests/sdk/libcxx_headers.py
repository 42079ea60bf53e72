#!/usr/bin/env python3
"""Compiles every header of libc++ with our configuration, alone, and compares with the list beside it.

    libcxx_headers.py --sdk DIRECTORY [--clang NAME] [--libcxx DIRECTORY] [--update]

libcxx_headers.txt has a line a header: its name, then `compiles`, or why it does not. A header that gains
or loses the ability is an error until the list says so; --update writes it.
"""

import argparse
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIST = Path(__file__).resolve().with_suffix(".txt")
HEADING = "# Which of libc++ 22's headers compile for us: written by libcxx_headers.py --update.\n"
OPTIONS = ["--target=riscv32-unknown-none-elf", "-march=rv32emc", "-mabi=ilp32e", "-std=c++23",
           "-ffreestanding", "-nostdlibinc", "-nostdinc++", "-fno-exceptions", "-fno-rtti",
           "-fshort-wchar", "-fms-extensions", "-fsyntax-only", "-x", "c++"]


def verdict(command, header):
    result = subprocess.run([*command, "-"], input=f"#include <{header}>\n", capture_output=True,
                            text=True, check=False, timeout=120)
    if result.returncode == 0:
        return "compiles"
    error = re.search(r"error: (.*)", result.stderr)
    return error.group(1).replace('"', "'") if error else "?"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdk", type=Path, required=True)
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--libcxx", type=Path, default="/usr/lib/llvm-22/include/c++/v1")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()

    command = [arguments.clang, *OPTIONS, "-isystem", str(arguments.sdk / "include/c++"),
               "-isystem", str(arguments.libcxx), "-isystem", str(arguments.sdk / "include")]
    headers = sorted(path.name for path in arguments.libcxx.iterdir()
                     if path.is_file() and not path.name.startswith("__") and
                     path.suffix in ("", ".h"))
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda header: verdict(command, header), headers))
    lines = [f"{header:20} {result}\n" for header, result in zip(headers, verdicts)]
    if arguments.update:
        LIST.write_text(HEADING + "".join(lines), encoding="utf-8")
    listed = LIST.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
    changed = sorted(set(lines) ^ set(listed))
    if changed:
        sys.exit("libc++: not as the list says:\n" + "".join(changed))
    count = verdicts.count("compiles")
    print(f"libc++: {count} of {len(headers)} headers compile, as listed")


if __name__ == "__main__":
    main()
