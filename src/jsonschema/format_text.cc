#include <algorithm>

#include "format_forms.h"
#include "json/pointer.h"
#include "text/encoding.h"

namespace mimus::jsonschema {

bool is_json_pointer(std::string_view text) {
  return bool(json::Pointer::parse(text));
}

bool is_relative_json_pointer(std::string_view text) {
  const auto digits_end =
      std::find_if_not(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto digits = static_cast<std::size_t>(digits_end - text.begin());
  if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
  const std::string_view rest = text.substr(digits);
  return rest == "#" || is_json_pointer(rest);
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           const bool hex =
               (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           return form == '-' ? c == '-' : hex;
         });
}

bool is_base64(std::string_view text) {
  return text.size() % 4 == 0 && text::base64_decode(text).has_value();
}

}  // namespace mimus::jsonschema
