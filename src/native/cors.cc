#include "cors.h"

#include <optional>
#include <string>
#include <vector>

#include "scalars.h"

namespace mimus::native {

const std::string_view kCorsSchema = R"({"oneOf": [{"type": "boolean"},
  {"type": "object", "additionalProperties": false, "properties": {
    "origins": {"$ref": "#/$defs/texts"}, "methods": {"$ref": "#/$defs/texts"},
    "headers": {"$ref": "#/$defs/texts"}, "expose": {"$ref": "#/$defs/texts"},
    "credentials": {"type": "boolean"}, "max_age": {"type": "integer", "minimum": 0}}}]})";

namespace {

bool is_plain(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) <= 0x20 || byte == 0x7F || byte == ',') return false;
  }
  return !text.empty();
}

void read_item(Context& in, const json::Value& value, const Place& at,
               std::vector<std::string>& out) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return;
  if (is_plain(*text)) {
    out.emplace_back(*text);
  } else {
    in.faults.error(at, at.name() + " must be one value without blanks and commas",
                    "write several as a list");
  }
}

// A string or a list of them.
template <std::vector<std::string> stub::Cors::*kMember>
void read_texts(Context& in, const json::Value& value, const Place& at, stub::Cors& out) {
  std::vector<std::string>& texts = out.*kMember;
  texts.clear();
  if (!value.is_array()) return read_item(in, value, at, texts);
  const json::Array& list = value.get_array();
  for (std::size_t i = 0; i < list.size(); ++i) read_item(in, list[i], at.item(i), texts);
}

constexpr Key<stub::Cors> kKeys[] = {
    {"origins", "", "", "who may read the answers", &read_texts<&stub::Cors::origins>},
    {"methods", "", "", "allowed methods", &read_texts<&stub::Cors::methods>},
    {"headers", "", "", "allowed request headers", &read_texts<&stub::Cors::headers>},
    {"expose", "", "", "response headers that scripts may read", &read_texts<&stub::Cors::expose>},
    {"credentials", "", "", "with cookies",
     [](Context& in, const json::Value& value, const Place& at, stub::Cors& out) {
       out.credentials = read_flag(in.faults, value, at).value_or(false);
     }},
    {"max_age", "", "", "how many seconds a preflight is remembered",
     [](Context& in, const json::Value& value, const Place& at, stub::Cors& out) {
       constexpr Bounds kSeconds{0, 31'536'000, "a whole number of seconds, at most a year"};
       if (const auto seconds = read_integer(in.faults, value, at, kSeconds)) {
         out.max_age = std::chrono::seconds(*seconds);
       }
     }},
};

}  // namespace

void read_cors(Context& in, const json::Value& value, const Place& at, stub::Cors& out) {
  out = stub::Cors{};
  if (value.is_bool()) {
    out.enabled = value.get_bool();
  } else {
    read_object<stub::Cors>(in, kKeys, "true, false or an object such as {origins: [...]}", value,
                            at, out);
  }
}

}  // namespace mimus::native
