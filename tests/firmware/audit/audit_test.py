#!/usr/bin/env python3
"""audit_test.py GRIOTTE EXAMPLES WORK: `griotte audit` on firmware built here.

Every example of the course keeps the RTOS's rules. A policy that gives the UART to the console alone holds for
02-compartment, and not when the greeter uses it too: then the explanation names the line.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

POLICY = """package uart

import rego.v1

# Only the console may touch the UART.
valid if data.compartment.mmio_allow_list("uart", {"console"})
"""

EXPLANATION = """data.uart.valid has no value:
policy.rego:6:10: in valid: data.compartment.mmio_allow_list("uart", {"console"})
griotte:compartment.rego:*: in mmio_allow_list: allow_list(compartments_with_mmio_import(\
data.board.devices[mmioName]), allowed) with mmioName = "uart", allowed = {"console"}
griotte:compartment.rego:*: in allow_list: every name in found { name in allowed } with found = \
["console", "greeter"]: fails for name = "greeter"
griotte:compartment.rego:*: name in allowed with name = "greeter", allowed = {"console"}: "greeter" \
is not in {"console"}
greeter.c:*: greeter imports the device uart (0x10000000), to store
help: take the use of the device uart (0x10000000) out of greeter (greeter.c:*)
help: or add "greeter" to {"console"} at policy.rego:6:51
"""


def audit(griotte, folder, *arguments):
    return subprocess.run([griotte, "audit", *arguments], cwd=folder, capture_output=True, text=True,
                          check=False, timeout=200)


def expect(what, result, status, answer):
    if (result.returncode, result.stdout) != (status, answer):
        sys.exit(f"{what}: {result.stdout!r}, status {result.returncode}\n{result.stderr}")


def places_hide(text):
    """`text` without the lines and columns that better modules or compilers would change."""
    text = re.sub(r"(griotte:compartment\.rego):\d+:\d+", r"\1:*", text)
    return re.sub(r"(greeter\.c):\d+", r"\1:*", text)


def allow_list_test(griotte, examples, work):
    folder = work / "uart"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(examples / "02-compartment", folder, ignore=shutil.ignore_patterns("build"))
    (folder / "policy.rego").write_text(POLICY, encoding="ascii")
    question = ("-m", "policy.rego", "-q", "data.uart.valid", "--check", "--explain")
    result = audit(griotte, folder, *question)
    expect("the console alone", result, 0, "true\n")
    if result.stderr:
        sys.exit(f"explained what holds:\n{result.stderr}")

    greeter = folder / "greeter.c"
    call = '    console_print("Hello from the greeter.");\n'
    source = greeter.read_text(encoding="ascii")
    if call not in source:
        sys.exit("02-compartment changed: this test puts a line before its first call")
    use = "    *MMIO_CAPABILITY_WITH_PERMISSIONS(char, uart, false, true, false, false, false) = '!';\n"
    greeter.write_text(source.replace(call, use + call), encoding="ascii")
    result = audit(griotte, folder, *question)
    expect("the greeter too", result, 1, "undefined\n")
    if places_hide(result.stderr) != EXPLANATION:
        sys.exit(f"expected\n{EXPLANATION}\nand it was\n{result.stderr}")
    # The line in the sources is that of the function's use.
    told = int(result.stderr.split("\ngreeter.c:")[1].split(":")[0])
    line = source[:source.index(call)].count("\n") + 1
    if abs(told - line) > 1:
        sys.exit(f"the use of the UART is in line {line}, and the explanation says {told}")


def command_test(griotte, folder):
    """What is wrong on the command line is told; nothing is built for it."""
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    for arguments, message in (
        (("-q", "true"), "firmware.toml: there is no firmware to audit"),
        ((), "nothing to do; --query QUERY asks, --html FILE writes a page"),
        (("-q", "true", "--html", "page.html"), "--query answers on standard output"),
        (("-q", "true", "-j", "others.json"), "others.json does not say of what board"),
        (("-q", "true", "-j", "gone.json", "-b", "sail"), "gone.json: cannot be read"),
        (("-q", "true", "-j", "bad.json", "-b", "sail"), "bad.json:1:"),
    ):
        (empty / "bad.json").write_text("{,}", encoding="ascii")
        (empty / "others.json").write_text("{}", encoding="ascii")
        result = audit(griotte, empty, *arguments)
        expect(message, result, 2, "")
        if message not in result.stderr:
            sys.exit(f"expected '{message}' in\n{result.stderr}")


def main():
    griotte, examples, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) / "work"
    work.mkdir(parents=True, exist_ok=True)
    command_test(griotte, work)
    allow_list_test(griotte, examples, work)
    for manifest in sorted(examples.glob("*/firmware.toml")):
        for board in ("griotte", "sail", "ibex-safe-simulator"):
            folder = work / manifest.parent.name
            shutil.copytree(manifest.parent, folder, dirs_exist_ok=True,
                            ignore=shutil.ignore_patterns("build"))
            result = audit(griotte, folder, "-b", board, "-q", "data.rtos.valid", "--explain")
            expect(f"{folder.name} on {board}", result, 0, "true\n")


if __name__ == "__main__":
    main()
