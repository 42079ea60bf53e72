#include "toolchain/audit/page/markup.h"

#include <gtest/gtest.h>

namespace griotte::audit {
namespace {

TEST(Markup, EscapesAllTextOnItsWayIn)
{
    EXPECT_EQ(markup("<b title=\"{}\">{}</b>", "\" onload='x'", std::string("<script>&")).text,
              "<b title=\"&quot; onload=&#39;x&#39;\">&lt;script&gt;&amp;</b>");
}

TEST(Markup, PutsMarkupAndNumbersInAsTheyAre)
{
    EXPECT_EQ(markup("{}{:.1f}", markup("<i>{}</i>", "x<"), 1.25).text, "<i>x&lt;</i>1.2");
}

TEST(Markup, ShowsWhatOtherwiseNobodySees)
{
    EXPECT_EQ(html_escape("a\xe2\x80\xae"
                          "b\n\x1b"),
              "a\\u{202e}b\\u{a}\\u{1b}");
    EXPECT_EQ(html_escape("gr\xc3\xbc\xc3\x9f"
                          "e"),
              "gr\xc3\xbc\xc3\x9f"
              "e");
}

} // namespace
} // namespace griotte::audit
