#!/usr/bin/env python3
"""drive.py GRIOTTE IMAGE gdb|lldb: stock debuggers against `griotte debug`.

The stub takes any free port and says which; nothing waits for time to pass. What the debugger prints is
checked line by line against regular expressions that must match in this order.
"""

import re
import subprocess
import sys

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


def stub_start(griotte, image):
    stub = subprocess.Popen(
        [griotte, "debug", "--port", "0", "--once", image],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    port = re.search(r":(\d+)$", stub.stderr.readline().strip())
    if port is None:
        sys.exit("the stub did not say its port")
    return stub, port.group(1)


def check(output, expected):
    position = 0
    for pattern in expected:
        match = re.compile(pattern, re.MULTILINE).search(output, position)
        if match is None:
            print(output)
            sys.exit(f"not found after character {position}: {pattern}")
        position = match.end()


def main():
    griotte, image, debugger = sys.argv[1:4]
    stub, port = stub_start(griotte, image)
    if debugger == "gdb":
        command = ["gdb-multiarch", "-q", "-nx", "-batch"]
        lines = GDB_COMMANDS.format(port=port).strip().splitlines()
        for line in lines:
            command += ["-ex", line]
        expected = GDB_EXPECTED
    else:
        command = ["lldb-22", "--no-lldbinit", "--batch"]
        for line in LLDB_COMMANDS.format(port=port).strip().splitlines():
            command += ["-o", line]
        expected = LLDB_EXPECTED
    try:
        result = subprocess.run([*command, image], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False,
                                stdin=subprocess.DEVNULL, timeout=90)
        check(result.stdout, expected)
        printed, _ = stub.communicate(timeout=10)
        if "all three were stopped" not in printed:
            sys.exit(f"the guest printed {printed!r}")
    finally:
        stub.kill()


if __name__ == "__main__":
    main()
