#!/usr/bin/env python3
"""The run-time on the machine: programs compiled by griotte, linked with libgriotte.a and run.

The stand-in's programs must print what they print on the host; the capability program, that it is done.

    machine.py --griotte PROGRAM --out DIRECTORY [--clang NAME]
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import engines  # noqa: E402

CXX = ["-std=c++23", "-O2", "-ffp-contract=off", "-fno-exceptions", "-fno-rtti"]


def run(command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                            check=False, timeout=300)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def machine_run(griotte, image):
    """What an image prints, with both engines."""
    result = engines.run([griotte, "run", image], timeout=300)
    if result.returncode != 0:
        sys.exit(f"{image}: status {result.returncode}\n{result.stdout.decode()}{result.stderr.decode()}")
    return result.stdout.decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--griotte", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clang", default="clang++-22")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)

    image = arguments.out / "capabilities.elf"
    run([arguments.griotte, "cc", "-O2", "-Wall", "-Wextra", "-Wno-format", "-Werror",
         HERE / "machine/capabilities.c", "-o", image])
    output = machine_run(arguments.griotte, image)
    if output != "done\n":
        sys.exit(f"capabilities: {output}")
    for name in ("program", "cxx"):
        source = HERE / "standin" / (name + ".cc")
        host = arguments.out / (name + ".host")
        image = arguments.out / (name + ".elf")
        run([arguments.clang, "-stdlib=libc++", *CXX, source, "-o", host])
        run([arguments.griotte, "c++", *CXX, source, "-o", image])
        expected = run([host])
        actual = machine_run(arguments.griotte, image)
        if actual != expected:
            sys.exit(f"{name} on the machine:\n{actual}\non the host:\n{expected}")
        print(f"machine: {name}: {len(actual.splitlines())} lines, the host's")


if __name__ == "__main__":
    main()
