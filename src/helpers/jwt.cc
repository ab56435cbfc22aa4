#include "date_value.h"
#include "digest/digest.h"
#include "host.h"
#include "intl/shift.h"
#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// jwt: a JSON Web Token (RFC 7519) of the claims that are given as options.
namespace mimus::helpers {
namespace {

using handlebars::Entry;
using handlebars::HelperRow;
using Use = HelperRow::Use;

struct Algorithm {
  std::string_view name;
  digest::Kind digest;
  enum class Kind { kNone, kHmac, kRsa } kind;
};
constexpr Algorithm kAlgorithms[] = {
    {"none", digest::Kind::kSha256, Algorithm::Kind::kNone},
    {"HS256", digest::Kind::kSha256, Algorithm::Kind::kHmac},
    {"HS384", digest::Kind::kSha384, Algorithm::Kind::kHmac},
    {"HS512", digest::Kind::kSha512, Algorithm::Kind::kHmac},
    {"RS256", digest::Kind::kSha256, Algorithm::Kind::kRsa},
    {"RS384", digest::Kind::kSha384, Algorithm::Kind::kRsa},
    {"RS512", digest::Kind::kSha512, Algorithm::Kind::kRsa},
};

// Options that are no claims.
bool is_option(std::string_view name) {
  return name == "alg" || name == "secret" || name == "key" || name == "maxAge" || name == "kid";
}

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

void append_member(const Call& call, std::string_view name, const Value& value, std::string& out) {
  if (out.size() > 1) out += ',';
  handlebars::append_json(Value::text(name), call.dialect(), call.arena(), out);
  out += ':';
  const DateValue* date = value.if_object<DateValue>();  // NumericDate, RFC 7519 §2
  handlebars::append_json(date ? Value::number(seconds(date->instant())) : value, call.dialect(),
                          call.arena(), out);
}

Result<std::string> payload_of(const Call& call) {
  const WallTime now = host_of(call).now();
  std::string out = "{";
  if (call.hash("iat").is_absent()) append_member(call, "iat", Value::number(seconds(now)), out);
  if (!call.hash("maxAge").is_nothing()) {
    const auto age = intl::Shift::parse(call.text(call.hash("maxAge")));
    if (!age) return call.fail(age.error().message, age.error().hint);
    append_member(call, "exp", Value::number(seconds(intl::shifted({now, {}}, *age).instant)), out);
  }
  for (const Entry& claim : call.hash()) {
    if (!is_option(claim.name)) append_member(call, claim.name, claim.value, out);
  }
  return out + "}";
}

Result<std::string> signature_of(const Call& call, const Algorithm& algorithm,
                                 std::string_view signed_part) {
  if (algorithm.kind == Algorithm::Kind::kNone) return std::string();
  if (algorithm.kind == Algorithm::Kind::kRsa) {
    auto signature =
        digest::rsa_signature(algorithm.digest, call.text(call.hash("key")), signed_part);
    if (!signature)
      return call.fail(signature.error().message,
                       "give key= a private key: -----BEGIN PRIVATE KEY-----…");
    return *signature;
  }
  const Value secret = call.hash("secret");
  return digest::hmac(algorithm.digest,
                      secret.is_nothing() ? std::string_view("mimus") : call.text(secret),
                      signed_part);
}

Result<Value> jwt(Call& call) {
  const Value option = call.hash("alg");
  const std::string_view name = option.is_nothing() ? std::string_view("HS256") : call.text(option);
  const Algorithm* algorithm = nullptr;
  for (const Algorithm& row : kAlgorithms) {
    if (row.name == name) algorithm = &row;
  }
  if (algorithm == nullptr) {
    return call.fail("there is no algorithm '" + std::string(name) + "'",
                     "write HS256, HS384, HS512, RS256, RS384, RS512 or none");
  }
  std::string header = "{";
  append_member(call, "alg", Value::text(name), header);
  append_member(call, "typ", Value::text("JWT"), header);
  if (!call.hash("kid").is_nothing()) append_member(call, "kid", call.hash("kid"), header);
  MIMUS_TRY(const std::string payload, payload_of(call));
  std::string token = text::base64url_encode(header + "}") + "." + text::base64url_encode(payload);
  MIMUS_TRY(const std::string signature, signature_of(call, *algorithm, token));
  return call.made(token + "." + text::base64url_encode(signature));
}

constexpr HelperRow kRows[] = {
    {"jwt", &jwt, "{{jwt sub='ada' maxAge='1 hours' alg='HS256' secret='s'}}",
     "a signed token; options are its claims, but alg, secret, key (PEM, for RS256), kid and "
     "maxAge"},
};

}  // namespace

handlebars::HelperTable jwt_rows() {
  return kRows;
}

}  // namespace mimus::helpers
