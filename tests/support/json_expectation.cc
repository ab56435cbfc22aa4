#include "support/json_expectation.h"

#include <array>
#include <cstdio>
#include <regex>

namespace mimus {
namespace {

bool is_integer(const json::Value& value) {
  return value.is_int64() || value.is_uint64();
}

template <const char* kPattern>
bool has_form(const json::Value& value) {
  static const std::regex form(kPattern);
  return value.is_string() && std::regex_match(value.as_string().c_str(), form);
}
constexpr char kUuid[] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
constexpr char kDate[] = R"(\d{4}-\d{2}-\d{2})";
constexpr char kDateTime[] = R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))";

struct Description {
  const char* name;
  bool (*holds)(const json::Value&);
};
constexpr Description kDescriptions[] = {
    {"(any)", [](const json::Value&) { return true; }},
    {"(string)", [](const json::Value& value) { return value.is_string(); }},
    {"(number)", [](const json::Value& value) { return value.is_number(); }},
    {"(integer)", &is_integer},
    {"(boolean)", [](const json::Value& value) { return value.is_bool(); }},
    {"(uuid)", &has_form<kUuid>},
    {"(date)", &has_form<kDate>},
    {"(datetime)", &has_form<kDateTime>},
};
constexpr const char* kMore = "(...)";

// nullopt: `expected` is a value, not a description.
std::optional<bool> described(const json::Value& expected, const json::Value& actual) {
  if (!expected.is_string()) return std::nullopt;
  const char* text = expected.as_string().c_str();
  for (const Description& row : kDescriptions) {
    if (expected.as_string() == row.name) return row.holds(actual);
  }
  long long low = 0, high = 0;
  if (std::sscanf(text, "(integer %lld %lld)", &low, &high) == 2) {
    return is_integer(actual) && actual.to_number<std::int64_t>() >= low &&
           actual.to_number<std::int64_t>() <= high;
  }
  return std::nullopt;
}

std::string differ(const std::string& pointer, const json::Value& expected,
                   const json::Value& actual) {
  return (pointer.empty() ? "the document" : pointer) + ": expected " + json::write(expected) +
         ", got " + json::write(actual);
}

class Comparison {
 public:
  std::optional<std::string> values(const json::Value& expected, const json::Value& actual,
                                    const std::string& at) {
    if (const auto holds = described(expected, actual)) {
      return *holds ? std::nullopt : std::optional(differ(at, expected, actual));
    }
    if (expected.is_object() && actual.is_object()) {
      return objects(expected.as_object(), actual.as_object(), at);
    }
    if (expected.is_array() && actual.is_array()) {
      return arrays(expected.as_array(), actual.as_array(), at);
    }
    const bool same_kind = is_integer(expected) == is_integer(actual);
    if (same_kind && expected == actual) return std::nullopt;
    return differ(at, expected, actual);
  }

 private:
  std::optional<std::string> objects(const json::Object& expected, const json::Object& actual,
                                     const std::string& at) {
    const bool open = expected.contains(kMore);
    for (const auto& [name, value] : expected) {
      if (name == kMore) continue;
      const json::Value* found = actual.if_contains(name);
      const std::string member = at + "/" + json::escape_pointer(name);
      if (found == nullptr) return member + ": absent";
      if (auto difference = values(value, *found, member)) return difference;
    }
    for (const auto& [name, value] : actual) {
      if (!open && !expected.contains(name)) {
        return at + "/" + json::escape_pointer(name) + ": not expected, is " + json::write(value);
      }
    }
    return std::nullopt;
  }

  std::optional<std::string> arrays(const json::Array& expected, const json::Array& actual,
                                    const std::string& at) {
    const bool open = !expected.empty() && expected.back() == json::Value(kMore);
    const std::size_t wanted = expected.size() - (open ? 1 : 0);
    if (actual.size() < wanted || (!open && actual.size() > wanted)) {
      return at + ": expected " + std::to_string(wanted) + " elements, got " + json::write(actual);
    }
    for (std::size_t i = 0; i < wanted; ++i) {
      if (auto difference = values(expected[i], actual[i], at + "/" + std::to_string(i))) {
        return difference;
      }
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<std::string> json_difference(const json::Value& expected, const json::Value& actual) {
  return Comparison().values(expected, actual, "");
}

}  // namespace mimus
