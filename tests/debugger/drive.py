#!/usr/bin/env python3
"""drive.py GRIOTTE IMAGE gdb|lldb: stock debuggers against `griotte debug`.

The stub takes any free port and says which; nothing waits for time to pass. What the debugger prints is
checked line by line against regular expressions that must match in this order, and is the same with both
engines.
"""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import engines  # noqa: E402

GDB_COMMANDS = """
set pagination off
set confirm off
target remote :{port}
break use_after_free
continue
monitor cap cra
print/x $tags & 2
monitor cap 0x10
stepi
watch *(int*)&pointer
continue
monitor cap ca0
monitor trap stop
delete
continue
monitor trap continue
print/x $mcause
break break_the_seal
continue
monitor cap ca0
info registers a5
tbreak 115
continue
x/i $pc
stepi
x/i $pc
continue
"""
GDB_EXPECTED = [
    r"_start \(\) at ./traps.s:\d+",
    r"Breakpoint 1 at 0x8",
    r"Breakpoint 1, use_after_free \(\)",
    r"cra: 0x8.* \(v:1 0x0+-0x100000000 l:0x100000000 o:0x4 p: G R-cmg- Xa ---\)",
    r"valid, return sentry, interrupts disabled",
    r"\$1 = 0x2",
    r"no memory at 0x00000010",
    r"atchpoint 2: \*\(int\*\)&pointer",
    r"Old value = 0",
    r"New value = -\d+",
    r"ca0: 0x8.* \(v:1 .* l:0x40 o:0x0 p: G RWcmgl -- ---\)",
    r"faults stop the machine",
    r"received signal SIGSEGV",
    r"trap_handler \(\)",
    r"\$2 = 0x1c",
    r"Breakpoint 3, break_the_seal \(\)",
    r"ca0: 0x",
    r"a5\s+0x",
    r"=> 0x8.* <break_the_seal\+\d+>:",
    r"trap_handler \(\)",
    r"=> 0x8.* <trap_handler>:\s+csrr",
    r"exited normally",
]

LLDB_COMMANDS = """
gdb-remote {port}
breakpoint set --name use_after_free
process continue
register read pc
process plugin packet monitor cap cra
thread step-inst
breakpoint delete 1
process continue
"""
LLDB_EXPECTED = [
    r"stop reason",
    r"use_after_free",
    r"pc = 0x8",
    r"stop reason = instruction step into",
    r"exited with status = 0",
]


def stub_start(griotte, image, *options):
    """`griotte debug` and its port."""
    stub = subprocess.Popen(
        [griotte, "debug", "--port", "0", "--once", *options, image],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    said = stub.stderr.readline().strip()
    port = re.search(r":(\d+)$", said)
    if port is None and engines.NO_TRANSLATOR in said:
        raise engines.NoEngine
    if port is None:
        sys.exit(f"the stub did not say its port: {said}")
    return stub, port.group(1)


def check(output, expected):
    position = 0
    for pattern in expected:
        match = re.compile(pattern, re.MULTILINE).search(output, position)
        if match is None:
            print(output)
            sys.exit(f"not found after character {position}: {pattern}")
        position = match.end()


def gdb_command(commands):
    """A gdb that carries out `commands`, one a line."""
    command = ["gdb-multiarch", "-q", "-nx", "-batch"]
    for line in commands.strip().splitlines():
        command += ["-ex", line]
    return command


def lldb_command(commands):
    command = ["lldb-22", "--no-lldbinit", "--batch"]
    for line in commands.strip().splitlines():
        command += ["-o", line]
    return command


def session(griotte, image, options, command_of, commands):
    """What a debugger prints that is given `commands`, without the port, and then what the guest has."""
    stub, port = stub_start(griotte, image, *options)
    try:
        result = subprocess.run([*command_of(commands.format(port=port)), image], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False,
                                stdin=subprocess.DEVNULL, timeout=90)
        printed, _ = stub.communicate(timeout=10)
    finally:
        stub.kill()
    return re.sub(rf"\b{port}\b", "PORT", result.stdout) + printed


DEBUGGERS = {
    "gdb": (gdb_command, GDB_COMMANDS, GDB_EXPECTED),
    "lldb": (lldb_command, LLDB_COMMANDS, LLDB_EXPECTED),
}


def main():
    griotte, image, debugger = sys.argv[1:4]
    command_of, commands, expected = DEBUGGERS[debugger]
    output = engines.each(debugger, lambda options: session(griotte, image, options, command_of, commands))
    check(output, [*expected, "all three were stopped"])


if __name__ == "__main__":
    main()
