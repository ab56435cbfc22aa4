#include "javascript.h"
#include "mockoon.h"
#include "text/encoding.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// The argument, or the inside of the block when there is none.
Result<std::string_view> content(Call& call) {
  if (call.size() == 0) return call.captured_block();
  return call.text(0);
}

std::string url_safe(std::string text) {
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

Result<Value> base64(Call& call) {
  MIMUS_TRY(const std::string_view text, content(call));
  return call.made_safe(text::base64_encode(text));
}
Result<Value> base64url(Call& call) {
  MIMUS_TRY(const std::string_view text, content(call));
  return call.made_safe(url_safe(text::base64_encode(text)));
}
Result<Value> base64_decode(Call& call) {
  MIMUS_TRY(const std::string_view text, content(call));
  return call.made_safe(javascript::base64_text(text));
}

// The part of a JSON web token, or a member of it; absent for what is none. Nothing is verified.
Result<Value> jwt_part(Call& call, int part) {
  if (!call.arg(0).is_text()) return Value();
  std::string_view token = call.text(0);
  if (token.starts_with("Bearer ")) token.remove_prefix(7);
  for (; part > 0; --part) {
    const std::size_t dot = token.find('.');
    if (dot == std::string_view::npos) return Value();
    token.remove_prefix(dot + 1);
  }
  const auto document = json::parse(javascript::base64_text(token.substr(0, token.find('.'))));
  if (!document) return Value();
  const Value whole = Value::json(call.keep(*document));
  if (call.arg(1).is_absent()) return whole;
  return handlebars::member(whole, call.text(1), call.dialect(), call.arena());
}
Result<Value> jwt_header(Call& call) {
  return jwt_part(call, 0);
}
Result<Value> jwt_payload(Call& call) {
  return jwt_part(call, 1);
}

// parseInt()
Result<Value> parse_int(Call& call) {
  const auto number = javascript::integer_at_front(call.text(0));
  return number ? javascript::value_of(*number) : Value::text("");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"base64", &base64, "{{base64 'hi'}}", "in base64; the inside when it is a block",
     Use::kEither},
    {"base64Decode", &base64_decode, "{{base64Decode 'aGk='}}", "what a base64 text stands for",
     Use::kEither},
    {"base64url", &base64url, "{{base64url 'hi'}}", "in base64 for URLs, without padding",
     Use::kEither},
    {"base64urlDecode", &base64_decode, "{{base64urlDecode 'aGk'}}", "what such a text stands for",
     Use::kEither},
    {"jwtHeader", &jwt_header, "{{jwtHeader (header 'Authorization') 'alg'}}",
     "the header of a JSON web token, or a member of it; not verified"},
    {"jwtPayload", &jwt_payload, "{{jwtPayload (header 'Authorization') 'sub'}}",
     "the payload of a JSON web token, or a member of it; not verified"},
    {"parseInt", &parse_int, "{{parseInt '12px'}}", "the whole number at the front of a text"},
};

}  // namespace

handlebars::HelperTable mockoon_encodings() {
  return kRows;
}

}  // namespace mimus::helpers
