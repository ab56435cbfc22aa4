#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>

#include "schema.h"
#include "support/shared_data.h"

// The public JSON-Schema-Test-Suite, all required tests and the optional ones but for kLeftOut.
namespace mimus::jsonschema {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuite = "conformance/json-schema-test-suite";

struct Draft {
  const char* folder;
  Dialect dialect;
};
constexpr Draft kDrafts[] = {
    {"draft4", Dialect::kDraft4},
    {"draft6", Dialect::kDraft6},
    {"draft7", Dialect::kDraft7},
    {"draft2019-09", Dialect::kDraft2019_09},
    {"draft2020-12", Dialect::kDraft2020_12},
};

struct LeftOut {
  const char* file;         // below the draft's folder
  const char* description;  // of a group, or of a test: how it begins
  const char* reason;
};
constexpr LeftOut kLeftOut[] = {
    {"optional/content.json", "",
     "contentEncoding and contentMediaType are annotations here, as 2019-09 made them for all"},
    {"optional/format/idn-hostname.json", "Bidi domain name with a digit-first label",
     "RFC 5893's rules across labels: libidn2 does not apply them"},
    {"optional/format/idn-hostname.json", "right-to-left label mixing both digit types",
     "RFC 5893 rule 4: libidn2 does not apply it"},
};

bool left_out(const std::string& file, std::string_view group, std::string_view test) {
  for (const LeftOut& row : kLeftOut) {
    if (file.ends_with(row.file) &&
        (group.starts_with(row.description) || test.starts_with(row.description)))
      return true;
  }
  return false;
}

Result<json::Value> load(std::string_view uri) {
  constexpr std::string_view kServer = "http://localhost:1234/";
  if (!uri.starts_with(kServer))
    return Error{.code = Code::kNotFound, .message = "no such document: " + std::string(uri)};
  const fs::path path = shared_path(kSuite) / "remotes" / std::string(uri.substr(kServer.size()));
  if (!fs::exists(path))
    return Error{.code = Code::kNotFound, .message = "no such document: " + std::string(uri)};
  return json::parse(read_file(path));
}

void run_file(const fs::path& path, const std::string& name, const Draft& draft, int& count) {
  const auto document = json::parse(read_file(path));
  ASSERT_TRUE(document) << path;
  CompileOptions options{.dialect = draft.dialect, .loader = &load};
  if (name.find("optional/format/") != std::string::npos) options.formats = Formats::kAssert;
  for (const json::Value& group : document->as_array()) {
    const std::string_view title = group.at("description").as_string();
    const auto schema = Schema::compile(group.at("schema"), options);
    for (const json::Value& test : group.at("tests").as_array()) {
      const std::string_view what = test.at("description").as_string();
      if (left_out(name, title, what)) continue;
      ++count;
      ASSERT_TRUE(schema) << name << ": " << title << ": " << describe(schema.error());
      const json::Value& data = test.at("data");
      const bool valid = test.at("valid").as_bool();
      EXPECT_EQ(schema->accepts(data), valid) << name << ": " << title << ": " << what;
      const auto why = schema->all(data);
      EXPECT_EQ(why.empty(), valid) << name << ": " << title << ": " << what;
      const auto first = schema->first(data);
      EXPECT_EQ(first.has_value(), !valid) << name << ": " << title << ": " << what;
      for (const Violation& violation : why) {
        EXPECT_NE(json::find(data, violation.instance), nullptr) << violation.instance;
        EXPECT_FALSE(violation.message.empty());
      }
    }
  }
}

class Suite : public testing::TestWithParam<Draft> {};

void run_folder(const Draft& draft, const fs::path& below) {
  const fs::path root = shared_path(kSuite) / "tests" / draft.folder;
  if (!fs::exists(root)) GTEST_SKIP() << "no " << root << ": public suite absent";
  if (!fs::exists(root / below)) return;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(root / below)) {
    if (entry.path().extension() == ".json") files.insert(entry.path());
  }
  int count = 0;
  for (const fs::path& file : files)
    run_file(file, fs::relative(file, root.parent_path()).string(), draft, count);
  EXPECT_GT(count, 0);
  std::printf("%s/%s: %d tests\n", draft.folder, below.c_str(), count);
}

TEST_P(Suite, Required) {
  run_folder(GetParam(), "");
}
TEST_P(Suite, Optional) {
  run_folder(GetParam(), "optional");
}
TEST_P(Suite, OptionalFormats) {
  run_folder(GetParam(), "optional/format");
}

INSTANTIATE_TEST_SUITE_P(Drafts, Suite, testing::ValuesIn(kDrafts), [](const auto& info) {
  std::string name = info.param.folder;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace mimus::jsonschema
