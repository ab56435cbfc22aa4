#include "values.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/uuid.h"
#include "decimal.h"
#include "text/dates.h"

namespace mimus::render {
namespace {

Datum text_datum(std::optional<std::string_view> text) {
  if (!text) return {};
  return {Datum::Kind::kText, *text, nullptr};
}

Datum made_text(std::string_view text, const Scope& scope) {
  return {Datum::Kind::kText, scope.facts.arena().copy(text), nullptr};
}

template <class Integer>
Datum number_datum(Integer number, const Scope& scope) {
  char digits[24];
  const char* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  const std::string_view text(digits, static_cast<std::size_t>(end - digits));
  return {Datum::Kind::kNumber, scope.facts.arena().copy(text), nullptr};
}

std::optional<std::string_view> find(std::span<const facts::NameValue> pairs, std::string_view name) {
  for (const facts::NameValue& pair : pairs) {
    if (pair.name == name) return pair.value;
  }
  return std::nullopt;
}

const json::Value* take(const json::Value& from, const Step& step) {
  if (const json::Object* object = from.if_object()) return object->if_contains(step.member);
  if (const json::Array* array = from.if_array()) return step.index ? array->if_contains(*step.index) : nullptr;
  return nullptr;
}

}  // namespace

Datum path_value(const Expression& expression, const Scope& scope) {
  Datum datum = text_datum(find(scope.path, expression.name));
  if (is_canonical_number(datum.text)) datum.kind = Datum::Kind::kNumber;
  return datum;
}

Datum query_value(const Expression& expression, const Scope& scope) {
  return text_datum(find(scope.facts.query(), expression.name));
}

Datum header_value(const Expression& expression, const Scope& scope) {
  return text_datum(scope.facts.request().header(expression.name));
}

Datum cookie_value(const Expression& expression, const Scope& scope) {
  return text_datum(find(scope.facts.cookies(), expression.name));
}

Datum form_value(const Expression& expression, const Scope& scope) {
  return text_datum(find(scope.facts.form(), expression.name));
}

Datum body_value(const Expression& expression, const Scope& scope) {
  if (expression.steps.empty()) return text_datum(scope.facts.request().body);
  const json::Value* at = scope.facts.json();
  for (const Step& step : expression.steps) {
    if (at == nullptr) return {};
    at = take(*at, step);
  }
  if (at == nullptr) return {};
  return {Datum::Kind::kJson, {}, at};
}

Datum method_value(const Expression&, const Scope& scope) {
  return text_datum(scope.facts.request().method);
}

Datum url_value(const Expression&, const Scope& scope) {
  const http::Request& request = scope.facts.request();
  if (request.query.empty()) return text_datum(request.path);
  Arena& arena = scope.facts.arena();
  return text_datum(arena.join(request.path, arena.join("?", request.query)));
}

Datum count_value(const Expression&, const Scope& scope) { return number_datum(scope.count, scope); }

Datum uuid_value(const Expression& expression, const Scope& scope) {
  return made_text(Uuid::random(scope.chance.fork(expression.fork)).text(), scope);
}

Datum now_value(const Expression&, const Scope& scope) { return made_text(text::iso8601(scope.now), scope); }

Datum date_value(const Expression&, const Scope& scope) {
  const std::string now = text::iso8601(scope.now, 0);
  return made_text(std::string_view(now).substr(0, now.find('T')), scope);
}

Datum seconds_value(const Expression&, const Scope& scope) {
  return number_datum(std::chrono::floor<std::chrono::seconds>(scope.now).time_since_epoch().count(), scope);
}

Datum milliseconds_value(const Expression&, const Scope& scope) {
  using std::chrono::milliseconds;
  return number_datum(std::chrono::floor<milliseconds>(scope.now).time_since_epoch().count(), scope);
}

// -205 with two decimals: "-2.05".
Datum random_value(const Expression& expression, const Scope& scope) {
  const std::int64_t drawn = scope.chance.fork(expression.fork).between(expression.low, expression.high);
  if (expression.decimals == 0) return number_datum(drawn, scope);
  std::array<char, 24> digits;
  char* first = digits.data() + digits.size();
  std::int64_t left = drawn < 0 ? -drawn : drawn;
  for (int place = 0; left > 0 || place <= expression.decimals; ++place, left /= 10) {
    if (place == expression.decimals) *--first = '.';
    *--first = static_cast<char>('0' + left % 10);
  }
  if (drawn < 0) *--first = '-';
  const std::string_view text(first, static_cast<std::size_t>(digits.data() + digits.size() - first));
  return {Datum::Kind::kNumber, scope.facts.arena().copy(text), nullptr};
}

}  // namespace mimus::render
