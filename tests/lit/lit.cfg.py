# Tests of the command-line tools: each file says in its RUN lines what to do with itself.
# pylint: disable=undefined-variable
import os

import lit.formats

config.name = "griotte"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".s", ".test", ".c", ".cc", ".ll"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.environment["PATH"] = os.pathsep.join(
    [config.griotte_tools, config.llvm_tools, os.environ["PATH"]]
)
config.substitutions += [
    ("%as", "griotte-toolchain as"),
    ("%cc", "griotte-toolchain cc"),
    ("%cxx", "griotte-toolchain c++"),
    # To IR on standard output, for a freestanding program: without headers of the SDK.
    ("%ir_cc", "griotte-toolchain cc -ffreestanding -S -emit-llvm -o -"),
    ("%ir_cxx", "griotte-toolchain c++ -ffreestanding -nostdinc++ -std=c++23 -S -emit-llvm -o -"),
    ("%dis", "griotte-toolchain dis"),
    # `griotte run` with each engine, which must do the same.
    ("%run", "python3 " + os.path.join(os.path.dirname(config.test_source_root), "engines.py") + " griotte run"),
    # Stock llc with our target loaded, optimising or not.
    ("%llc0", "llc -load " + config.cheriot_plugin + " -march=cheriot -O0"),
    ("%llc", "llc -load " + config.cheriot_plugin + " -march=cheriot -O2"),
    ("%python", "python3"),
    ("%tools", os.path.join(config.test_source_root, "tools")),
]
