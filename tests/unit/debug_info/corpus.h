// Files with debug information: seeds of the ELF fuzz target.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace griotte {

/// The bytes of seed `name`; a failure of the test when there is no such.
inline std::vector<uint8_t> corpus_read(const std::string &name)
{
    std::ifstream file(GRIOTTE_CORPUS "/" + name, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

/// seed.c as compiled with DWARF of `version`.
inline std::vector<uint8_t> dwarf_corpus_read(int version)
{
    return corpus_read("elf/dwarf" + std::to_string(version) + ".elf");
}

} // namespace griotte
