"""Random C and C++ programs with one meaning on every machine; see docs/reference/torture.md."""
