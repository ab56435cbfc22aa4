// What WireMock 3.13.2 answered: tests/wiremock/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "support/program.h"
#include "support/recorded_case.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".expect.json";


fs::path folder_of_cases() {
  return fs::path(MIMUS_SOURCE_DIR) / "tests/wiremock";
}

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
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

// One case: its files laid out, a server of its own, its stubs created, its steps asked.
class RecordedCase {
 public:
  explicit RecordedCase(const std::string& name) : name_(name) {
    case_ = *json::parse(text_of_file(folder_of_cases() / (name + std::string(kSuffix))));
    from_folder_ = text("load") == "dir";
  }

  void run() {
    lay_out();
    std::vector<std::string> arguments{"--root-dir", "root"};
    if (const json::Value* more = find("args")) {
      for (const json::Value& one : more->get_array()) arguments.emplace_back(one.get_string());
    }
    Server server(folder_, arguments);
    ASSERT_NE(server.port(), 0) << server.said();
    port_ = server.port();
    create();
    std::size_t number = 0;
    for (const json::Value& step : find("steps")->get_array()) {
      SCOPED_TRACE("step " + std::to_string(number++) + ": " +
                   json::write(step.at("request")).substr(0, 600));
      ask(step);
    }
  }

 private:
  const json::Value* find(std::string_view key) const {
    return case_.get_object().if_contains(key);
  }
  std::string text(std::string_view key) const {
    const json::Value* value = find(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  }
  bool special() const {
    return from_folder_ || (find("args") != nullptr && !find("args")->get_array().empty());
  }
  std::string with_port(const std::string& text) const {
    return replaced(text, "${PORT}", std::to_string(port_));
  }

  std::string stubs() const {
    const json::Value* file = find("stub");
    if (file != nullptr && file->is_bool()) return "";
    return text_of_file(folder_of_cases() / (file == nullptr ? name_ + ".json" : text("stub")));
  }

  // Files of other cases arrive through the admin API, as WireMock got them.
  void lay_out() {
    fs::create_directories(folder_.path() / "root");
    if (!special()) return;
    for (const auto& [key, below] :
         {std::pair{"files", "root/__files/"}, std::pair{"mappingFiles", "root/mappings/"}}) {
      const json::Value* files = find(key);
      if (files == nullptr) continue;
      for (const auto& file : files->get_object())
        folder_.write(below + std::string(file.key()), file_bytes(file.value()));
    }
    if (from_folder_ && !stubs().empty())
      folder_.write("root/mappings/" + name_ + ".json", stubs());
  }

  void create() {
    if (const json::Value* files = special() ? nullptr : find("files")) {
      for (const auto& file : files->get_object()) {
        const RawAnswer answer = exchange_raw(
            port_,
            {"PUT", "/__admin/files/" + std::string(file.key()), {}, file_bytes(file.value())});
        EXPECT_EQ(answer.status, 200) << file.key();
      }
    }
    const std::string text = from_folder_ ? "" : stubs();
    if (text.empty()) return;
    const json::Value document = *json::parse(with_port(text));
    const json::Value* list = document.get_object().if_contains("mappings");
    for (const json::Value& stub : list == nullptr ? json::Array{document} : list->get_array()) {
      const RawAnswer answer = exchange_raw(
          port_,
          {"POST", "/__admin/mappings", {{"Content-Type", "application/json"}}, json::write(stub)});
      EXPECT_EQ(answer.status, 201) << json::write(stub) << "\n" << answer.body;
    }
  }

  void ask(const json::Value& step) const {
    if (const json::Value* pause = step.get_object().if_contains("sleepMillis")) {
      std::this_thread::sleep_for(
          std::chrono::milliseconds(pause->to_number<std::int64_t>()));  // the case tells time
    }
    const json::Value request = *json::parse(with_port(json::write(step.at("request"))));
    const RawAnswer answer = exchange_raw(port_, request_of(request));
    for (const std::string& difference : differences(step, answer, port_))
      ADD_FAILURE() << difference;
  }

  const std::string name_;
  json::Value case_;
  bool from_folder_ = false;
  TempDir folder_;
  std::uint16_t port_ = 0;
};

class WireMockExamples : public ::testing::TestWithParam<std::string> {};

TEST_P(WireMockExamples, AreAnsweredAsWireMockDid) {
  RecordedCase(GetParam()).run();
}

INSTANTIATE_TEST_SUITE_P(Recorded, WireMockExamples, ::testing::ValuesIn(case_names()),
                         [](const auto& info) { return replaced(info.param, "-", "_"); });

}  // namespace
}  // namespace mimus
