#include <array>
#include <map>
#include <vector>

#include "java.h"
#include "multi_value.h"
#include "text/encoding.h"
#include "wiremock.h"

// base64, urlEncode, formData.
namespace mimus::helpers {
namespace {

using handlebars::Entry;
using handlebars::HelperRow;
using Use = HelperRow::Use;

constexpr std::string_view kHex = "0123456789ABCDEF";

Result<Value> base64(Call& call) {
  MIMUS_TRY(const std::string_view text, block_or_subject(call));
  MIMUS_TRY(const bool decode, boolean_option(call, "decode", false));
  MIMUS_TRY(const bool padded, boolean_option(call, "padding", true));
  if (decode) {
    const std::size_t bad =
        text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    const auto bytes = text::base64_decode(text);
    if (bytes && bad == std::string_view::npos) return call.made(*bytes);
    if (bad == std::string_view::npos) {
      return thrown(call, "java.lang.IllegalArgumentException",
                    "Input byte array has wrong 4-byte ending unit");
    }
    const auto byte = static_cast<unsigned char>(text[bad]);
    std::string hex;
    if (byte >= 16) hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
    return thrown(call, "java.lang.IllegalArgumentException", "Illegal base64 character " + hex);
  }
  std::string encoded = text::base64_encode(text);
  while (!padded && encoded.ends_with('=')) encoded.pop_back();
  return call.made(encoded);
}

enum class Charset { kUtf8, kLatin1 };

Result<Charset> charset_option(const Call& call) {
  const Value value = call.hash("encoding");
  if (value.is_nothing()) return Charset::kUtf8;
  const std::string name = text::to_lower_ascii(call.text(value));
  if (name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii")
    return Charset::kUtf8;
  if (name == "iso-8859-1" || name == "latin1" || name == "windows-1252") return Charset::kLatin1;
  return thrown(call, "java.io.IOException",
                "java.io.UnsupportedEncodingException: " + std::string(call.text(value)));
}

std::string to_latin1(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t next = i + byte_of(text.substr(i), 1);
    const bool fits = lead < 0x80 || ((lead == 0xC2 || lead == 0xC3) && next == i + 2);
    out += lead < 0x80 ? text[i]
           : fits
               ? static_cast<char>((lead << 6) | (static_cast<unsigned char>(text[i + 1]) & 0x3F))
               : '?';
    i = next;
  }
  return out;
}

std::string from_latin1(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x80) {
      out += byte;
    } else {
      out += static_cast<char>(0xC0 | (code >> 6));
      out += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return out;
}

std::string form_encoded(std::string_view bytes) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";
  std::string out;
  for (const char byte : bytes) {
    if (byte == ' ') {
      out += '+';
    } else if (kPlain.find(byte) != std::string_view::npos) {
      out += byte;
    } else {
      const auto code = static_cast<unsigned char>(byte);
      out += '%';
      out += kHex[code >> 4];
      out += kHex[code & 15];
    }
  }
  return out;
}

int hex_digit(char byte) {
  const std::size_t digit =
      kHex.find(byte >= 'a' && byte <= 'f' ? static_cast<char>(byte - 'a' + 'A') : byte);
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

Result<std::string> form_decoded(const Call& call, std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else if (i + 2 >= text.size()) {
      return thrown(call, "java.lang.IllegalArgumentException",
                    "URLDecoder: Incomplete trailing escape (%) pattern");
    } else if (hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) {
      return thrown(
          call, "java.lang.IllegalArgumentException",
          "URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 0 in: \"" +
              std::string(text.substr(i + 1, 2)) + "\"");
    } else {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

Result<Value> url_encode(Call& call) {
  MIMUS_TRY(const std::string_view text, subject_text(call));
  MIMUS_TRY(const bool decode, boolean_option(call, "decode", false));
  MIMUS_TRY(const Charset charset, charset_option(call));
  if (!decode)
    return call.made(
        form_encoded(charset == Charset::kLatin1 ? to_latin1(text) : std::string(text)));
  MIMUS_TRY(const std::string bytes, form_decoded(call, text));
  return call.made(charset == Charset::kLatin1 ? from_latin1(bytes) : text::to_valid_utf8(bytes));
}

struct Field {
  std::string_view name;
  std::vector<Value> values;
};

Result<std::vector<Field>> form_fields(Call& call, std::string_view body) {
  MIMUS_TRY(const bool decode, boolean_option(call, "urlDecode", false));
  MIMUS_TRY(const Charset charset, charset_option(call));
  std::vector<Field> fields;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals + 1 == pair.size())
      continue;  // no value, no field
    const std::string_view name = pair.substr(0, equals);
    std::string_view value = pair.substr(equals + 1);
    value = value.substr(0, value.find('='));
    if (decode) {
      MIMUS_TRY(const std::string decoded, form_decoded(call, value));
      value = call.arena().copy(charset == Charset::kLatin1 ? from_latin1(decoded) : decoded);
    }
    auto known = fields.begin();
    while (known != fields.end() && known->name != name) ++known;
    if (known == fields.end()) known = fields.insert(fields.end(), Field{name, {}});
    known->values.push_back(Value::text(value));
  }
  return fields;
}

Result<Value> form_data(Call& call) {
  MIMUS_TRY(const std::string_view text, subject_text(call));
  const std::string_view body = call.arena().copy(text);
  MIMUS_TRY(const std::vector<Field> fields, form_fields(call, body));
  const std::span<Entry> entries = call.entries(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::span<Value> values = call.values(fields[i].values.size());
    std::copy(fields[i].values.begin(), fields[i].values.end(), values.begin());
    entries[i] = {fields[i].name,
                  Value::object(call.make<MultiValue>(std::span<const Value>(values)))};
  }
  const Value map = Value::map(entries);
  if (call.size() < 2) return map;
  call.set_variable(call.text(1), map);
  return Value();
}

constexpr HelperRow kRows[] = {
    {"base64", &base64, "{{base64 'hello' padding=false}}, {{#base64 decode=true}}…{{/base64}}",
     "base64 of a text, and back", Use::kEither},
    {"urlEncode", &url_encode, "{{urlEncode 'a b' decode=false encoding='utf-8'}}",
     "the text as a form field has it, and back", Use::kInline, true},
    {"formData", &form_data, "{{formData request.body 'form' urlDecode=true}}{{form.name}}",
     "the fields of a form, kept under a name"},
};

}  // namespace

handlebars::HelperTable encoding_rows() {
  return kRows;
}

}  // namespace mimus::helpers
