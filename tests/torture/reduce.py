#!/usr/bin/env python3
"""reduce.py --griotte PATH --level O2 PROGRAM: makes a program that differs small.

Takes away blocks, then runs of lines, then parts of expressions, as long as the program stays free of
undefined behaviour on the host and still differs in the same way. The generator writes a statement a
line and every block in braces, which is all this needs to know about C.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import toolchains

STRICT = ["-Werror=uninitialized", "-Werror=return-type", "-Werror=implicit-function-declaration",
          "-Werror=return-stack-address", "-Werror=incompatible-pointer-types"]


class Difference:
    """Asks whether a text still shows the difference its original showed."""

    def __init__(self, host_cc, target, level, source):
        self.proofs = [toolchains.host(host_cc, toolchains.SANITIZERS + STRICT),
                       toolchains.host(host_cc, ["-fsanitize=memory", "-g1"])]
        for proof in self.proofs:
            proof.flags = [flag for flag in proof.flags if flag != "-w"]
        self.target = target
        self.level = level
        self.suffix = Path(source).suffix
        self.kind = None
        self.kind = self.kind_of(Path(source).read_text(encoding="utf-8"))

    def kind_of(self, text):
        """How host and target disagree on a text: a word, or None if they agree or the text is bad."""
        with tempfile.TemporaryDirectory(prefix="reduce") as folder:
            source = Path(folder) / f"program{self.suffix}"
            source.write_text(text, encoding="utf-8")
            binary = Path(folder) / "program"
            actual = self.target.outcome(source, binary, self.level)
            if actual.problem == "does not compile" and self.kind not in (None, actual.problem):
                return None
            expected = self.proofs[0].outcome(source, binary, "O0")
            if expected.problem or expected.same(actual):
                return None
            if self.proofs[1].outcome(source, binary, "O0").problem:
                return None
            return actual.problem or "differs"

    def is_there(self, text):
        return self.kind is not None and self.kind_of(text) == self.kind


class Reduction:
    """The lines that are left, and the time."""

    def __init__(self, text, is_interesting, seconds):
        self.lines = text.splitlines()
        self.is_interesting = is_interesting
        self.end = time.monotonic() + seconds

    def attempt(self, lines):
        """Keeps a version if it is still interesting."""
        if time.monotonic() > self.end or lines == self.lines:
            return False
        if self.is_interesting("\n".join(lines) + "\n"):
            self.lines = lines
            return True
        return False

    def line_replace(self, at, line):
        """Keeps one line's new text if that is still interesting."""
        return self.attempt(self.lines[:at] + [line] + self.lines[at + 1:])

    def blocks_remove(self):
        """Functions and statements with braces: gone, or only their contents left. Callers come last in
        a program, so this begins there.
        """
        changed = False
        for at in reversed(range(len(self.lines))):
            end = self.block_end(at) if at < len(self.lines) else None
            if end is not None:
                without = self.lines[:at] + self.lines[end + 1:]
                opened = at + 1 if self.lines[at].rstrip().endswith("{") else at + 2
                inside = self.lines[:at] + self.lines[opened:end] + self.lines[end + 1:]
                changed = self.attempt(without) or self.attempt(inside) or changed
        return changed

    def calls_remove(self):
        """The lines of main: what they called can go next."""
        if "int main(void)" in self.lines:
            self.lines_remove(self.lines.index("int main(void)") + 2)

    def block_end(self, at):
        """The last line of the block that begins on a line, or None."""
        begins = self.lines[at].rstrip()
        if not begins.endswith("{") and not (
                at + 1 < len(self.lines) and self.lines[at + 1] == "{" and begins[:1].strip()):
            return None
        depth = 0
        for position in range(at, len(self.lines)):
            depth += self.lines[position].count("{") - self.lines[position].count("}")
            if depth <= 0 and "}" in self.lines[position]:
                return position
        return None

    def lines_remove(self, begin=0):
        """Runs of lines from a place to the end, from long ones down to single ones."""
        changed, size = False, max((len(self.lines) - begin) // 2, 1)
        while size:
            at = begin
            while at < len(self.lines):
                if self.attempt(self.lines[:at] + self.lines[at + size:]):
                    changed = True
                else:
                    at += size
            size //= 2
        return changed

    def expressions_simplify(self):
        """Parts in parentheses become 0, 1 or what they hold."""
        changed = False
        for at in range(len(self.lines)):
            position = 0
            while (position := self.lines[at].find("(", position)) >= 0:
                line = self.lines[at]
                close = matching(line, position)
                replaced = close is not None and any(
                    self.line_replace(at, line[:position] + text + line[close + 1:])
                    for text in ("0", "(1)", line[position + 1:close])
                    if len(text) < close + 1 - position)
                changed = changed or replaced
                position += 1
        return changed

    def run(self):
        """Reduces until nothing more goes or time is up."""
        self.calls_remove()
        changed = True
        while changed and time.monotonic() < self.end:
            changed = self.blocks_remove()
            changed = self.lines_remove() or changed
            changed = self.expressions_simplify() or changed
        return "\n".join(self.lines) + "\n"


def matching(line, position):
    """Where the parenthesis opened at a position closes."""
    depth = 0
    for at in range(position, len(line)):
        depth += (line[at] == "(") - (line[at] == ")")
        if depth == 0:
            return at
    return None


def reduce_text(text, is_interesting, seconds):
    """A smaller interesting text, or None if the text itself is not interesting."""
    if not is_interesting(text):
        return None
    return Reduction(text, is_interesting, seconds).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--griotte", help="the griotte command")
    parser.add_argument("--stand-in", choices=["gcc", "i386", "rv32"])
    parser.add_argument("--host-cc", default="clang-22")
    parser.add_argument("--level", default="O2")
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    target = (toolchains.griotte(options.griotte) if options.griotte
              else toolchains.stand_in(options.stand_in or "gcc", options.host_cc))
    difference = Difference(options.host_cc, target, options.level, options.program)
    program = Path(options.program).read_text(encoding="utf-8")
    text = reduce_text(program, difference.is_there, options.seconds)
    if text is None:
        print("the program does not differ, or is not free of undefined behaviour", file=sys.stderr)
        return 1
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
