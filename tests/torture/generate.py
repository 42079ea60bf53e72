#!/usr/bin/env python3
"""generate.py SEED [--c++]: prints a random C or C++ program whose output is the same on every machine."""

import argparse

from generator import features
from generator.program import Program


def program_text(seed, is_cplusplus):
    """The program of a seed."""
    return Program(seed, is_cplusplus, features.all_features(is_cplusplus)).text()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--c++", dest="is_cplusplus", action="store_true")
    arguments = parser.parse_args()
    print(program_text(arguments.seed, arguments.is_cplusplus), end="")


if __name__ == "__main__":
    main()
