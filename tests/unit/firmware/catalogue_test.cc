// The SDK's list of parts.
#include <gtest/gtest.h>

#include "sample.h"

namespace griotte::firmware {

namespace {

std::string complaint(const std::string &more)
{
    const auto catalogue = catalogue_parse(
        "[loader]\nsources = [\"l.cc\"]\n[switcher]\nsources = [\"s.S\"]\n" + more, "parts.toml");
    return catalogue.has_value() ? "" : catalogue.error().message;
}

TEST(Catalogue, PartsAreFoundByNameAndAlias)
{
    const Catalogue catalogue = catalogue_sample();
    ASSERT_NE(catalogue.find("log"), nullptr);
    EXPECT_EQ(catalogue.find("journal"), catalogue.find("log"));
    EXPECT_EQ(catalogue.find("logs"), nullptr);
    EXPECT_TRUE(catalogue.find("scheduler")->isCore);
    EXPECT_TRUE(catalogue.find("text")->isPortable);
    EXPECT_EQ(catalogue.find("guard")->domain.kind, DomainKind::Objects);
}

TEST(Catalogue, NamesAndUsesAreChecked)
{
    EXPECT_EQ(complaint(""), "");
    EXPECT_EQ(complaint("[libraries.a]\nsources = [\"a.c\"]\nuses = [\"b\"]\n"),
              "parts.toml:7: [libraries.a] uses: there is no part 'b'");
    EXPECT_EQ(complaint("[libraries.a]\nsources = [\"a.c\"]\n"
                        "[libraries.b]\nsources = [\"b.c\"]\naliases = [\"a\"]\n"),
              "parts.toml:9: [libraries.b] aliases: line 5 has a part of that name");
    EXPECT_EQ(complaint("[libraries.a]\nsources = [\"a.c\"]\nrevoker = \"soft\"\n"),
              "parts.toml:7: [libraries.a] revoker: 'soft' is neither software nor hardware");
}

TEST(Catalogue, LoaderAndSwitcherMustBeThere)
{
    const auto catalogue = catalogue_parse("", "parts.toml");
    ASSERT_FALSE(catalogue.has_value());
    EXPECT_EQ(catalogue.error().message,
              "parts.toml: has no table [loader]\nparts.toml: has no table [switcher]");
}

} // namespace

} // namespace griotte::firmware
