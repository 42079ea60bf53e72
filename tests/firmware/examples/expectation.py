"""What a firmware is expected to print: a text, in whose lines {{regex}} stands for what may differ.

Escape sequences that set colours are no part of it.
"""

import difflib
import re

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PATTERN = re.compile(r"\{\{(.*?)\}\}")


def plain(output):
    """Output as a person reads it: UTF-8, no colours."""
    return COLOUR.sub("", output.decode(errors="backslashreplace"))


def line_pattern(line):
    """The regular expression for a line of an expectation."""
    pieces = PATTERN.split(line)
    return "".join(re.escape(p) if i % 2 == 0 else f"(?:{p})" for i, p in enumerate(pieces))


def is_match(wanted, got):
    """Whether a line is what a line of an expectation says."""
    return re.fullmatch(line_pattern(wanted), got) is not None


def differences(expected, actual):
    """The lines of a unified diff between an expectation and a text; none if they agree."""
    wanted, got = expected.splitlines(), actual.splitlines()
    if len(wanted) == len(got) and all(map(is_match, wanted, got)):
        return []
    # What matches a pattern is shown as the pattern: the diff is about the rest.
    patterns = [line for line in wanted if PATTERN.search(line)]
    shown = [next((p for p in patterns if is_match(p, line)), line) for line in got]
    return list(difflib.unified_diff(wanted, shown, "expected", "this run", lineterm=""))
