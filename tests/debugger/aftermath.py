#!/usr/bin/env python3
"""aftermath.py GRIOTTE OUTPUT FIRMWARE...: what a debugger finds when a firmware has run at full speed.

It is stepped, stopped by a watchpoint when the heap is made, stepped again, and then let go with nothing
left to stop at: that is when an engine does as it likes. When it has exited, every register, all memory
with its tags, the counts, the threads and the history of the heap must be what they are with the other
engine, and so must all that was seen on the way.
"""

import sys
from pathlib import Path

from drive import engines
from remote import Debugger

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "firmware" / "loader"))
from loader_test import BOARD, Image, build  # noqa: E402

# Of the heap, what is asked about.
HEAP_BYTES = 0x20000
HEAP_STEP = 128


def steps(debugger):
    """A few, and what they did."""
    return [debugger.ask(packet) for packet in ("s", "g") * 3]


def way(debugger, heap):
    """To the exit."""
    watchpoint = f"2,{heap:x},8"
    lines = [*steps(debugger), debugger.ask("Z" + watchpoint), debugger.ask("c"), *steps(debugger),
             debugger.ask("z" + watchpoint), debugger.ask("c")]
    if not lines[7].startswith("T05") or "watch" not in lines[7] or lines[-1] != "W00":
        sys.exit(f"it did not stop where the heap begins, or end well: {lines[7]}, {lines[-1]}")
    return lines


def findings(griotte, path, options):
    """A text of all that there is to ask for."""
    image = Image(path.read_bytes())
    start, heap = image.word(40), image.word(56)
    end = heap + HEAP_BYTES
    debugger = Debugger(griotte, path, *options)
    try:
        lines = way(debugger, heap)
        lines.append(debugger.ask("g"))
        lines += [debugger.monitor(command) for command in ("stats", "caps", "threads", "compartments")]
        objects = [debugger.monitor(f"heap {at:#x}") for at in range(heap, end, HEAP_STEP)]
        if sum("freed by" in text for text in objects) < 3:
            sys.exit(f"{path.name}: hardly anything was ever on the heap")
        lines += objects
        lines += [f"{at:#x}: {what}" for at, what in debugger.capabilities(start, end).items()]
        memory = debugger.memory(start, end).hex()
        lines += [f"{start + at // 2:#x}: {memory[at:at + 64]}" for at in range(0, len(memory), 64)]
    finally:
        debugger.close()
    return "\n".join(lines)


def main():
    griotte, output = sys.argv[1], Path(sys.argv[2])
    for firmware in map(Path, sys.argv[3:]):
        path = build(griotte, firmware, output / "aftermath" / firmware.name)
        text = engines.each(path.name, lambda options, path=path: findings(griotte, path, options))
        print(f"{path.name}: {len(text.splitlines())} lines, the same with each engine")


if __name__ == "__main__":
    main()
