"""What `griotte dis` says of an image, counted. For bench/rtos.py and the tests."""

import re
import subprocess

# The switcher's functions that every call and every trap goes through. Together they may have this
# many instructions: what everything relies on must be small enough to be read.
SWITCHER_FUNCTIONS = ("switcher_compartment_call", "switcher_return", "switcher_trap")
SWITCHER_INSTRUCTIONS = 300


def section_count(griotte, image, section):
    """Instructions of each function in a section, and the bytes of all of them."""
    listing = subprocess.run([griotte, "dis", "--section", section, image], capture_output=True,
                             text=True, check=True).stdout
    counts, size, function = {}, 0, None
    for line in listing.splitlines():
        if label := re.fullmatch(r"[0-9a-f]+ <(\w+)>:", line):
            function = label[1]
        elif code := re.match(r"[0-9a-f]+: ([0-9a-f]+) ", line):
            counts[function] = counts.get(function, 0) + 1
            size += len(code[1]) // 2
    return counts, size


def switcher_count(griotte, image):
    """Instructions of each of SWITCHER_FUNCTIONS."""
    counts, _ = section_count(griotte, image, ".switcher.text")
    return {function: counts[function] for function in SWITCHER_FUNCTIONS}
