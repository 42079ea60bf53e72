#!/usr/bin/env python3
"""Compares a listing by the official toolchain's llvm-objdump with griotte's disassembler.

usage: compare_listing.py [--toolchain griotte-toolchain] LISTING...

Every line with an address, bytes and text is disassembled again from its bytes. Differences are
sorted into classes: `spelling` when a rule of SPELLINGS below explains it (older compilers write some
things differently), `difference` otherwise. Exits with 1 when there is a difference.
"""

import argparse
import collections
import re
import subprocess
import sys

# What older compilers print, and how it is printed now. Only what is listed here is forgiven.
SPELLINGS = [
    (
        "li is written as addi from zero",
        re.compile(r"^addi (\w+), zero, (-?\d+)$"),
        lambda m: f"li {m.group(1)}, {m.group(2)}",
    ),
    (
        "li of 0 is written as mv from zero",
        re.compile(r"^mv (\w+), zero$"),
        lambda m: f"li {m.group(1)}, 0",
    ),
    (
        "c.lui hints have a signed immediate",
        re.compile(r"^c\.lui zero, (-\d+)$"),
        lambda m: f"c.lui zero, {int(m.group(1)) & 0xfffff}",
    ),
    (
        "the stack-zeroing register has no name",
        re.compile(r"^(cspecialr \w+,|cspecialw|cspecialrw \w+,) 27\b(.*)$"),
        lambda m: f"{m.group(1)} ztopc{m.group(2)}",
    ),
    (
        "user-mode trap registers, since withdrawn from RISC-V, have names",
        re.compile(r"^(csrr[swc]i? \w+,) ustatus(.*)$"),
        lambda m: f"{m.group(1)} 0{m.group(2)}",
    ),
]

# "20040090: db 02 c0 03  \tcspecialr\tct0, mtcc" or, newer, with "03c002db" for the bytes.
LINE = re.compile(
    r"^\s*(?P<address>[0-9a-f]+):\s+"
    r"(?P<bytes>(?:[0-9a-f]{2} )+|[0-9a-f]{4}(?:[0-9a-f]{4})?)\s*\t(?P<text>.*)$"
)


def parse(path):
    """(line number, address, word, length, text) of each instruction of a listing."""
    with open(path, encoding="utf-8", errors="replace") as listing:
        for number, line in enumerate(listing, 1):
            match = LINE.match(line.rstrip("\n"))
            if match is None:
                continue
            data = match["bytes"].strip()
            if " " in data or len(data) == 2:
                raw = bytes.fromhex(data)
                word, length = int.from_bytes(raw, "little"), len(raw)
            else:
                word, length = int(data, 16), len(data) // 2
            yield number, int(match["address"], 16), word, length, normalise(match["text"])


def normalise(text):
    """One space between mnemonic and operands; no symbol after an address, no comment."""
    text = re.sub(r"\s+#.*$", "", text)
    text = re.sub(r"(0x[0-9a-f]+) <.*>$", r"\1", text.strip())
    return re.sub(r"\s+", " ", text).strip()


def disassemble(toolchain, lines):
    """Our text for each line, in order; runs of consecutive addresses share a process."""
    result = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[end][1] == lines[end - 1][1] + lines[end - 1][3]:
            end += 1
        words = "\n".join(f"{word:0{length * 2}x}" for _, _, word, length, _ in lines[start:end])
        output = subprocess.run(
            [toolchain, "dis", "--raw", "--base", hex(lines[start][1]), "-"],
            input=words,
            capture_output=True,
            text=True,
            check=False,
        )
        if output.returncode != 0:
            sys.exit(f"{toolchain}: {output.stderr}")
        result += [normalise(line.split("\t", 1)[1]) for line in output.stdout.splitlines()]
        start = end
    return result


def is_whole(line):
    """Whether the bytes are as many as the instruction's low bits say (the end of data may not be)."""
    _, _, word, length, _ = line
    return length == (4 if (word & 3) == 3 else 2)


def compare(toolchain, path):
    lines = list(parse(path))
    whole = [line for line in lines if is_whole(line)]
    counts = collections.Counter(instructions=len(whole), fragments=len(lines) - len(whole))
    kinds = collections.Counter()
    for (number, _, word, _, theirs), ours in zip(whole, disassemble(toolchain, whole)):
        if theirs == ours:
            counts["equal"] += 1
            continue
        for name, pattern, replacement in SPELLINGS:
            match = pattern.match(theirs)
            if match is not None and replacement(match) == ours:
                counts["spelling"] += 1
                kinds[name] += 1
                break
        else:
            counts["difference"] += 1
            print(f"{path}:{number}: {word:08x}: listing '{theirs}', griotte '{ours}'")
    print(
        f"{path}: {counts['instructions']} instructions: {counts['equal']} equal, "
        f"{counts['spelling']} spelled otherwise, {counts['difference']} different; "
        f"{counts['fragments']} fragments of data"
    )
    for name, count in sorted(kinds.items()):
        print(f"  {count} x {name}")
    return counts["difference"] == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--toolchain", default="griotte-toolchain")
    parser.add_argument("listing", nargs="+")
    arguments = parser.parse_args()
    equal = [compare(arguments.toolchain, path) for path in arguments.listing]
    sys.exit(0 if all(equal) else 1)


if __name__ == "__main__":
    main()
