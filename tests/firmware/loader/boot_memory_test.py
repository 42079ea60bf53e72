#!/usr/bin/env python3
"""boot_memory_test.py GRIOTTE EXAMPLE WORK: memory after boot is what the image says, to the last tag.

Stops a machine, through its debugger, when the idle thread is about to give up its first turn: the loader
and the initialisers have run, the threads have not. Every tag in memory is then accounted for from the
tables in the image's file, by this program's own reading of docs/reference/compartments.md, and every
capability has the bounds, seal and permissions its record gives it. What holds no capability has the
bytes of the file; the heap, stacks and shared objects are zero. Built and booted again elsewhere, all
of it is the same.
"""

import re
import struct
import subprocess
import sys
from pathlib import Path

from loader_test import RECORD, THREAD, Image, build

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "debugger"))
from remote import Debugger  # noqa: E402

# The one with the least memory.
BOARD = "sail"

KINDS = ("data", "constant", "code", "device", "sentry", "disabling sentry", "enabling sentry", "export", "object",
         "key", "shared object", "globals", "hardware key", "stack", "heap", "memory", "hazards", "token keys")
SENTRIES = {4: 1, 5: 2, 6: 3}
READ_WRITE, STACK, TRUSTED = "G RWcmg- -- ---", "- RWcmgl -- ---", "G RWcmgl -- ---"
FIXED = {0: READ_WRITE, 1: "G R-cmg- -- ---", 2: "G R-cmg- X- ---", 9: "G ------ -- SU0", 11: READ_WRITE,
         13: STACK, 14: READ_WRITE, 15: STACK, 16: "G R-c--- -- ---", 17: "G ------ -- SU-"}
SWITCHER_CODE = "- R-cmg- Xa ---"


def first_ecall(griotte, path):
    """The address of switcher_boot's ecall."""
    listing = subprocess.run([griotte, "dis", path], capture_output=True, text=True, check=True).stdout
    function = listing[listing.index("<switcher_boot>:"):]
    return int(re.search(r"^\s*([0-9a-f]+):.*\becall\b", function, re.MULTILINE).group(1), 16)


def memory_permissions(word):
    """Of an import's bits 27 to 31."""
    def letter(bit, text):
        return text if word >> bit & 1 else "-"
    return f"G {letter(31, 'R')}{letter(30, 'W')}{letter(29, 'c')}{letter(28, 'm')}{letter(27, 'g')}- -- ---"


class Expected:
    """Where capabilities are after boot, and which, by the image's tables."""

    def __init__(self, image):
        self.image = image
        self.capabilities = {}
        self.domains = [self.domain(image.word(16) + 44 * i) for i in range(image.word(20))]
        for domain in self.domains:
            for number in range(*domain["records"]):
                self.record(image.word(24) + RECORD * number)
        self.threads = [image.word(32) + THREAD * i for i in range(image.word(36))]
        for number, place in enumerate(self.threads):
            self.thread(number, place)

    def domain(self, place):
        word = self.image.word
        return {"kind": word(place + 4), "code": (word(place + 8), word(place + 12)),
                "globals": (word(place + 16), word(place + 20)), "cgp": word(place + 24),
                "exports": (word(place + 28), word(place + 32)),
                "records": (word(place + 36), word(place + 36) + word(place + 40))}

    def code_permissions(self, start):
        domain = next(d for d in self.domains if d["code"][0] == start)
        return SWITCHER_CODE if domain["kind"] == 0 else FIXED[2]

    def record(self, place):
        at, base, length, last = (self.image.word(place + 4 * i) for i in range(4))
        kind, length = length >> 24, length & 0xffffff
        address, kind_type, permissions = base + (last & 0xffffff), 0, FIXED.get(kind)
        if kind in (2, 4, 5, 6):
            permissions, kind_type = self.code_permissions(base), SENTRIES.get(kind, 0)
        elif kind in (3, 10):
            permissions = memory_permissions(last)
        elif kind in (7, 8):
            permissions, kind_type = None, kind + 2 if kind == 7 else 11
        elif kind == 12:
            permissions = f"G ------ -- {'S' if last >> 30 & 1 else '-'}{'U' if last >> 31 & 1 else '-'}-"
        elif kind == 17:
            address, base, length = 1 << 24, 1 << 24, (1 << 28) - (1 << 24)
        assert at not in self.capabilities, f"two records for 0x{at:08x}"
        self.capabilities[at] = (address, base, base + length, kind_type, permissions, KINDS[kind])

    def thread(self, number, place):
        word = self.image.word
        entry, domain, stack, top, start = word(place), word(place + 4) & 0xffff, word(place + 8), word(place + 12), \
            word(place + 16)
        hazards = word(place + 24)
        frames = start + 168
        add = self.capabilities.__setitem__
        add(start + 128, (hazards, hazards, hazards + 16, 0, "G -Wc--- -- ---", "its hazard slots"))
        add(start + 136, (frames, start, word(place + 20), 0, TRUSTED, "its frame"))
        if number == 0:
            # It runs on the scheduler's stack and with its globals.
            add(start + 16, (top, stack, top, 0, STACK, "its csp"))
            scheduler = self.domain(self.image.domain("scheduler"))
            add(start + 24, (scheduler["cgp"], *scheduler["globals"], 0, READ_WRITE, "its cgp"))
            return
        domain = self.domains[domain]
        code, exports = domain["code"], domain["exports"]
        offset, = struct.unpack("<H", self.loaded(entry, 2))
        switcher = next(d for d in self.domains if d["kind"] == 0)["code"]
        add(start, (code[0] + offset, *code, 0, FIXED[2], "its entry"))
        add(start + 8, (None, *switcher, 4, SWITCHER_CODE, "its return sentry"))
        add(start + 16, (top - 16, stack, top, 0, STACK, "its csp"))
        add(start + 24, (domain["cgp"], *domain["globals"], 0, READ_WRITE, "its cgp"))
        add(frames, (top, stack, top, 0, STACK, "its first frame's csp"))
        add(frames + 8, (exports[0], *exports, 0, FIXED[1], "its first frame's exports"))

    def loaded(self, address, size):
        for start, data in self.image.loaded().items():
            if start <= address and address + size <= start + len(data):
                return data[address - start:address - start + size]
        raise ValueError(f"nothing is loaded at 0x{address:08x}")


class Comparison:
    def __init__(self, griotte, path):
        self.image = Image(path.read_bytes())
        self.expected = Expected(self.image)
        self.failures = []
        word = self.image.word
        self.code, self.data, self.heap = ((word(i), word(i + 4)) for i in (40, 48, 56))
        debugger = Debugger(griotte, path, "--board", BOARD)
        try:
            debugger.run_to(first_ecall(griotte, path))
            self.start, self.end = self.code[0], self.heap[1]
            self.bytes = debugger.memory(self.start, self.end)
            self.capabilities = debugger.capabilities(self.start, self.end)
            self.tags = self.capabilities.keys()
            # The scheduler has begun: what it keeps of the threads is its own.
            scheduler = self.image.domain("scheduler")
            self.scheduler = (word(scheduler + 16), word(scheduler + 20))
            idle = self.expected.threads[0]
            self.busy = [self.scheduler, (word(idle + 8), word(idle + 12))]
            self.idle_trusted_stack = (word(idle + 16), word(idle + 20))
        finally:
            debugger.close()

    def complain(self, text):
        self.failures.append(text)

    def is_busy(self, address):
        return any(start <= address < end for start, end in self.busy)

    def capabilities_check(self):
        known = self.expected.capabilities
        for at in sorted(known.keys() | self.tags):
            if at not in known:
                if not self.is_busy(at):
                    self.complain(f"0x{at:08x}: a capability nobody was given: {self.capabilities[at]}")
                continue
            if at not in self.tags:
                # Data the scheduler has used since.
                if not self.is_busy(at):
                    self.complain(f"0x{at:08x}: no {known[at][-1]}")
                continue
            *wanted, name = known[at]
            found = list(self.capabilities[at])
            if [w for w, f in zip(wanted, found) if w is not None] != \
                    [f for w, f in zip(wanted, found) if w is not None]:
                self.complain(f"0x{at:08x}: {name} is {found}, not {wanted}")

    def scheduler_check(self):
        """It may keep what it is told: sealed trusted stacks, and pointers into its own."""
        trusted = {(self.image.word(p + 16), self.image.word(p + 20)) for p in self.expected.threads}
        for at in self.tags - self.expected.capabilities.keys():
            address, base, top, kind, permissions = self.capabilities[at]
            is_thread = kind == 10 and (base, top) in trusted
            is_own = kind == 0 and any(start <= base and top <= end for start, end in self.busy)
            # Return sentries of its own code on its stack.
            domain = self.expected.domain(self.image.domain("scheduler"))
            is_code = (base, top) in (domain["code"], self.expected.domains[0]["code"]) or \
                any((base, top) == d["code"] for d in self.expected.domains if d["kind"] == 1)
            if self.is_busy(at) and not is_thread and not is_own and not (is_code and "X" in permissions):
                self.complain(f"0x{at:08x}: the scheduler has {self.capabilities[at]}")

    def bytes_check(self):
        image = bytearray(self.end - self.start)
        for start, data in self.image.loaded().items():
            if self.start <= start and start < self.heap[0]:
                data = data[:self.heap[0] - start]
                image[start - self.start:start - self.start + len(data)] = data
        trusted = [(self.image.word(p + 16), self.image.word(p + 20)) for p in self.expected.threads]
        for at in range(self.start, self.end, 8):
            if at in self.expected.capabilities or self.is_busy(at) or \
                    any(start <= at < end for start, end in trusted):
                continue
            offset = at - self.start
            if self.bytes[offset:offset + 8] != image[offset:offset + 8]:
                self.complain(f"0x{at:08x}: {self.bytes[offset:offset + 8].hex()} instead of "
                              f"{image[offset:offset + 8].hex()}")

    def run(self):
        self.capabilities_check()
        self.scheduler_check()
        self.bytes_check()
        return self.failures


def main():
    griotte, source, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    one = Comparison(griotte, build(griotte, source, work / "boot" / "one", BOARD))
    failures = one.run()
    other = Comparison(griotte, build(griotte, source, work / "boot" / "another" / "folder", BOARD))
    if (one.bytes, one.capabilities) != (other.bytes, other.capabilities):
        failures.append("memory after boot differs between two builds")
    for failure in failures[:20]:
        print(failure)
    kinds = {entry[-1] for entry in one.expected.capabilities.values()}
    print(f"{len(one.tags)} capabilities of {len(kinds)} kinds, {len(one.bytes)} bytes, {len(failures)} failures")
    # A comparison of nothing would find nothing.
    return 1 if failures or len(one.tags) < 100 or len(kinds) < 12 else 0


if __name__ == "__main__":
    sys.exit(main())
