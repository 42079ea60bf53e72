#!/usr/bin/env python3
"""threads.py GRIOTTE EXAMPLE OUTPUT: a stock gdb sees the threads of examples/08-memory-safety."""

import shutil
import subprocess
import sys
from pathlib import Path

from drive import check, engines, gdb_command, session

COMMANDS = """
set pagination off
set confirm off
target remote :{port}
info threads
break vault_buffer_lend
continue
info threads
thread find heartbeat
thread 3
bt 3
stepi
kill
"""
EXPECTED = [
    r"\* 1 +Thread 5 \(the processor, for no thread\) +_start",
    r"Breakpoint 1, vault_buffer_lend \(\)",
    r"\* 2 +Thread 2 \(arena.arena_run, priority 2, in vault\) +vault_buffer_lend \(\)",
    r"3 +Thread 1 \(heartbeat.heartbeat_run, priority 3, in scheduler\)",
    r"Thread 3 \(attacker.attacker_hog, priority 1\) +attacker_hog \(\)",
    r"Thread 4 \(idle\) +switcher_boot \(\)",
    r"Thread 3 has extra info 'heartbeat.heartbeat_run, priority 3, in scheduler'",
    r"Switching to thread 3 \(Thread 1\)",
    r"thread_sleep \(",
    # Who goes on is who was running.
    r"Switching to Thread 2",
    r"in vault_buffer_lend \(\)",
]


def main():
    griotte, example, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    folder = output / "threads"
    shutil.copytree(example, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    subprocess.run([griotte, "build", "-C", folder, "--quiet"], check=True)
    image = folder / "build" / "griotte" / "memory-safety.elf"
    output = engines.each("gdb", lambda options: session(griotte, image, options, gdb_command, COMMANDS))
    check(output, EXPECTED)


if __name__ == "__main__":
    main()
