#include "markup.h"

#include <gtest/gtest.h>

namespace mimus::text {
namespace {

TEST(Markup, WhatWouldBeATagIsText) {
  EXPECT_EQ(escape_markup("a < b && c > d \"e\""), "a &lt; b &amp;&amp; c &gt; d \"e\"");
  EXPECT_EQ(escape_markup("<script>&lt;"), "&lt;script&gt;&amp;lt;");
  EXPECT_EQ(escape_markup(""), "");
}

}  // namespace
}  // namespace mimus::text
