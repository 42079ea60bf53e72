"""The programs that bench/run.py measures, compiled: NAME_LENGTH.VARIANT in a folder each.

Variants: `cheriot` is purecap; `rv32` is RV32EMC for griotte and `linux` the same for emulators of Linux
programs. Kernels (guest/kernels.c) and CoreMark have all three, from the same sources; a firmware
(guest/firmware) is CHERIoT's alone.

Lengths: `short` is taken off the others, so that start-up does not count. `medium` keeps an interpreter
busy for some tenths of a second, and `long` is so many times that for what translates.
"""

import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Rounds of `medium`, about 2 * 10^8 instructions, and how many times that `long` is.
KERNELS = {
    "alu": (15000, 10),
    "memory": (2000, 4),
    "list": (6000, 7),
    "calls": (60000, 10),
    "allocator": (12000, 6),
    "float": (5000, 8),
}
FIRMWARE = {
    "compartment calls": ("calls", 150000, 2),
    "heap": ("heap", 1500, 2),
}
COREMARK = (600, 10)
COREMARK_SOURCES = ("core_list_join.c", "core_main.c", "core_matrix.c", "core_state.c", "core_util.c")
# `short` has that part of the rounds of `medium`.
SHORT = 20

# ELF: where the flags are in the header, and the one that says RV32E.
FLAGS_OFFSET = 36
FLAG_RVE = 8


def call(command, folder=None):
    result = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True,
                            check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {result.returncode}\n{result.stdout}{result.stderr}")


def lengths(medium, factor):
    return {"short": medium // SHORT, "medium": medium, "long": medium * factor}


def flag_rve_clear(image):
    """Makes an RV32E program an RV32I one, of which it is a subset: libriscv refuses the former."""
    data = bytearray(image.read_bytes())
    flags, = struct.unpack_from("<I", data, FLAGS_OFFSET)
    struct.pack_into("<I", data, FLAGS_OFFSET, flags & ~FLAG_RVE)
    image.write_bytes(data)


def variants_compile(tools, work, name, sources, options):
    """NAME.cheriot, NAME.rv32 and NAME.linux in WORK, from the same sources."""
    library = Path(tools).resolve().parents[1] / "lib" / "griotte" / "baseline" / "libgriotte.a"
    call([tools, "cc", "-O2", *options, *sources, "-o", work / f"{name}.cheriot"])
    baseline = [tools, "cc", "--baseline", "rv32", "-O2", *options]
    call([*baseline, *sources, "-o", work / f"{name}.rv32"])
    objects = []
    for source in sources:
        objects.append(work / f"{name}.{Path(source).stem}.o")
        call([*baseline, "-c", source, "-o", objects[-1]])
    start = work / "linux_start.o"
    call(["clang-22", "--target=riscv32", "-march=rv32imc", "-mabi=ilp32e", "-c",
          HERE / "guest" / "linux_start.s", "-o", start])
    call(["ld.lld-22", "-T", HERE / "guest" / "linux.ld", start, *objects, library,
          "-o", work / f"{name}.linux"])
    flag_rve_clear(work / f"{name}.linux")


def kernel_compile(tools, work, name):
    for length, rounds in lengths(*KERNELS[name]).items():
        variants_compile(tools, work, f"{name}_{length}", [HERE / "guest" / "kernels.c"],
                         [f"-DKERNEL_{name.upper()}", f"-DROUNDS={rounds}"])


def coremark_compile(tools, work, sources):
    folder = work / "coremark"
    shutil.copytree(HERE / "coremark", folder)
    for source in (*COREMARK_SOURCES, "coremark.h"):
        shutil.copy(Path(sources) / source, folder)
    files = [folder / source for source in (*COREMARK_SOURCES, "core_portme.c")]
    for length, iterations in lengths(*COREMARK).items():
        variants_compile(tools, work, f"coremark_{length}", files, [f"-DITERATIONS={iterations}"])


def firmware_compile(tools, work, name):
    folderName, *sizes = FIRMWARE[name]
    if not (work / "firmware").exists():
        shutil.copytree(HERE / "guest" / "firmware", work / "firmware",
                        ignore=shutil.ignore_patterns("build", "compile_commands.json"))
    folder = work / "firmware" / folderName
    manifest = folder / "firmware.toml"
    for length, rounds in lengths(*sizes).items():
        text, count = re.subn(r'"ROUNDS=\d+"', f'"ROUNDS={rounds}"', manifest.read_text(encoding="utf-8"))
        if count != 1:
            sys.exit(f"{manifest}: ROUNDS must be defined once")
        manifest.write_text(text, encoding="utf-8")
        call([tools, "build", "-q", "-C", folder, "--board", "griotte"])
        shutil.copy(folder / "build" / "griotte" / f"{folderName}.elf", work / f"{name}_{length}.cheriot")


def names(coremark):
    """All programs; CoreMark if there are sources of it."""
    return [*KERNELS, *FIRMWARE, *(["coremark"] if coremark else [])]


def program_compile(tools, work, name, coremark):
    """NAME_LENGTH.VARIANT in WORK, for each length and all the variants there are."""
    if name in KERNELS:
        kernel_compile(tools, work, name)
    elif name in FIRMWARE:
        firmware_compile(tools, work, name)
    else:
        coremark_compile(tools, work, coremark)


def hello_compile(tools, work):
    """The image of examples/01-hello for board griotte."""
    folder = work / "hello"
    shutil.copytree(HERE.parent / "examples" / "01-hello", folder,
                    ignore=shutil.ignore_patterns("build", "compile_commands.json"))
    call([tools, "build", "-q", "-C", folder, "--board", "griotte"])
    return folder / "build" / "griotte" / "hello.elf"
