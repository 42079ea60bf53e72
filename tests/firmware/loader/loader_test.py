#!/usr/bin/env python3
"""loader_test.py GRIOTTE EXAMPLE WORK: the loader refuses images whose tables are damaged, and says why.

Builds an example, damages one thing of its tables at a time (docs/reference/compartments.md, "The tables
of the loader"), puts the checksum right where that is not what is damaged, and boots it. Two builds in
different folders must have the same bytes to load, and so the same memory after boot.
"""

import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import engines  # noqa: E402

BOARD = "griotte"
DOMAIN, RECORD, THREAD = 44, 16, 32
DATA, CONSTANT, CODE, DEVICE, SENTRY, EXPORT, OBJECT, KEY, HARDWARE_KEY, STACK, HEAP = \
    0, 1, 2, 3, 4, 7, 8, 9, 12, 13, 14


class Image:
    """An image's file, and the tables in it by their offsets from the header."""

    def __init__(self, contents):
        self.contents = bytearray(contents)
        sections, = struct.unpack_from("<I", contents, 32)
        size, count, names = struct.unpack_from("<HHH", contents, 46)
        table = [struct.unpack_from("<10I", contents, sections + i * size) for i in range(count)]
        self.sections = {self.text(table[names][4] + row[0]): row for row in table}
        self.start = self.sections[".image_header"][4]
        self.size = self.word(8)

    def text(self, place):
        return self.contents[place:self.contents.index(0, place)].decode()

    def word(self, offset):
        return struct.unpack_from("<I", self.contents, self.start + offset)[0]

    def word_set(self, offset, value):
        struct.pack_into("<I", self.contents, self.start + offset, value & 0xffffffff)

    def checksum_set(self):
        tables = self.contents[self.start:self.start + self.size]
        tables[12:16] = bytes(4)
        self.word_set(12, zlib.crc32(tables))

    def domain(self, name):
        """Where a domain is described."""
        places = (self.word(16) + i * DOMAIN for i in range(self.word(20)))
        return next(p for p in places if self.text(self.start + self.word(p)) == name)

    def record(self, domain, kind):
        """Where the first record of a kind of a domain is."""
        place = self.domain(domain)
        first, count = self.word(place + 36), self.word(place + 40)
        records = (self.word(24) + i * RECORD for i in range(first, first + count))
        return next(r for r in records if self.word(r + 8) >> 24 == kind)

    def thread(self, number):
        return self.word(32) + number * THREAD

    def loaded(self):
        """What goes into memory, by address."""
        return {row[3]: bytes(self.contents[row[4]:row[4] + row[5]])
                for row in self.sections.values() if row[1] == 1 and row[2] & 2}


WIDE = "a capability would give more than its kind may"
PLACE = "a capability would go outside of it"
BOUNDS = "a capability has impossible bounds"


def header_add(offset, by):
    return lambda image: image.word_set(offset, image.word(offset) + by)


def domain_add(name, offset, by):
    return lambda image: image.word_set(image.domain(name) + offset,
                                        image.word(image.domain(name) + offset) + by)


def record_add(name, kind, offset, by):
    return lambda image: image.word_set(image.record(name, kind) + offset,
                                        image.word(image.record(name, kind) + offset) + by)


def thread_add(number, offset, by):
    return lambda image: image.word_set(image.thread(number) + offset,
                                        image.word(image.thread(number) + offset) + by)


def copied(where, offset, origin, origin_offset, words=2):
    """Words of one place over those of another."""
    def damage(image):
        for i in range(0, words * 4, 4):
            image.word_set(where(image) + offset + i, image.word(origin(image) + origin_offset + i))
    return damage


def in_domain(name):
    return lambda image: image.domain(name)


def in_thread(number):
    return lambda image: image.thread(number)


def kind_set(name, kind, new):
    def damage(image):
        place = image.record(name, kind) + 8
        image.word_set(place, image.word(place) & 0xffffff | new << 24)
    return damage


# What is damaged, how, and what the loader says of it. HEADER damages are seen before the checksum.
UNCHECKED = {
    "magic": (header_add(0, 1), "it has no griotte header"),
    "version": (header_add(4, 1), "its header has another version than this loader"),
    "size of the header": (header_add(4, 1 << 16), "its header has another version than this loader"),
    "size of the tables": (lambda image: image.word_set(8, 1 << 22), "its tables have no sensible size"),
    "checksum": (header_add(12, 1), "its tables are damaged (the checksum is wrong)"),
    "a bit of a record": (header_add(72, 1),
                          "its tables are damaged (the checksum is wrong)"),
}
CHECKED = {
    "place of the domains": (lambda i: i.word_set(16, i.size + 4), "a table lies outside the image's tables"),
    "number of records": (header_add(28, 1 << 20), "a table lies outside the image's tables"),
    "code and data overlap": (lambda i: i.word_set(48, i.word(44) - 8), "its memories overlap"),
    "data and heap overlap": (lambda i: i.word_set(56, i.word(52) - 16), "its memories overlap"),
    "empty heap": (lambda i: i.word_set(60, i.word(56)), "one of its memories is empty"),
    "heap not a multiple of 16": (header_add(56, 8), "its heap is not a multiple of 16"),
    "no switcher": (lambda i: i.word_set(i.domain("switcher") + 4, 1), "it has no switcher"),
    "second switcher": (lambda i: i.word_set(i.domain("debug") + 4, 0), "it calls itself a second switcher"),
    "kind of a domain": (lambda i: i.word_set(i.domain("debug") + 4, 3), "it is of no known kind"),
    # The switcher is the first that is looked at.
    "code of another domain": (copied(in_domain("switcher"), 8, in_domain("allocator"), 8),
                               "it overlaps with another"),
    "code on the heap": (lambda i: i.word_set(i.domain("switcher") + 12, i.word(60)),
                         "its code is not where code is"),
    "a switcher with globals": (copied(in_domain("switcher"), 16, in_domain("allocator"), 16),
                                "it has globals, but is no compartment"),
    "globals of another domain": (copied(in_domain("host"), 16, in_domain("worker"), 16),
                                  "it overlaps with another"),
    "records that are not there": (domain_add("debug", 40, 1 << 16), "it has records that do not exist"),
    "a place in another domain": (copied(lambda i: i.record("debug", DEVICE), 0, in_domain("allocator"), 8, 1),
                                  PLACE),
    "a place not aligned": (record_add("debug", DEVICE, 0, 4), PLACE),
    "an address beyond the end": (lambda i: i.word_set(i.record("debug", DEVICE) + 12, 0xf8ffffff), BOUNDS),
    "a device over code": (copied(lambda i: i.record("debug", DEVICE), 4, in_domain("allocator"), 8, 1), WIDE),
    "a sentry into the midst of code": (record_add("allocator", SENTRY, 4, 8), WIDE),
    "an entry outside of export tables": (record_add("allocator", EXPORT, 4, 8), WIDE),
    "an object on the heap": (lambda i: i.word_set(i.record("allocator", OBJECT) + 4, i.word(56)), WIDE),
    "another's sealing key": (copied(lambda i: i.record("allocator", KEY), 4, in_domain("scheduler"), 28, 1), WIDE),
    "a hardware key for sentries": (lambda i: i.word_set(i.record("allocator", HARDWARE_KEY) + 4, 1), WIDE),
    "a hardware key for several types": (record_add("allocator", HARDWARE_KEY, 8, 1), WIDE),
    "a hardware key for a library": (kind_set("debug", DEVICE, HARDWARE_KEY), WIDE),
    "a stack for a compartment": (kind_set("allocator", HEAP, STACK), WIDE),
    "the heap for a library": (lambda i: (i.word_set(i.record("debug", DEVICE) + 4, i.word(56)),
                                          i.word_set(i.record("debug", DEVICE) + 8,
                                                     HEAP << 24 | i.word(60) - i.word(56))), WIDE),
    "a stack over an object": (lambda i: (i.word_set(i.thread(1) + 8, i.word(i.record("host", OBJECT) + 4)),
                                          i.word_set(i.thread(1) + 12,
                                                     i.word(i.record("host", OBJECT) + 4) + 16)),
                               "a thread's memory overlaps with globals or objects"),
    "an unknown kind": (kind_set("debug", DEVICE, 18), WIDE),
    "no threads": (lambda i: i.word_set(36, 1), "it has no threads"),
    "a thread's compartment": (thread_add(1, 4, 0xff), "a thread's compartment does not exist"),
    "a thread's entry": (thread_add(1, 0, 1 << 12), "a thread's entry is no entry of its compartment"),
    "a stack on the heap": (lambda i: i.word_set(i.thread(1) + 12, i.word(60)),
                            "a thread's memory is not where data is"),
    "a stack of another thread": (copied(in_thread(1), 8, in_thread(0), 8), "threads' stacks overlap"),
    "a stack over its trusted stack": (copied(in_thread(1), 8, in_thread(1), 16), "threads' stacks overlap"),
    "a trusted stack over another's stack": (copied(in_thread(1), 16, in_thread(0), 8),
                                             "threads' stacks overlap"),
    "a stack over globals": (copied(in_thread(1), 8, in_domain("allocator"), 16),
                             "a thread's memory overlaps with globals or objects"),
    "a trusted stack without room": (lambda i: i.word_set(i.thread(1) + 20, i.word(i.thread(1) + 16) + 64),
                                     "a trusted stack has no room for the thread's entry"),
}


def build(griotte, source, folder, board=BOARD):
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    subprocess.run([griotte, "build", "-C", folder, "--board", board, "--quiet"], check=True)
    return next((folder / "build" / board).glob("*.elf"))


def refusal(griotte, path):
    """Status and output of a run, with both engines."""
    result = engines.run([griotte, "run", "-q", "--board", BOARD, "--max-instructions", "5000000", path], timeout=60)
    return result.returncode, result.stdout.decode(errors="replace")


def main():
    griotte, source, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    contents = build(griotte, source, work / "loader" / "one").read_bytes()
    other = build(griotte, source, work / "loader" / "another" / "folder").read_bytes()
    failures = 0
    if Image(contents).loaded() != Image(other).loaded():
        print("two builds in different folders are loaded differently")
        failures += 1
    path = work / "loader" / "damaged.elf"
    for is_checked, damages in ((False, UNCHECKED), (True, CHECKED)):
        for name, (damage, reason) in damages.items():
            image = Image(contents)
            damage(image)
            if is_checked:
                image.checksum_set()
            path.write_bytes(image.contents)
            status, output = refusal(griotte, path)
            if status != 1 or not output.startswith("loader: this image cannot be started: ") or \
                    f"{reason}\n" not in output:
                print(f"{name}: status {status}, {output!r}\n  wanted: {reason}")
                failures += 1
    print(f"{len(UNCHECKED) + len(CHECKED)} damages, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
