"""How programs become output: the host's compilers, griotte's, and stand-ins for it.

A `Toolchain` compiles one source file at a level and runs what comes out. A stand-in is another 32-bit
machine (RV32 under qemu, i386), with which the generator is checked while nothing else is around.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import engines  # noqa: E402

COMMON = ["-w", "-ffp-contract=off"]
CPLUSPLUS = ["-std=c++20", "-fno-exceptions", "-fno-rtti"]
SANITIZERS = ["-fsanitize=undefined,address", "-fno-sanitize-recover=all", "-g1"]
INSTRUCTIONS = 200_000_000
STACK = "-Wl,--stack-size=262144"
TIME_LIMIT = 120


@dataclass
class Outcome:
    """What came of a program: `problem` says that it did not compile, crashed or took too long."""

    status: int = 0
    output: bytes = b""
    problem: str = ""
    details: str = ""

    def same(self, other):
        """Whether two outcomes are what one program may do."""
        return not self.problem and not other.problem and self.key() == other.key()

    def key(self):
        return self.status, self.output


def execute(command, environment=None):
    """Runs a command; (status or None when it took too long, stdout, stderr)."""
    try:
        result = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False,
                                timeout=TIME_LIMIT, env=environment)
    except subprocess.TimeoutExpired:
        return None, b"", b""
    return result.returncode, result.stdout, result.stderr


def is_cplusplus(source):
    return Path(source).suffix in (".cc", ".cpp")


class Toolchain:
    """A compiler with its flags, and the command its programs are run by."""

    def __init__(self, name, compilers, flags, runner=(), extra=(), after=()):
        self.name = name
        self.compilers = compilers
        self.flags = list(flags)
        self.runner = list(runner)
        self.extra = [str(path) for path in extra]
        self.after = list(after)

    def compile_command(self, source, output, level):
        """The command line that makes `output` of `source`."""
        language = 1 if is_cplusplus(source) else 0
        return [*self.compilers[language], f"-{level}", *self.flags, *(CPLUSPLUS if language else []),
                str(source), *self.extra_for(source), *self.after, "-o", str(output)]

    def extra_for(self, source):
        """Further sources: C ones, so that a C++ compiler is told."""
        if not self.extra:
            return []
        return ["-x", "c++", *self.extra] if is_cplusplus(source) else self.extra

    def outcome(self, source, output, level):
        """Compiles and runs a program."""
        status, _, errors = execute(self.compile_command(source, output, level))
        if status != 0:
            return Outcome(problem="took too long to compile" if status is None else "does not compile",
                           details=errors.decode(errors="replace"))
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0")
        status, output_text, errors = self.run([*self.runner, str(output)], environment)
        details = errors.decode(errors="replace")
        return Outcome(status, output_text, self.problem_of(status, details), details)

    def run(self, command, environment):
        """Runs a program as execute() does."""
        return execute(command, environment)

    def problem_of(self, status, errors):
        if status is None:
            return "took too long"
        if status < 0 or status >= 124:
            return f"crashed ({status})"
        if "runtime error:" in errors or "Sanitizer" in errors:
            return "has undefined behaviour"
        return ""


def companion(c_compiler):
    """The C++ compiler that belongs to a C compiler."""
    path = Path(c_compiler)
    name = path.name.replace("clang", "clang++") if "clang" in path.name else path.name.replace("gcc", "g++")
    return str(path.with_name(name)) if path.parent != Path(".") else name


def host(compiler, flags=(), name="host"):
    """The compiler programs are written for."""
    return Toolchain(name, ([compiler], [companion(compiler)]), [*COMMON, *flags])


class Griotte(Toolchain):
    """Our compiler, and our machine with each engine. A program on which they differ has crashed."""

    def run(self, command, environment):
        try:
            result = engines.run(command, timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            return None, b"", b""
        except engines.EnginesDiffer as difference:
            return -1, b"", f"the engines differ: {difference}".encode()
        return result.returncode, result.stdout, result.stderr


def griotte(path):
    """Our toolchain, with more stack than the usual 16 KiB: frames are one of the topics."""
    return Griotte("griotte", ([path, "cc"], [path, "c++"]), [*COMMON, STACK],
                   [path, "run", "--quiet", "--max-instructions", str(INSTRUCTIONS)])


def has_compiler(path):
    """Whether this griotte has a compiler at all."""
    _, output, errors = execute([path, "--help"])
    words = (output + errors).decode(errors="replace").split()
    return "cc" in words and "c++" in words


def stand_in(name, compiler):
    """A machine that is not ours: gcc, i386 or rv32."""
    pair = ([compiler], [companion(compiler)])
    start = HERE / "stand_in" / "start.c"
    bare = ["-nostdlib", "-static", "-fno-builtin-putchar", "-fno-stack-protector", "-fno-threadsafe-statics"]
    if name == "gcc":
        return Toolchain("gcc", (["gcc"], ["g++"]), COMMON)
    if name == "i386":
        flags = [*COMMON, *bare, "-m32", "-march=pentium4", "-mfpmath=sse", "-msse2"]
        _, library, _ = execute([compiler, "-m32", "--print-libgcc-file-name", "--rtlib=compiler-rt"])
        return Toolchain("i386", pair, flags, extra=[start],
                         after=["-x", "none", library.decode().strip()])
    flags = [*COMMON, *bare, "--target=riscv32-unknown-linux-gnu", "-march=rv32imafdc", "-mabi=ilp32d",
             "-fuse-ld=lld"]
    return Toolchain("rv32", pair, flags, [shutil.which("qemu-riscv32") or "qemu-riscv32"],
                     extra=[start, HERE / "stand_in" / "wide.c"])
