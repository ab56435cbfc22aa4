#include "matcher_document.h"

#include <algorithm>
#include <string_view>

namespace mimus::wiremock {
namespace {

void write_each(json::Value& operand) {
  if (!operand.is_array()) return;
  for (json::Value& one : operand.get_array()) one = written_matcher(one);
}

void write_inside(json::Value& operand) {
  operand = written_matcher(operand);
}

void write_as_text(json::Value& operand) {
  if (!operand.is_string()) operand = json::write(operand);
}

struct Rewriting {
  std::string_view key;
  void (*rewrite)(json::Value& operand);
};
constexpr Rewriting kRewritings[] = {
    {"absent", [](json::Value& operand) { operand = true; }},
    {"anything", [](json::Value& operand) { operand = "anything"; }},
    {"matchesJsonSchema", &write_as_text},
    {"and", &write_each},
    {"or", &write_each},
    {"hasExactly", &write_each},
    {"includes", &write_each},
    {"not", &write_inside},
    {"matchesJsonPath", &write_inside},  // {"expression": …, and a matcher}
    {"matchesXPath", &write_inside},
};

}  // namespace

json::Value written_matcher(const json::Value& matcher) {
  json::Value written = matcher;
  json::Object* object = written.if_object();
  if (object == nullptr) return written;
  for (const Rewriting& row : kRewritings) {
    if (json::Value* operand = object->if_contains(row.key)) row.rewrite(*operand);
  }
  return written;
}

}  // namespace mimus::wiremock
