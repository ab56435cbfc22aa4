// Every file below tests/scenarios is a test: see tests/README.md for the form.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <regex>
#include <sstream>

#include "support/http_client.h"
#include "support/json_expectation.h"
#include "support/program.h"
#include "support/scenario.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

using scenario::BodyCheck;
using scenario::FieldCheck;

// Carries out one scenario. Failures are reported at the scenario's own lines.
class Player {
 public:
  explicit Player(std::string file) : file_(std::move(file)) {}

  void play(const std::vector<scenario::Step>& steps) {
    for (const scenario::Step& step : steps) {
      line_ = step.line;
      std::visit([this](const auto& action) { act(action); }, step.action);
      if (::testing::Test::HasFatalFailure()) break;
    }
    if (server_) server_->expect_clean_end();
  }

 private:
  void act(const scenario::WriteFile& file) {
    folder_.write(file.name, file.text);
    if (first_file_.empty()) first_file_ = file.name;
  }

  void act(const scenario::Start& start) {
    connection_.reset();
    server_.reset();
    begin(start.arguments.empty() ? std::vector{first_file_} : start.arguments);
  }

  void act(const scenario::Refuse& refusal) {
    Process process({program_path(), "serve", first_file_, "--port", "0"}, folder_.path());
    const std::optional<int> status = process.wait();
    check(status == 2,
          "expected exit status 2, got " + (status ? std::to_string(*status) : "none"));
    for (const std::string& line : refusal.lines) {
      check(process.errors().find(line) != std::string::npos,
            "expected '" + line + "' in:\n" + process.errors());
    }
    check(defect_report(process.errors()).empty(), process.errors());
  }

  void act(const scenario::Request& request) {
    if (!server_) begin({first_file_});
    if (server_->port() == 0) return;
    if (!connection_) connection_.emplace(server_->port());
    const auto begin = std::chrono::steady_clock::now();
    connection_->send(request.bytes);
    answer_ = connection_->read(request.method);
    answer_.took = std::chrono::steady_clock::now() - begin;
    const bool broken = answer_.outcome != Outcome::kResponse;
    closes_ = broken || answer_.response.value("Connection") == "close";
  }

  void act(const scenario::Response& wanted) {
    check_result(wanted);
    for (const FieldCheck& field : wanted.fields) check_field(field);
    check_body(wanted);
    const double took = std::chrono::duration<double, std::milli>(answer_.took).count();
    check(took >= wanted.at_least_ms, "expected at least " + std::to_string(wanted.at_least_ms) +
                                          " ms, took " + std::to_string(took));
    if (wanted.closes)
      check(connection_ && connection_->closes(), "expected the connection to close");
    if (closes_ || wanted.closes) connection_.reset();
  }

  void begin(const std::vector<std::string>& arguments) {
    server_ = std::make_unique<Server>(folder_, arguments);
    check(server_->port() != 0, "mimus did not start\n" + server_->said());
  }

  void check_result(const scenario::Response& wanted) {
    const int status = std::atoi(wanted.result.c_str());
    if (status == 0) {
      check(name_of(answer_.outcome) == wanted.result,
            "expected: " + wanted.result + ", got " + seen());
      return;
    }
    check(answer_.response.status == status, "expected " + wanted.result + ", got " + seen());
    check(answer_.outcome == Outcome::kResponse, "expected a whole response, got " + seen());
    if (!wanted.reason.empty()) {
      check(answer_.response.reason == wanted.reason,
            "expected reason '" + wanted.reason + "', got " + seen());
    }
  }

  // One of the field's values, when it is repeated.
  void check_field(const FieldCheck& field) {
    const std::vector<std::string> values = answer_.response.values(field.name);
    if (field.kind == FieldCheck::Kind::kAbsent) {
      check(values.empty(), "expected no " + field.name + ", got " + seen());
      return;
    }
    const bool found = std::ranges::any_of(values, [&field](const std::string& value) {
      return field.kind == FieldCheck::Kind::kEquals
                 ? value == field.value
                 : std::regex_search(value, std::regex(field.value));
    });
    check(found, "expected " + field.name + " to be '" + field.value + "', got " + seen());
  }

  void check_body(const scenario::Response& wanted) {
    const std::string& body = answer_.response.body;
    switch (wanted.check) {
      case BodyCheck::kNone:
        return;
      case BodyCheck::kText:
        check(without_line_ends(body) == wanted.body,
              "expected the body\n" + wanted.body + "\ngot " + seen());
        return;
      case BodyCheck::kMatches:
        check(std::regex_match(body, std::regex(wanted.body)),
              "expected a body like\n" + wanted.body + "\ngot " + seen());
        return;
      case BodyCheck::kContains:
        return check_lines(wanted.body);
      case BodyCheck::kJson:
        return check_json(wanted.body);
    }
  }

  static std::string without_line_ends(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

  void check_lines(const std::string& lines) {
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
      check(answer_.response.body.find(line) != std::string::npos,
            "expected '" + line + "' in the body, got " + seen());
    }
  }

  void check_json(const std::string& wanted) {
    const auto expected = json::parse(wanted);
    check(bool(expected),
          "what is expected is not JSON: " + (expected ? "" : describe(expected.error())));
    const auto actual = json::parse(answer_.response.body);
    check(bool(actual), "expected JSON, got " + seen());
    if (!expected || !actual) return;
    const auto difference = json_difference(*expected, *actual);
    check(!difference, difference.value_or("") + "\nin " + seen());
  }

  std::string seen() const {
    const WireResponse& response = answer_.response;
    std::string text(name_of(answer_.outcome));
    text += ": " + std::to_string(response.status) + " " + response.reason + "\n";
    for (const auto& [name, value] : response.fields)
      text.append(name).append(": ").append(value) += '\n';
    return text + "\n" + response.body.substr(0, 4000);
  }

  void check(bool holds, const std::string& message) const {
    if (!holds) ADD_FAILURE_AT(file_.c_str(), line_) << message;
  }

  const std::string file_;
  int line_ = 0;
  TempDir folder_;
  std::string first_file_;
  std::unique_ptr<Server> server_;
  std::optional<Connection> connection_;
  Answer answer_;
  bool closes_ = false;
};

class Scenario : public ::testing::Test {
 public:
  explicit Scenario(std::string file) : file_(std::move(file)) {}
  void TestBody() override {
    const auto steps = scenario::parse(read_file(file_));
    ASSERT_TRUE(steps) << file_ << ":" << describe(steps.error());
    Player(file_).play(*steps);
  }

 private:
  const std::string file_;
};

void register_scenarios() {
  const std::filesystem::path folder = std::filesystem::path(MIMUS_SOURCE_DIR) / "tests/scenarios";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const std::filesystem::path& file : files) {
    const std::string name = std::filesystem::relative(file, folder).replace_extension().string();
    ::testing::RegisterTest("Scenario", name.c_str(), nullptr, nullptr, file.c_str(), 1,
                            [file]() -> ::testing::Test* { return new Scenario(file.string()); });
  }
}

}  // namespace
}  // namespace mimus

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  mimus::register_scenarios();
  return RUN_ALL_TESTS();
}
