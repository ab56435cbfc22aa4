#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call.h"
#include "dates.h"
#include "engine.h"
#include "js_text.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

// Cases that we and faker-js answer, and what node says to them. oracle.mjs is the other side.
namespace mimus::fake {

inline constexpr std::string_view kReference = "2026-04-21T14:09:14.123Z";

// One value as both sides write it.
inline void append_canonical(const Value& value, std::string& out) {
  if (value.is_undefined()) {
    out += "undefined";
  } else if (const auto* date = value.get<Date>()) {
    out += "Date(";
    append_iso(date->ms, out);
    out += ')';
  } else if (const auto* big = value.get<BigInt>()) {
    out += big->digits + "n";
  } else if (const auto* array = value.get<Value::Array>()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i != 0) out += ',';
      append_canonical((*array)[i], out);
    }
    out += ']';
  } else if (const auto* object = value.get<Value::Object>()) {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : *object) {
      if (member.is_undefined()) continue;
      if (!std::exchange(first, false)) out += ',';
      json::write_string(key, out);
      out += ':';
      append_canonical(member, out);
    }
    out += '}';
  } else {
    append_json(value, out);
  }
}

struct Case {
  std::string locale;
  double seed = 1;
  std::string method;
  json::Array arguments = {};
  int calls = 1;

  std::string plan_line() const {
    json::Object line{{"l", locale}, {"s", seed}, {"m", method}, {"a", arguments}, {"n", calls}};
    std::string text;
    append_js_json(line, text);
    return text;
  }

  // Our answer, in oracle.mjs's words.
  std::string answer() const {
    Mersenne draws(seed);
    Engine engine(draws, *Locale::find(locale));
    engine.freeze_ms(parse_date(kReference));
    std::string out;
    const auto call = Call::compile(*find_method(method), arguments, Unknown::kIgnore);
    for (int i = 0; i < calls; ++i) {
      const auto value = call ? call->value(engine) : Result<Value>(call.error());
      if (value)
        append_canonical(*value, out);
      else
        out += '!';
      out += '\t';
    }
    append_number(engine.next(), out);
    return out;
  }
};

inline bool full_sweep() {
  return std::getenv("MIMUS_FAKE_FULL") != nullptr;
}

// The path of node, when there is one and the package was fetched; tests that need them skip
// without.
inline std::optional<std::string> oracle_node() {
  const char* set = std::getenv("MIMUS_NODE");
  const std::string node = set != nullptr && *set != '\0' ? set : MIMUS_FAKE_NODE;
  if (node.empty() || !std::filesystem::exists(node) ||
      !std::filesystem::exists(MIMUS_FAKER_PACKAGE))
    return std::nullopt;
  return node;
}

// node's answers to these lines, in order.
inline std::vector<std::string> ask_oracle(const std::string& node,
                                           const std::vector<std::string>& plan) {
  const TempDir dir;
  const std::string plan_file = (dir.path() / "plan").string();
  const std::string answers_file = (dir.path() / "answers").string();
  std::ofstream out(plan_file, std::ios::binary);
  for (const std::string& line : plan) out << line << '\n';
  out.close();
  const std::string command = "TZ=UTC LANG=en_US.UTF-8 '" + node +
                              "' '" MIMUS_SOURCE_DIR "/src/fake/oracle.mjs' '" +
                              MIMUS_FAKER_PACKAGE "' '" + plan_file + "' '" + answers_file + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  std::vector<std::string> answers;
  std::ifstream in(answers_file, std::ios::binary);
  for (std::string line; std::getline(in, line);) answers.push_back(line);
  EXPECT_EQ(answers.size(), plan.size());
  answers.resize(plan.size());
  return answers;
}

// Every case, both ways. Tells of the first few differences, and how many there are.
inline void expect_parity(const std::string& node, const std::vector<Case>& cases) {
  std::vector<std::string> plan;
  plan.reserve(cases.size());
  for (const Case& one : cases) plan.push_back(one.plan_line());
  const std::vector<std::string> theirs = ask_oracle(node, plan);
  std::size_t different = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string ours = cases[i].answer();
    if (ours == theirs[i] || ++different > 25) continue;
    ADD_FAILURE() << plan[i].substr(0, 600) << "\n  ours:   " << ours.substr(0, 600)
                  << "\n  theirs: " << theirs[i].substr(0, 600);
  }
  EXPECT_EQ(different, 0u) << "of " << cases.size();
}

}  // namespace mimus::fake
