#include <algorithm>
#include <chrono>

#include "digest/digest.h"
#include "host.h"
#include "intl/shift.h"
#include "own.h"
#include "text/encoding.h"
#include "text/suggest.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

std::string base64url(std::string_view bytes) {
  std::string text = text::base64_encode(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

struct Form {
  std::string_view name;
  std::string (*write)(std::string_view bytes);
};
constexpr Form kForms[] = {
    {"hex", &text::hex_encode}, {"base64", &text::base64_encode}, {"base64url", &base64url}};

// As as= says: hexadecimal digits when it says nothing.
Result<Value> written(Call& call, std::string_view bytes) {
  const Value as = call.hash("as");
  for (const Form& form : kForms) {
    if (form.name == (as.is_nothing() ? "hex" : call.text(as))) return call.made(form.write(bytes));
  }
  return call.fail("'" + std::string(call.text(as)) + "' is no form of bytes",
                   "hex, base64 or base64url");
}

Result<digest::Algorithm> algorithm_of(const Call& call, std::string_view name) {
  const auto algorithm = digest::algorithm_named(name);
  if (algorithm) return *algorithm;
  return call.fail("there is no hash '" + std::string(name) + "'",
                   text::did_you_mean(name, digest::algorithm_names()));
}

Result<Value> hash(Call& call) {
  MIMUS_TRY(const digest::Algorithm algorithm, algorithm_of(call, call.text(0)));
  return written(call, digest::hash(algorithm, call.text(1)));
}

Result<Value> hmac(Call& call) {
  if (call.size() != 3)
    return call.fail("hmac takes a hash, a key and a text", "write {{hmac 'sha256' 'key' body}}");
  MIMUS_TRY(const digest::Algorithm algorithm, algorithm_of(call, call.text(0)));
  return written(call, digest::hmac(algorithm, call.text(1), call.text(2)));
}

// ---- JSON web tokens, RFC 7519

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// Our own named arguments; all others are claims.
constexpr std::string_view kOptions[] = {"secret", "alg", "expires"};

Result<json::Object> claims_of(Call& call) {
  json::Object claims;
  if (call.arg(0).is_map_like()) {
    claims = handlebars::to_json(call.arg(0), call.dialect(), call.arena()).as_object();
  } else if (call.size() > 0) {
    return call.fail("jwt takes claims as named arguments or as one object",
                     "write {{jwt sub='ada' secret='s' expires='1 hour'}}");
  }
  for (const Entry& entry : call.hash()) {
    if (std::find(std::begin(kOptions), std::end(kOptions), entry.name) != std::end(kOptions))
      continue;
    claims[entry.name] = handlebars::to_json(entry.value, call.dialect(), call.arena());
  }
  const WallTime now = host_of(call).now();
  if (!claims.contains("iat")) claims["iat"] = seconds(now);
  if (const Value expires = call.hash("expires"); !expires.is_nothing()) {
    const auto shift = intl::Shift::parse(call.text(expires));
    if (!shift) return call.fail(shift.error().message, shift.error().hint);
    claims["exp"] = seconds(intl::shifted({now, intl::Zone::utc()}, *shift).instant);
  }
  return claims;
}

struct Signature {
  std::string_view name;
  digest::Algorithm algorithm;
};
constexpr Signature kSignatures[] = {{"HS256", digest::Algorithm::kSha256},
                                     {"HS384", digest::Algorithm::kSha384},
                                     {"HS512", digest::Algorithm::kSha512}};

// RFC 7515 §7.1, signed as RFC 7518 §3.2 says; "none" leaves the signature empty.
Result<Value> jwt(Call& call) {
  const Value given = call.hash("alg");
  const std::string_view name = given.is_nothing() ? std::string_view("HS256") : call.text(given);
  const auto* signature = std::find_if(std::begin(kSignatures), std::end(kSignatures),
                                       [&](const Signature& one) { return one.name == name; });
  const bool none = name == "none";
  if (!none && signature == std::end(kSignatures))
    return call.fail("jwt signs with HS256, HS384, HS512 or none, not with '" + std::string(name) +
                     "'");
  MIMUS_TRY(const json::Object claims, claims_of(call));
  const json::Value header = json::Object{{"alg", name}, {"typ", "JWT"}};
  const std::string text =
      base64url(json::write(header)) + '.' + base64url(json::write(json::Value(claims)));
  if (none) return call.made(text + '.');
  return call.made(
      text + '.' +
      base64url(digest::hmac(signature->algorithm, call.text(call.hash("secret")), text)));
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"hash", &hash, "{{hash 'sha256' body.text as='base64'}}",
     "md5, sha1, sha256, sha384 or sha512 of a text, in hex, base64 or base64url", Use::kInline,
     true},
    {"hmac", &hmac, "{{hmac 'sha256' 'key' body.text}}", "the same with a key, RFC 2104",
     Use::kInline, true},
    {"jwt", &jwt, "{{jwt sub=path.id role='admin' secret='s' expires='1 hours'}}",
     "a JSON web token of these claims, and iat; alg= HS256, HS384, HS512 or none"},
};

}  // namespace

handlebars::HelperTable own_secrets() {
  return kRows;
}

}  // namespace mimus::helpers
