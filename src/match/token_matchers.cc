#include "body_path.h"
#include "operands.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

// One claim: where it stands and what it must be.
struct Claim {
  bool in_header = false;
  BodyPath path;
  Matchers value;
};

// The JSON of one part of a JSON Web Token (RFC 7515 §3.1): base64url between dots.
std::optional<json::Value> part_of(std::string_view token, std::size_t which) {
  for (; which > 0; --which) {
    const std::size_t dot = token.find('.');
    if (dot == token.npos) return std::nullopt;
    token.remove_prefix(dot + 1);
  }
  const auto bytes = text::base64_decode(token.substr(0, token.find('.')));
  if (!bytes) return std::nullopt;
  auto value = json::parse(*bytes);
  return value ? std::optional(*std::move(value)) : std::nullopt;
}

std::string_view without_scheme(std::string_view text) {
  constexpr std::string_view kBearer = "Bearer ";
  if (text::equal_ignoring_case(text.substr(0, kBearer.size()), kBearer)) text.remove_prefix(kBearer.size());
  return text::trim(text);
}

bool claim_holds(const Claim& claim, const json::Value& part, const Asking& asking) {
  const json::Value* value = claim.path.find(part);
  if (value == nullptr) return claim.value.hold({}, asking);
  const json::Array* array = value->if_array();
  if (array == nullptr || claim.value.manner() == Manner::kNative) {
    const Sample sample(value);
    return claim.value.hold({&sample, 1}, asking);
  }
  Samples samples(asking.arena());
  for (const json::Value& element : *array) samples.add(Sample(&element));
  return claim.value.hold(samples.view(), asking);
}

bool claims_hold(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return false;
  const std::string_view token = without_scheme(sample.text(asking.arena()));
  const auto header = part_of(token, 0), payload = part_of(token, 1);
  if (!header || !payload || !header->is_object() || !payload->is_object()) return false;
  for (const Claim& claim : matcher.as<std::vector<Claim>>()) {
    if (!claim_holds(claim, claim.in_header ? *header : *payload, asking)) return false;
  }
  return true;
}

Status read_claims(const json::Value& map, bool in_header, Setting setting, std::vector<Claim>& claims) {
  if (!map.is_object()) return wants("an object from claim to matcher", map);
  for (const auto& member : map.get_object()) {
    Claim claim;
    claim.in_header = in_header;
    MIMUS_TRY(claim.path, BodyPath::parse(member.key()));
    MIMUS_TRY(claim.value, Matchers::compile(member.value(), {Place::kBody, setting.manner}));
    claims.push_back(std::move(claim));
  }
  return Done{};
}

Result<Matcher> compile_jwt(const Test& test, Setting setting) {
  const json::Object* object = test.operand.if_object();
  if (object == nullptr) return wants("an object", test.operand, "write {\"payload\": {\"sub\": …}, \"header\": {…}}");
  std::vector<Claim> claims;
  for (const auto& member : *object) {
    const bool in_header = member.key() == "header";
    if (!in_header && member.key() != "payload") {
      return invalid("unknown part '" + std::string(member.key()) + "' of a token", "a token has a header and a payload");
    }
    MIMUS_TRY_DONE(read_claims(member.value(), in_header, setting, claims));
  }
  Matcher matcher;
  matcher.own = std::make_shared<const std::vector<Claim>>(std::move(claims));
  matcher.on_value = &claims_hold;
  return matcher;
}

}  // namespace

std::span<const MatcherKind> token_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"jwt", "object", "a JSON Web Token whose claims fit: {payload: {sub: …}, header: {alg: …}}; not verified"},
       MatcherKind::kBoth, 15, &compile_jwt},
  };
  return kKinds;
}

}  // namespace mimus::match
