// POST /validate/{kind}: is this an IBAN, a card number, an ISBN …, and if not, why?
#include "ask.h"
#include "checks/checks.h"
#include "text/percent.h"

namespace mimus::fakeapi {
namespace {

// What is judged: the body as plain text, a JSON string, or {"value": "…"}.
Result<std::string> read_value(Ask& ask) {
  const std::string_view type = ask.request().header("Content-Type").value_or("");
  if (type.find("json") == type.npos) {
    if (ask.request().body.empty()) return invalid("there is nothing to validate", R"(send it as the body: {"value": "…"})");
    const json::Value* sent = ask.request().body.front() == '{' ? ask.body().value_or(nullptr) : nullptr;
    if (sent == nullptr) return std::string(ask.request().body);
  }
  MIMUS_TRY(const json::Value* body, ask.body());
  const json::Value* value = body->is_object() ? body->get_object().if_contains("value") : body;
  if (value == nullptr) return invalid("the body has no member 'value'", R"({"value": "DE89 3704 0044 0532 0130 00"})");
  if (value->is_string()) return std::string(std::string_view(value->get_string()));
  if (value->is_int64() || value->is_uint64()) return json::write(*value);
  return invalid("the value is not a text", R"({"value": "DE89 3704 0044 0532 0130 00"})");
}

void judge(Ask& ask) {
  const std::string name = text::percent_decode(ask.segments.items[0]);
  const checks::Kind* kind = checks::find_kind(name);
  if (kind == nullptr) return ask.refuse(checks::unknown_kind(name));
  if (const auto setting = ask.setting(); !setting) return ask.refuse(setting.error());
  const auto value = read_value(ask);
  if (!value) return ask.refuse(value.error());
  const Status verdict = (*kind)(*value);
  json::Object body{{"kind", kind->name}, {"value", *value}, {"valid", static_cast<bool>(verdict)}};
  if (!verdict) {
    body["why"] = verdict.error().message;
    if (!verdict.error().hint.empty()) body["hint"] = verdict.error().hint;
    if (verdict.error().where.offset) body["offset"] = *verdict.error().where.offset;
  }
  ask.send(200, "application/json", json::write(body));
}

void list(Ask& ask) {
  if (const auto setting = ask.setting(); !setting) return ask.refuse(setting.error());
  json::Array kinds;
  for (const checks::Kind& kind : checks::kinds()) {
    kinds.push_back(json::Object{{"kind", kind.name}, {"summary", kind.summary}, {"example", kind.example}});
  }
  ask.send(200, "application/json", json::write(json::Object{{"kinds", std::move(kinds)}}));
}

constexpr Parameter kKind[] = {{"kind", "of GET /validate", "iban"}};
constexpr Endpoint kRows[] = {
    {"GET", "/validate", &list, "validation", "what can be validated, with an example of each"},
    {"POST", "/validate/{kind}", &judge, "validation", "valid, or why not", kKind,
     R"({"value": "DE89 3704 0044 0532 0130 00"})"},
};

}  // namespace

std::span<const Endpoint> judge_endpoints() { return kRows; }

}  // namespace mimus::fakeapi
