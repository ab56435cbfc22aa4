#include "canonical.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "number_text.h"

namespace mimus::json {
namespace {

// UTF-8 sorts by code point, UTF-16 by code unit. They disagree only where one side has a
// supplementary character (four bytes, lead F0 and up; a surrogate) and the other one from U+E000
// to U+FFFF (lead EE or EF).
bool utf16_less(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() || right == b.end()) return left == a.end() && right != b.end();
  const auto weight = [](char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte >= 0xF0 ? byte - 0xF0 + 0xEE : byte >= 0xEE ? byte + 0x10 : byte;
  };
  return weight(*left) < weight(*right);
}

void write_number_canonical(double number, std::string& out) {
  if (std::isfinite(number)) {
    append_shortest(number, out);
  } else {
    out += "null";
  }
}

}  // namespace

void write_canonical(const Value& value, std::string& out) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out += "null";
      break;
    case boost::json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case boost::json::kind::int64:
      write_number_canonical(static_cast<double>(value.get_int64()), out);
      break;
    case boost::json::kind::uint64:
      write_number_canonical(static_cast<double>(value.get_uint64()), out);
      break;
    case boost::json::kind::double_:
      write_number_canonical(value.get_double(), out);
      break;
    case boost::json::kind::string:
      write_string(value.get_string(), out);
      break;
    case boost::json::kind::array: {
      const char* separator = "[";
      for (const Value& element : value.get_array()) {
        out += separator;
        separator = ",";
        write_canonical(element, out);
      }
      out += value.get_array().empty() ? "[]" : "]";
      break;
    }
    case boost::json::kind::object: {
      std::vector<const boost::json::key_value_pair*> members;
      for (const auto& member : value.get_object()) members.push_back(&member);
      std::sort(members.begin(), members.end(),
                [](const auto* a, const auto* b) { return utf16_less(a->key(), b->key()); });
      const char* separator = "{";
      for (const auto* member : members) {
        out += separator;
        separator = ",";
        write_string(member->key(), out);
        out += ':';
        write_canonical(member->value(), out);
      }
      out += members.empty() ? "{}" : "}";
      break;
    }
  }
}

std::string write_canonical(const Value& value) {
  std::string out;
  write_canonical(value, out);
  return out;
}

}  // namespace mimus::json
