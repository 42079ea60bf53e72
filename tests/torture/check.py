#!/usr/bin/env python3
"""check.py --griotte PATH [programs] [tags] [negative]: the hand-written torture programs.

`programs` must print on the machine, at every level, what they print on the host under its sanitizers.
`tags` must print `ok` lines only. `negative` ones must trap as their `expect:` lines say, before they
print `after`, and must be warned about as their `warns:` lines say. Status 77: no compiler to test.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import engines  # noqa: E402
import toolchains  # noqa: E402
from run import SKIPPED, difference  # noqa: E402

HERE = Path(__file__).resolve().parent
LEVELS = "O0,O1,O2,O3,Os,Oz"


def sources(folder):
    """The programs of a folder, in order."""
    return sorted(path for path in (HERE / folder).iterdir() if path.suffix in (".c", ".cc"))


def directives(source, word):
    """What the comment lines `// word: text` of a program say."""
    return re.findall(rf"^// {word}: (.*)$", source.read_text(encoding="utf-8"), re.MULTILINE)


def programs_check(options, target, folder):
    """Complaints about the programs that are compared with the host."""
    host = toolchains.host(options.host_cc, toolchains.SANITIZERS)
    for source in sources("programs"):
        expected = host.outcome(source, folder / "program", "O1")
        if expected.problem:
            yield source, "host", f"{expected.problem}: {expected.details[:300]}"
            continue
        for level in options.levels if target else []:
            actual = target.outcome(source, folder / "program", level)
            yield source, level, None if expected.same(actual) else difference(expected, actual)


def tags_check(options, target, folder):
    """Complaints about the programs that look at tags; without a target their logic is tried on the host."""
    tried = target or toolchains.host(options.host_cc, toolchains.SANITIZERS)
    for source in sources("tags"):
        for level in options.levels:
            actual = tried.outcome(source, folder / "program", level)
            lines = actual.output.decode(errors="replace").splitlines()
            bad = [line for line in lines if not line.startswith("ok ")]
            complaint = None
            if actual.problem:
                complaint = f"{actual.problem} after {lines[-1:]}: {actual.details[:300]}"
            elif bad or not lines or actual.status != 0:
                complaint = "; ".join(bad) or f"status {actual.status}"
            yield source, level, complaint


def negative_complaint(griotte, source, level, binary):
    """What is wrong with one program that must trap, or None."""
    compiled = subprocess.run([griotte, "cc", f"-{level}", str(source), "-o", str(binary)],
                              capture_output=True, text=True, check=False)
    if compiled.returncode != 0:
        return f"does not compile: {compiled.stderr[:300]}"
    missing = [text for text in directives(source, "warns") if text not in compiled.stderr]
    if missing:
        return f"not warned: {missing[0]}"
    result = engines.run([griotte, "run", "--explain", "--max-instructions", str(toolchains.INSTRUCTIONS), str(binary)],
                         timeout=toolchains.TIME_LIMIT)
    status, output = result.returncode, result.stdout
    report = result.stderr.decode(errors="replace")
    if status in (0, 2, 124) or b"after" in output or b"before" not in output:
        return f"did not trap: status {status}, printed {output!r}"
    missing = [text for text in directives(source, "expect")
               if not any(words in report for words in text.split(" | "))]
    return f"not reported: {missing[0]}: {report[:300]}" if missing else None


def negative_check(options, target, folder):
    """Complaints about the programs that must trap."""
    for source in sources("negative"):
        for level in options.levels if target else []:
            yield source, level, negative_complaint(options.griotte, source, level, folder / "program")


CHECKS = {"programs": programs_check, "tags": tags_check, "negative": negative_check}


def arguments_parse():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=", ".join(CHECKS))
    parser.add_argument("--griotte", help="the griotte command; without one only the host is tried")
    parser.add_argument("--stand-in", choices=["gcc", "i386", "rv32"], help="for `programs`: another machine")
    parser.add_argument("--host-cc", default="clang-22")
    parser.add_argument("--levels", type=lambda text: text.split(","), default=LEVELS.split(","))
    return parser.parse_args()


def main():
    options = arguments_parse()
    target = None
    if options.griotte:
        if not toolchains.has_compiler(options.griotte):
            print(f"skipped: {options.griotte} has no `cc` and `c++`")
            return SKIPPED
        target = toolchains.griotte(options.griotte)
    elif options.stand_in:
        target = toolchains.stand_in(options.stand_in, options.host_cc)
    checks = complaints = 0
    with tempfile.TemporaryDirectory(prefix="torture") as folder:
        for name in options.folders or CHECKS:
            for source, level, complaint in CHECKS[name](options, target, Path(folder)):
                checks += 1
                if complaint:
                    complaints += 1
                    print(f"{source.relative_to(HERE)} -{level}: {complaint}", flush=True)
    print(f"torture: {checks} checks of hand-written programs, {complaints} failed")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
