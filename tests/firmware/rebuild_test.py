#!/usr/bin/env python3
"""rebuild_test.py GRIOTTE SDK FIRMWARE OUTPUT: an edit anywhere in an SDK reaches the image.

The first build takes what was compiled beforehand with the SDK griotte came with, so each edit makes
the build leave one of those objects for one of its own.
"""

import shutil
import subprocess
import sys
from pathlib import Path

# One source of each kind of part, and a line that does not change what the part does.
EDITS = {
    "core/loader/loader.cc": "int rebuilt_loader;\n",
    "core/switcher/queries.S": ".equ rebuilt_switcher, 1\n",
    "core/scheduler/futex_calls.cc": "int rebuilt_scheduler;\n",
    "lib/debug/debug.cc": "int rebuilt_debug;\n",
}


def build(griotte, sdk, folder, *options):
    result = subprocess.run([griotte, "build", "-C", folder, "--sdk", sdk, *options],
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"griotte build failed:\n{result.stdout}{result.stderr}")
    return "is up to date" not in result.stdout + result.stderr


def main():
    griotte, original, firmware, output = sys.argv[1:]
    scratch = Path(output) / "rebuild"
    shutil.rmtree(scratch, ignore_errors=True)
    folder = scratch / "firmware"
    sdk = scratch / "sdk"
    shutil.copytree(original, sdk)
    shutil.copytree(firmware, folder, ignore=shutil.ignore_patterns("build", "compile_commands.json"))
    products = folder / "build" / "griotte"

    def images():
        return {path.name: path.read_bytes() for path in products.glob("*.*") if path.suffix in (".elf", ".json")}

    build(griotte, sdk, folder)
    for name, line in EDITS.items():
        source = sdk / name
        source.write_text(source.read_text() + line)
        if not build(griotte, sdk, folder):
            sys.exit(f"{name} changed, and the image was called up to date")
        if build(griotte, sdk, folder):
            sys.exit(f"{name} did not change, and the image was linked again")
    step_by_step = images()
    build(griotte, sdk, folder, "--clean")
    for name, contents in images().items():
        if step_by_step[name] != contents:
            sys.exit(f"{name} is another after a build from nothing")
    print(f"{len(EDITS)} edits, each linked once; {len(step_by_step)} files as from nothing")


if __name__ == "__main__":
    main()
