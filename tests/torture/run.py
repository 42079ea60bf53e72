#!/usr/bin/env python3
"""run.py --griotte PATH --seeds A..B: random programs, compiled by the host's compiler and by ours at every
level, run, and compared.

The host runs each program under its sanitizers first, at -O0 and -O2: a program they object to, or that
answers differently, is a mistake of the generator and is reported as one. Programs that differ are kept
(--keep) with their outputs and a reduced version. --stand-in runs them on another machine as well as,
or instead of, griotte. Status 0 is no difference, 1 some, 77 that this griotte has no compiler.
"""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import reduce
import toolchains
from generate import program_text

SKIPPED = 77


@dataclass
class Finding:
    """One thing that is wrong with one seed."""

    seed: int
    toolchain: toolchains.Toolchain | None
    level: str
    what: str


@dataclass
class Report:
    """What became of one seed."""

    seed: int
    runs: int = 0
    findings: list = field(default_factory=list)
    is_generator_bug: bool = False


class Campaign:
    """Everything that stays the same from seed to seed."""

    def __init__(self, options, targets):
        self.options = options
        self.targets = targets
        self.host = toolchains.host(options.host_cc, toolchains.SANITIZERS)
        self.suffix = ".cc" if options.is_cplusplus else ".c"
        self.keep = Path(options.keep)

    def seed_run(self, seed):
        """Generates, proves and runs one program everywhere."""
        report = Report(seed)
        with tempfile.TemporaryDirectory(prefix="torture") as folder:
            source = Path(folder) / f"seed_{seed}{self.suffix}"
            source.write_text(program_text(seed, self.options.is_cplusplus), encoding="utf-8")
            binary = Path(folder) / "program"
            expected = self.host.outcome(source, binary, "O0")
            again = self.host.outcome(source, binary, "O2")
            if not expected.same(again):
                what = expected.problem or again.problem or "answers differently at -O0 and -O2"
                report.findings.append(Finding(seed, None, "O0", f"on the host: {what}"))
                report.is_generator_bug = True
                self.save(source, {"host_O0": expected, "host_O2": again})
                return report
            for target in self.targets:
                for level in self.options.levels:
                    self.compare(report, target, level, source, binary, expected)
        return report

    def compare(self, report, target, level, source, binary, expected):
        """Runs the program at one level and notes a difference."""
        report.runs += 1
        actual = target.outcome(source, binary, level)
        if expected.same(actual):
            return
        what = difference(expected, actual)
        report.findings.append(Finding(report.seed, target, level, what))
        self.save(source, {"host": expected, f"{target.name}_{level}": actual})

    def save(self, source, outcomes):
        """Keeps a program and what it printed."""
        self.keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, self.keep)
        for name, outcome in outcomes.items():
            base = self.keep / f"{source.stem}{source.suffix}.{name}"
            base.with_name(base.name + ".out").write_bytes(outcome.output)
            base.with_name(base.name + ".err").write_text(
                f"status {outcome.status} {outcome.problem}\n{outcome.details}", encoding="utf-8")

    def finding_reduce(self, finding):
        """Makes a kept program small; returns where it is, or None if it did not differ again."""
        source = self.keep / f"seed_{finding.seed}{self.suffix}"
        target = self.keep / f"reduced_{finding.seed}_{finding.toolchain.name}_{finding.level}{self.suffix}"
        difference_still = reduce.Difference(self.options.host_cc, finding.toolchain, finding.level, source)
        text = reduce.reduce_text(source.read_text(encoding="utf-8"), difference_still.is_there,
                                  self.options.reduce_seconds)
        if text is None:
            return None
        target.write_text(text, encoding="utf-8")
        return target


def difference(expected, actual):
    """In words, the first thing two outcomes disagree on."""
    if actual.problem:
        detail = next((line for line in actual.details.splitlines() if line.strip()), "")
        return f"{actual.problem}: {detail.strip()}"
    for want, got in zip(expected.output.splitlines(), actual.output.splitlines()):
        if want != got:
            return f"expected {want.decode(errors='replace')}, got {got.decode(errors='replace')}"
    if len(expected.output) != len(actual.output):
        return f"expected {len(expected.output)} bytes of output, got {len(actual.output)}"
    return f"expected status {expected.status}, got {actual.status}"


def seeds(text):
    """The range of `A..B` or of one number."""
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def arguments_parse():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--griotte", help="the griotte command")
    parser.add_argument("--host-cc", default="clang-22", help="the host's clang, with sanitizers")
    parser.add_argument("--stand-in", action="append", default=[], choices=["gcc", "i386", "rv32"])
    parser.add_argument("--seeds", type=seeds, default=range(1, 21), metavar="A..B")
    parser.add_argument("--levels", type=lambda text: text.split(","), default="O0,O1,O2,O3,Os,Oz".split(","))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", default="torture-failures", help="folder for what differed")
    parser.add_argument("--no-reduce", dest="is_reducing", action="store_false")
    parser.add_argument("--reduce-seconds", type=int, default=300, help="at most, for one difference")
    parser.add_argument("--c++", dest="is_cplusplus", action="store_true")
    return parser.parse_args()


def targets_of(options):
    """The toolchains to compare with the host; None if griotte has no compiler."""
    targets = [toolchains.stand_in(name, options.host_cc) for name in options.stand_in]
    if options.griotte:
        if not toolchains.has_compiler(options.griotte):
            return None
        targets.append(toolchains.griotte(options.griotte))
    return targets


def report_print(campaign, report):
    """Says what was found for one seed, and how to see it again."""
    options = campaign.options
    language = " --c++" if options.is_cplusplus else ""
    for finding in report.findings:
        if report.is_generator_bug:
            print(f"seed {report.seed}: GENERATOR: {finding.what}")
            continue
        name = finding.toolchain.name
        where = f"--griotte {options.griotte}" if name == "griotte" else f"--stand-in {name}"
        print(f"seed {report.seed}: {name} -{finding.level}: {finding.what}")
        print(f"    again: run.py {where} --seeds {report.seed} --levels {finding.level}{language}")
    if report.findings and not report.is_generator_bug and options.is_reducing:
        small = campaign.finding_reduce(report.findings[0])
        print(f"    reduced: {small}" if small else "    not reduced: it did not differ again")
    sys.stdout.flush()


def main():
    options = arguments_parse()
    targets = targets_of(options)
    if targets is None:
        print(f"skipped: {options.griotte} has no `cc` and `c++`")
        return SKIPPED
    campaign = Campaign(options, targets)
    programs = runs = differences = mistakes = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for report in pool.map(campaign.seed_run, options.seeds):
            programs += 1
            runs += report.runs
            mistakes += report.is_generator_bug
            differences += 0 if report.is_generator_bug else len(report.findings)
            report_print(campaign, report)
    print(f"torture: {programs} {'C++' if options.is_cplusplus else 'C'} programs, {runs} runs, "
          f"{differences} differences, {mistakes} mistakes of the generator")
    return 1 if differences or mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
