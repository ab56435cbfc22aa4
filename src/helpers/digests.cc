#include "digest/digest.h"

#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// md5, sha1, sha256, sha384, sha512, hmac, base64url: ours, beside WireMock's.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using Use = HelperRow::Use;

Result<Value> encoded(const Call& call, std::string_view bytes) {
  const Value option = call.hash("encoding");
  const std::string_view encoding =
      option.is_nothing() ? std::string_view("hex") : call.text(option);
  if (encoding == "hex") return call.made(text::hex_encode(bytes));
  if (encoding == "base64") return call.made(text::base64_encode(bytes));
  if (encoding == "base64url") return call.made(text::base64url_encode(bytes));
  return call.fail("there is no encoding '" + std::string(encoding) + "'",
                   "write 'hex', 'base64' or 'base64url'");
}

template <digest::Kind kKind>
Result<Value> digest_of(Call& call) {
  MIMUS_TRY(const std::string_view text, block_or_subject(call));
  return encoded(call, digest::of(kKind, text));
}

Result<Value> hmac(Call& call) {
  if (call.size() < 3)
    return call.fail("hmac needs a digest, a key and a text",
                     "write {{hmac 'sha256' 'key' 'text'}}");
  const auto kind = digest::named(call.text(0));
  if (!kind) {
    return call.fail("there is no digest '" + std::string(call.text(0)) + "'",
                     "write md5, sha1, sha256, sha384 or sha512");
  }
  return encoded(call, digest::hmac(*kind, call.text(1), call.text(2)));
}

Result<Value> base64url(Call& call) {
  MIMUS_TRY(const std::string_view text, block_or_subject(call));
  MIMUS_TRY(const bool decode, boolean_option(call, "decode", false));
  if (!decode) return call.made(text::base64url_encode(text));
  const auto bytes = text::base64_decode(text);
  if (!bytes) return call.fail("'" + std::string(text) + "' is not base64url");
  return call.made(*bytes);
}

constexpr HelperRow kRows[] = {
    {"md5", &digest_of<digest::Kind::kMd5>, "{{md5 'text' encoding='hex'}}",
     "MD5 of a text; encoding hex, base64 or base64url", Use::kEither},
    {"sha1", &digest_of<digest::Kind::kSha1>, "{{sha1 'text'}}", "SHA-1 of a text", Use::kEither},
    {"sha256", &digest_of<digest::Kind::kSha256>, "{{sha256 'text'}}", "SHA-256 of a text",
     Use::kEither},
    {"sha384", &digest_of<digest::Kind::kSha384>, "{{sha384 'text'}}", "SHA-384 of a text",
     Use::kEither},
    {"sha512", &digest_of<digest::Kind::kSha512>, "{{sha512 'text'}}", "SHA-512 of a text",
     Use::kEither},
    {"hmac", &hmac, "{{hmac 'sha256' 'key' 'text' encoding='base64'}}", "a keyed digest of a text",
     Use::kInline, true},
    {"base64url", &base64url, "{{base64url 'text' decode=false}}",
     "base64 for URLs, without padding, and back", Use::kEither},
};

}  // namespace

handlebars::HelperTable digest_rows() {
  return kRows;
}

}  // namespace mimus::helpers
