// What Mockoon 9.9 answered: tests/mockoon/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "support/program.h"
#include "support/recorded_case.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".expect.json";

fs::path folder_of_cases() {
  return fs::path(MIMUS_SOURCE_DIR) / "tests/mockoon";
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_of_cases())) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kSuffix)) names.push_back(name.substr(0, name.size() - kSuffix.size()));
  }
  std::ranges::sort(names);
  return names;
}

TEST(MockoonExamplesFolder, HasThem) {
  EXPECT_GE(case_names().size(), 7u);
}

class MockoonExamples : public ::testing::TestWithParam<std::string> {};

TEST_P(MockoonExamples, AreAnsweredAsMockoonDid) {
  const json::Value recorded = *json::parse(read_file(folder_of_cases() / (GetParam() + std::string(kSuffix))));
  const TempDir folder;
  folder.write("env.mockoon.json", read_file(folder_of_cases() / (GetParam() + ".mockoon.json")));
  if (const json::Value* files = recorded.get_object().if_contains("files")) {
    for (const auto& file : files->get_object()) folder.write(std::string(file.key()), file_bytes(file.value()));
  }
  Server server(folder, {"env.mockoon.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  ASSERT_FALSE(recorded.get_object().at("steps").get_array().empty());
  std::size_t number = 0;
  for (const json::Value& step : recorded.get_object().at("steps").get_array()) {
    SCOPED_TRACE("step " + std::to_string(number++) + ": " + json::write(step.at("request")).substr(0, 600));
    if (const json::Value* pause = step.get_object().if_contains("sleepMillis")) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause->to_number<std::int64_t>()));  // the case tells time
    }
    const RawAnswer answer = exchange_raw(server.port(), request_of(step.at("request")));
    for (const std::string& difference : differences(step, answer, server.port())) ADD_FAILURE() << difference;
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, MockoonExamples, ::testing::ValuesIn(case_names()),
                         [](const auto& one) { return replaced(one.param, "-", "_"); });

}  // namespace
}  // namespace mimus
