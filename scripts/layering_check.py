#!/usr/bin/env python3
"""Holds who may include whom (ARCHITECTURE.md, "Rooms").

Each room lists the rooms it may include. A file that includes another room, or includes LLVM outside
toolchain/, is an error.
"""

import re
import subprocess
import sys
from pathlib import PurePosixPath

MACHINE = ["base", "isa", "machine/capability", "machine/memory"]
ALLOWED = {
    "base": [],
    "isa": ["base"],
    "debug_info": ["base"],
    "machine/capability": ["base"],
    "machine/memory": ["base"],
    "machine/cpu": MACHINE,
    "machine/devices": [*MACHINE, "machine/cpu"],
    "machine/image": ["base", "machine/memory"],
    "machine/board": [*MACHINE, "machine/cpu", "machine/devices"],
    "machine/observe": [*MACHINE, "debug_info", "machine/cpu", "machine/devices", "machine/board",
                        "machine/image"],
    "machine/debugger": [*MACHINE, "machine/cpu", "machine/devices", "machine/board",
                         "machine/image", "machine/observe"],
    "toolchain": ["base", "isa", "machine/capability"],
    "toolchain/link": ["base", "isa", "machine/capability"],
    "toolchain/firmware": ["base", "debug_info", "toolchain/audit", "toolchain/link"],
    # Reports are read, not made, here: neither the linker nor the machine is needed.
    "toolchain/audit": ["base"],
    # Guest code: its own headers, C's and C++'s, and nothing of the host's.
    "sdk": [],
}
# The command line, tests and benchmarks may use everything.
FREE = ("cli", "tests", "bench", "examples")

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def room_of(path):
    parts = PurePosixPath(path).parts
    if parts[0] == "machine" and len(parts) > 2:
        return "/".join(parts[:2])
    if parts[0] == "toolchain" and "/".join(parts[:2]) in ALLOWED:
        return "/".join(parts[:2])
    return parts[0]


def check(path):
    room = room_of(path)
    if room in FREE or room not in ALLOWED:
        return
    with open(path, encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            match = INCLUDE.match(line)
            if match is None:
                continue
            included = match.group(2)
            if included.startswith(("llvm/", "llvm-c/", "clang/", "lld/")) and room != "toolchain":
                yield f"{path}:{number}: includes {included}: only toolchain/ may include LLVM"
            if match.group(1) == "<" or "/" not in included:
                continue
            other = room_of(included)
            if other in ALLOWED and other != room and other not in ALLOWED[room]:
                allowed = ", ".join(ALLOWED[room]) or "nothing"
                yield f"{path}:{number}: {room} may not include {other} (it may: {allowed})"
            if other in FREE:
                yield f"{path}:{number}: {room} may not include {other}"


def main():
    files = subprocess.run(
        ["git", "ls-files", "*.h", "*.c", "*.cc", "*.cpp", "*.hh"], check=True, capture_output=True,
        text=True,
    ).stdout.split()
    problems = [problem for path in files for problem in check(path)]
    print("\n".join(problems) if problems else f"layering: {len(files)} files, every include allowed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
