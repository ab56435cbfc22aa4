// The public suites as tests: handlebars-spec (extracted from handlebars.js) and mustache-spec.
// What is left out needs JavaScript, or belongs to another lexer; the numbers are asserted, so that
// nothing falls out in silence.
#include <gtest/gtest.h>

#include <map>

#include "parser.h"
#include "print_for_tests.h"
#include "program.h"
#include "support/shared_data.h"

namespace mimus::handlebars {
namespace {

using Counts = std::map<std::string, int>;

class JsonPartials final : public PartialSource {
 public:
  explicit JsonPartials(const json::Value* source) {
    if (source == nullptr || !source->is_object()) return;
    for (const auto& [name, text] : source->get_object()) {
      if (text.is_string()) texts_[std::string(name)] = std::string(text.get_string());
    }
  }
  const std::string* find(std::string_view name) const override {
    const auto found = texts_.find(std::string(name));
    return found == texts_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> all;
    for (const auto& [name, text] : texts_) all.push_back(name);
    return all;
  }

 private:
  std::map<std::string, std::string> texts_;
};

const json::Value* get(const json::Value& from, std::string_view name) {
  return from.is_object() ? from.get_object().if_contains(name) : nullptr;
}

bool flag(const json::Value& test, std::string_view group, std::string_view name) {
  const json::Value* options = get(test, group);
  const json::Value* found = options == nullptr ? nullptr : get(*options, name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

bool holds_key(const json::Value& value, std::string_view key) {
  if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object) {
      if (member.key() == key || holds_key(member.value(), key)) return true;
    }
  }
  if (const json::Array* array = value.if_array()) {
    for (const json::Value& item : *array) {
      if (holds_key(item, key)) return true;
    }
  }
  return false;
}

// Why a case cannot run, or "".
std::string left_out(const json::Value& test) {
  for (const std::string_view part :
       {"helpers", "decorators", "partials", "data", "runtimeOptions"}) {
    const json::Value* found = get(test, part);
    if (found != nullptr && holds_key(*found, "!code")) return std::string(part) + " in JavaScript";
  }
  if (holds_key(test, "!sparsearray")) return "a sparse array, which JSON has not";
  if (flag(test, "compileOptions", "stringParams")) return "stringParams mode";
  if (flag(test, "compileOptions", "trackIds")) return "trackIds mode";
  return "";
}

struct Outcome {
  std::string text;   // what was rendered
  std::string error;  // or why not
};

Outcome run(const json::Value& test, const CompileOptions& base = {}) {
  CompileOptions options = base;
  const JsonPartials partials(get(test, "partials"));
  options.partials = &partials;
  options.strict = flag(test, "compileOptions", "strict");
  options.assume_objects = flag(test, "compileOptions", "assumeObjects");
  options.compat = base.compat || flag(test, "compileOptions", "compat");
  options.known_helpers_only = flag(test, "compileOptions", "knownHelpersOnly");
  options.ignore_standalone = flag(test, "compileOptions", "ignoreStandalone");
  options.prevent_indent = flag(test, "compileOptions", "preventIndent");
  options.explicit_partial_context = flag(test, "compileOptions", "explicitPartialContext");
  const auto program = Program::compile(test.at("template").as_string(), options);
  if (!program)
    return {"",
            program.error().message + " (line " + std::to_string(program.error().where.line) + ")"};
  Arena arena;
  Rendering rendering{.dialect = options.dialect, .arena = &arena};
  if (const json::Value* data = get(test, "data")) rendering.root = Value::json(*data);
  std::vector<Entry> entries;
  if (const json::Value* runtime = get(test, "runtimeOptions")) {
    if (const json::Value* data = get(*runtime, "data"); data != nullptr && data->is_object()) {
      for (const auto& [name, value] : data->get_object())
        entries.push_back({name, Value::json(value)});
    }
  }
  rendering.data = entries;
  std::string out;
  const Status done = program->render(rendering, out);
  if (!done) return {"", done.error().message};
  return {out, ""};
}

// Does our error say what theirs says? Their "Parse error on line 3" is our line; their " - 1:13"
// our position.
bool agrees(const std::string& error, std::string_view exception) {
  std::string wanted;
  for (const char c : exception) {
    if (c != '\\') wanted += c;
  }
  if (wanted.starts_with('/')) wanted = wanted.substr(1, wanted.size() - 2);
  if (const std::size_t at = wanted.find(" - "); at != std::string::npos) wanted.resize(at);
  constexpr std::string_view kParse = "Parse error on";
  if (!wanted.starts_with(kParse)) return error.find(wanted) != std::string::npos;
  return error.ends_with(
      "(" + (wanted.size() > kParse.size() ? wanted.substr(kParse.size() + 1) : "line 1") + ")");
}

void check(const json::Value& test, const std::string& name) {
  SCOPED_TRACE(name + ": " + std::string(test.at("template").as_string()));
  const Outcome outcome = run(test);
  if (const json::Value* exception = get(test, "exception")) {
    EXPECT_NE(outcome.error, "") << "rendered " << outcome.text;
    if (exception->is_string()) {
      EXPECT_TRUE(agrees(outcome.error, exception->as_string()))
          << outcome.error << " instead of " << *exception;
    }
    return;
  }
  EXPECT_EQ(outcome.error, "");
  if (const json::Value* expected = get(test, "expected")) {
    EXPECT_EQ(outcome.text, std::string(expected->as_string()));
  }
}

std::string name_of(std::string_view file, std::size_t index, const json::Value& test) {
  return std::string(file) + "[" + std::to_string(index) + "] " +
         std::string(test.at("it").as_string());
}

json::Array suite(std::string_view file) {
  const auto path = shared_path("conformance/handlebars-spec/" + std::string(file));
  return json::parse(read_file(path))->as_array();
}

bool absent() {
  return !std::filesystem::exists(shared_path("conformance/handlebars-spec/basic.json"));
}

TEST(HandlebarsSuite, RunnableCases) {
  if (absent()) GTEST_SKIP() << "no handlebars-spec: public suite absent";
  int ran = 0;
  for (const json::Value& entry : suite("runnable.json")) {
    const std::string file(entry.at("file").as_string());
    const auto index = static_cast<std::size_t>(entry.at("index").as_int64());
    const json::Value test = suite(file).at(index);
    check(test, name_of(file, index, test));
    ++ran;
  }
  EXPECT_EQ(ran, 163);
}

// All of a file that needs no JavaScript; what is left out, by reason.
Counts run_file(std::string_view file, int& ran) {
  Counts reasons;
  std::size_t index = 0;
  for (const json::Value& test : suite(file)) {
    const std::string reason = left_out(test);
    if (reason.empty()) {
      check(test, name_of(file, index, test));
      ++ran;
    } else {
      ++reasons[reason];
    }
    ++index;
  }
  return reasons;
}

TEST(HandlebarsSuite, EverythingThatNeedsNoJavaScript) {
  if (absent()) GTEST_SKIP() << "no handlebars-spec: public suite absent";
  Counts reasons;
  int ran = 0;
  for (const std::string_view file :
       {"basic.json", "blocks.json", "builtins.json", "data.json", "helpers.json", "partials.json",
        "regressions.json", "strict.json", "string-params.json", "subexpressions.json",
        "track-ids.json", "whitespace-control.json"}) {
    for (const auto& [reason, count] : run_file(file, ran)) reasons[reason] += count;
  }
  EXPECT_EQ(ran, 258);
  EXPECT_EQ(reasons, (Counts{{"a sparse array, which JSON has not", 1},
                             {"data in JavaScript", 23},
                             {"decorators in JavaScript", 2},
                             {"helpers in JavaScript", 186},
                             {"partials in JavaScript", 2},
                             {"runtimeOptions in JavaScript", 2}}));
}

TEST(HandlebarsSuite, Parser) {
  if (absent()) GTEST_SKIP() << "no handlebars-spec: public suite absent";
  Counts left;
  int ran = 0;
  std::size_t index = 0;
  for (const json::Value& test : suite("parser.json")) {
    const std::string source(test.at("template").as_string());
    SCOPED_TRACE(name_of("parser.json", index++, test) + ": " + source);
    const auto parsed = parse_template(source, kHandlebars, {.trim_standalone = false});
    const std::string error = parsed ? ""
                                     : parsed.error().message + " (line " +
                                           std::to_string(parsed.error().where.line) + ")";
    if (const json::Value* exception = get(test, "exception")) {
      EXPECT_NE(error, "");
      if (exception->is_string()) {
        EXPECT_TRUE(agrees(error, exception->as_string())) << error << " instead of " << *exception;
      }
    } else if (test.at("expected").as_string().find("DIRECTIVE") != json::String::npos) {
      EXPECT_NE(error, "") << "decorators other than inline are refused";
      ++left["decorators"];
      continue;
    } else {
      EXPECT_EQ(error, "");
      if (parsed) {
        EXPECT_EQ(syntax::print(*parsed), std::string(test.at("expected").as_string()));
      }
    }
    ++ran;
  }
  EXPECT_EQ(ran, 77);
  EXPECT_EQ(left, (Counts{{"decorators", 2}}));
}

// tokenizer.json (78 cases) names the tokens of a generated lexer; our parser has none to compare.

// ---- mustache
// ----------------------------------------------------------------------------------------------------

TEST(MustacheSuite, WhereHandlebarsAgrees) {
  if (!std::filesystem::exists(shared_path("conformance/mustache-spec/comments.json"))) {
    GTEST_SKIP() << "no mustache-spec: public suite absent";
  }
  const std::map<std::string, std::string> kDiffer = {
      {"partials: Failed Lookup", "Handlebars fails when a partial is missing"},
      {"partials: Standalone Indentation", "Handlebars indents the lines that values bring too"},
  };
  int agreed = 0;
  for (const std::string_view file :
       {"comments", "interpolation", "inverted", "partials", "sections"}) {
    const auto document = json::parse(
        read_file(shared_path("conformance/mustache-spec/" + std::string(file) + ".json")));
    for (const json::Value& test : document->at("tests").as_array()) {
      const std::string name = std::string(file) + ": " + std::string(test.at("name").as_string());
      if (kDiffer.contains(name)) continue;
      SCOPED_TRACE(name + ": " + std::string(test.at("template").as_string()));
      const Outcome outcome = run(test, {.compat = true});
      EXPECT_EQ(outcome.error, "");
      EXPECT_EQ(outcome.text, std::string(test.at("expected").as_string()));
      ++agreed;
    }
  }
  EXPECT_EQ(agreed, 120);
  // delimiters (14), dynamic names (21), inheritance (27) and lambdas (10) are no part of
  // Handlebars.
}

}  // namespace
}  // namespace mimus::handlebars
