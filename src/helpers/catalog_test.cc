#include "catalog.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "support/shared_data.h"

namespace mimus::helpers {
namespace {

const std::filesystem::path kPage =
    std::filesystem::path(MIMUS_SOURCE_DIR) / "docs/template-helpers.md";

// MIMUS_WRITE_DOCS=1 helpers_test --gtest_filter=Catalog.* writes the page anew.
TEST(Catalog, TheReferencePageIsWhatTheTablesSay) {
  if (std::getenv("MIMUS_WRITE_DOCS") != nullptr)
    std::ofstream(kPage, std::ios::binary) << catalog_page();
  EXPECT_EQ(read_file(kPage), catalog_page());
}

TEST(Catalog, NamesAreThereOnceInADialect) {
  for (const DialectHelpers& dialect : catalog()) {
    std::set<std::string_view> seen;
    for (const Topic& topic : dialect.topics) {
      for (const handlebars::HelperRow& row : topic.rows) {
        EXPECT_TRUE(seen.insert(row.name).second)
            << dialect.dialect << " has " << row.name << " twice";
        EXPECT_FALSE(row.summary.empty()) << row.name;
        EXPECT_FALSE(row.summary.ends_with('.')) << row.name;
        EXPECT_NE(row.usage.find(row.name), std::string_view::npos) << row.name;
      }
    }
  }
}

TEST(Catalog, AName) {
  const std::string text = catalog_text("repeat");
  EXPECT_NE(text.find("Our own templates: Blocks\n  {{#repeat 1 5"), std::string::npos) << text;
  EXPECT_NE(text.find("Mockoon's templates: Blocks\n  {{#repeat 2 5}}"), std::string::npos) << text;
  EXPECT_EQ(text.find("switch"), std::string::npos);
  EXPECT_EQ(catalog_text("nobody"), "");
  EXPECT_EQ(catalog_json("repeat").as_array().size(), 2u);
  EXPECT_EQ(catalog_json("repeat").as_array()[0].at("block"), json::Value(true));
}

}  // namespace
}  // namespace mimus::helpers
