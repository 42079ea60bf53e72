# Tests of the command-line tools: each file says in its RUN lines what to do with itself.
# pylint: disable=undefined-variable
import os

import lit.formats

config.name = "griotte"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".s", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.environment["PATH"] = os.pathsep.join(
    [config.griotte_tools, config.llvm_tools, os.environ["PATH"]]
)
config.substitutions += [
    ("%as", "griotte-toolchain as"),
    ("%dis", "griotte-toolchain dis"),
    ("%python", "python3"),
    ("%tools", os.path.join(config.test_source_root, "tools")),
]
