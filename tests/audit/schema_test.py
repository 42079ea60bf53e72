#!/usr/bin/env python3
"""schema_test.py GRIOTTE SCHEMA WORK EXAMPLE...: the linker's reports are what the published schema says.

And the schema says something: reports with a part missing, of another type or unknown are refused by it.
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

import jsonschema

from example_build import example_build

HERE = Path(__file__).resolve().parent


def complaints(validator, report):
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
            for error in validator.iter_errors(report)]


def damaged(report):
    """Reports with one thing wrong each, and what."""
    for key in report:
        if key == "griotte":
            continue
        wrong = copy.deepcopy(report)
        del wrong[key]
        yield f"no {key}", wrong
    changes = {
        "an unknown key": lambda one: one.update(surprise=1),
        "a number as text": lambda one: one["threads"][0].update(priority="1"),
        "an unknown kind": lambda one: next(iter(imports(one))).update(kind="Wish"),
        "an export without a symbol": lambda one: next(iter(exports(one))).pop("export_symbol"),
        "odd contents": lambda one: sealed(one).update(contents="xyz"),
        "a short hash": lambda one: one.update(final_hash="12"),
    }
    for what, change in changes.items():
        wrong = copy.deepcopy(report)
        change(wrong)
        yield what, wrong


def imports(report):
    return (item for domain in report["compartments"].values() for item in domain.get("imports", []))


def exports(report):
    return (item for domain in report["compartments"].values() for item in domain.get("exports", []))


def sealed(report):
    return next(item for item in imports(report) if item["kind"] == "SealedObject")


def main():
    griotte, schema_file, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    reports = [("generated", json.loads(subprocess.run(
        [sys.executable, HERE / "generate_report.py", "40"], check=True, capture_output=True).stdout))]
    for example in sys.argv[4:]:
        file = example_build(griotte, example, work / Path(example).name)
        reports.append((Path(example).name, json.loads(file.read_text(encoding="utf-8"))))
    failures = 0
    for name, report in reports:
        for complaint in complaints(validator, report):
            print(f"FAIL: {name}: {complaint}")
            failures += 1
        for what, wrong in damaged(report):
            if not complaints(validator, wrong):
                print(f"FAIL: {name}: the schema allows {what}")
                failures += 1
    print(f"{len(reports)} reports, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
