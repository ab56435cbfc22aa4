#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "jackson.h"

namespace mimus::wiremock {

// A member that a document may have. What read() leaves in `written` is how WireMock writes it
// back; it begins as a copy of what stands in the document, and null leaves the member out. `also`
// is a second name for it in documents. One that is `always` written is read as null when it is
// missing.
template <class Draft>
struct Field {
  std::string_view name;
  Status (*read)(const json::Value& value, Draft& draft, json::Value& written);
  std::string_view also{};
  bool always = false;
};

// Reads a document by its table, whose order is that in which members are written. Members that are
// null are as if they were not there; those with a name in `ignored` do not matter.
template <class Draft>
Result<json::Object> read_fields(const json::Object& document, std::span<const Field<Draft>> fields,
                                 std::string_view java_class, Draft& draft,
                                 std::span<const std::string_view> ignored = {}) {
  const auto is = [](std::string_view name) {
    return [name](const Field<Draft>& field) {
      return field.name == name || (!name.empty() && field.also == name);
    };
  };
  for (const auto& member : document) {
    const std::string_view name(member.key());
    if (std::ranges::find(ignored, name) != ignored.end() || std::ranges::any_of(fields, is(name)))
      continue;
    std::vector<std::string_view> known;
    for (const Field<Draft>& field : fields) known.push_back(field.name);
    return unrecognized(name, java_class, known);
  }
  json::Object written;
  for (const Field<Draft>& field : fields) {
    std::string_view name = field.name;
    const json::Value* value = given(document, name);
    if (value == nullptr && !field.also.empty()) value = given(document, name = field.also);
    if (value == nullptr && !field.always) continue;
    json::Value out = value == nullptr ? json::Value() : *value;
    if (auto status = field.read(value == nullptr ? json::Value() : *value, draft, out); !status)
      return under_member(name, std::move(status).error());
    if (!out.is_null()) written.emplace(field.name, std::move(out));
  }
  return written;
}

}  // namespace mimus::wiremock
