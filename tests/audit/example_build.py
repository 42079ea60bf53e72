#!/usr/bin/env python3
"""example_build.py GRIOTTE EXAMPLE FOLDER: builds a copy of an example for the board griotte in FOLDER."""

import shutil
import subprocess
import sys
from pathlib import Path


def example_build(griotte, example, folder):
    """The report's file."""
    shutil.copytree(example, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    build(griotte, folder)
    return next((Path(folder) / "build" / "griotte").glob("*.json"))


def build(griotte, folder):
    subprocess.run([griotte, "build", "-C", folder, "--board", "griotte", "--quiet"], check=True)


if __name__ == "__main__":
    example_build(*sys.argv[1:])
