// Dependencies as compilers write them for make.
#include <gtest/gtest.h>

#include "toolchain/firmware/make_dependencies.h"

namespace griotte::firmware {

namespace {

using Names = std::vector<std::string>;

TEST(MakeDependencies, AreReadOverSeveralLines)
{
    EXPECT_EQ(make_dependencies_parse("a.o: a.c \\\n  /usr/b.h \\\r\n\tc.h\n"),
              (Names{"a.c", "/usr/b.h", "c.h"}));
}

TEST(MakeDependencies, LoseTheirEscapes)
{
    EXPECT_EQ(make_dependencies_parse("a.o: my\\ file.c a\\#b.h $$c.h d\\e.h\n"),
              (Names{"my file.c", "a#b.h", "$c.h", "d\\e.h"}));
}

TEST(MakeDependencies, OfTheFirstRuleOnly)
{
    EXPECT_EQ(make_dependencies_parse("a.o a.d: a.c\n\nb.h:\n"), (Names{"a.c"}));
}

TEST(MakeDependencies, OfNoRuleAreNone)
{
    for (const char *text : {"", "\n", "a.o", ":", "a.o:", "\\", "$"}) {
        EXPECT_TRUE(make_dependencies_parse(text).empty()) << text;
    }
}

} // namespace

} // namespace griotte::firmware
