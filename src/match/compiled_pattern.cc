#include "compiled_pattern.h"

#include <algorithm>

#include "http/message.h"
#include "text/dates.h"

namespace mimus::match {
namespace {

struct PlaceRow {
  Place place;
  std::string_view name;
  int cost;  // of getting at its values: headers are there, a body has to be parsed
  bool named;
};
constexpr PlaceRow kPlaces[] = {
    {Place::kQuery, "query", 10, true},        {Place::kHeader, "header", 0, true},
    {Place::kCookie, "cookie", 20, true},      {Place::kForm, "form", 30, true},
    {Place::kBody, "body", 40, false},         {Place::kUrl, "url", 0, false},
    {Place::kPath, "rawPath", 0, false},       {Place::kScheme, "scheme", 0, false},
    {Place::kHost, "host", 0, false},          {Place::kPort, "port", 0, false},
    {Place::kClientIp, "clientIp", 0, false},  {Place::kPathParameter, "path", 0, true},
    {Place::kMultipart, "multipart", 60, false}, {Place::kRequest, "request", 50, false},
};

const PlaceRow& row_of(Place place) { return kPlaces[static_cast<std::size_t>(place)]; }

Result<CompiledCondition> compile_condition(const Condition& condition, Manner manner) {
  CompiledCondition compiled;
  compiled.place = condition.place;
  compiled.name = condition.name;
  if (condition.place == Place::kBody) {
    auto body = BodyPath::parse(condition.name);
    if (!body) {
      Error error = std::move(body).error();
      error.where.pointer = "/name";
      error.hint = "write user.name, items[0].id or a JSON pointer";
      return error;
    }
    compiled.body = *std::move(body);
  } else if (takes_name(condition.place) && condition.name.empty()) {
    Error error = invalid("a " + std::string(name_of(condition.place)) + " condition without a name");
    error.where.pointer = "/name";
    return error;
  }
  MIMUS_TRY(compiled.matchers, Matchers::compile(condition.tests, {condition.place, manner}));
  compiled.cost = row_of(condition.place).cost + compiled.matchers.cost();
  return compiled;
}

void add_named(std::span<const facts::NameValue> pairs, std::string_view name, Samples& samples) {
  for (const facts::NameValue& pair : pairs) {
    if (pair.name == name) samples.add(Sample(pair.value));
  }
}

// 2024-01-02T03:04:05+02:00 as it was sent: WireMock leaves the '+' of such a value alone.
bool is_offset_date_time(std::string_view raw) {
  return raw.size() >= 20 && raw.find('+', 16) != raw.npos && raw[4] == '-' && raw[10] == 'T' &&
         text::parse_iso8601(raw).has_value();
}

void add_query(facts::RequestFacts& facts, std::string_view name, Samples& samples) {
  for (const facts::NameValue& pair : facts.query()) {
    if (pair.name == name) samples.add(Sample(is_offset_date_time(pair.raw) ? pair.raw : pair.value));
  }
}

void add_headers(facts::RequestFacts& facts, std::string_view name, Samples& samples) {
  for (const http::HeaderField& field : facts.request().fields) {
    if (http::same_name(field.name, name)) samples.add(Sample(field.value));
  }
}

void add_body(facts::RequestFacts& facts, const BodyPath& path, Samples& samples) {
  if (!facts.has_body()) return;
  if (path.whole()) {
    samples.add(Sample(&facts.body()));
    return;
  }
  const json::Value* root = facts.json();
  if (const json::Value* value = root == nullptr ? nullptr : path.find(*root)) samples.add(Sample(value));
}

}  // namespace

std::string_view name_of(Place place) { return row_of(place).name; }
bool takes_name(Place place) { return place == Place::kBody || row_of(place).named; }

std::string_view path_for(const PathPattern& pattern, facts::RequestFacts& facts) {
  return pattern.raw() ? facts.request().path : facts.normal_path();
}

void CompiledCondition::collect(const Asking& asking, Samples& samples) const {
  facts::RequestFacts& facts = asking.facts;
  switch (place) {
    case Place::kQuery:
      if (matchers.manner() == Manner::kWireMock) return add_query(facts, name, samples);
      return add_named(facts.query(), name, samples);
    case Place::kHeader: return add_headers(facts, name, samples);
    case Place::kCookie: return add_named(facts.cookies(), name, samples);
    case Place::kForm: return add_named(facts.form(), name, samples);
    case Place::kBody: return add_body(facts, body, samples);
    case Place::kUrl: return samples.add(Sample(facts.url()));
    case Place::kPath: return samples.add(Sample(facts.request().path));
    case Place::kScheme: return samples.add(Sample(facts.request().scheme));
    case Place::kHost: return samples.add(Sample(facts.host()));
    case Place::kPort: return samples.add(Sample(facts.port()));
    case Place::kClientIp: return samples.add(Sample(facts.client_ip()));
    case Place::kPathParameter:
      if (const auto value = asking.captures.find(name)) samples.add(Sample(*value));
      return;
    case Place::kMultipart:
    case Place::kRequest: return;
  }
}

bool CompiledCondition::holds(const Asking& asking) const {
  Samples samples(asking.arena());
  collect(asking, samples);
  const bool wiremock_cookie = place == Place::kCookie && matchers.manner() == Manner::kWireMock;
  if (wiremock_cookie && samples.view().empty()) return matchers.want_absence();
  return matchers.hold(samples.view(), asking);
}

CompiledPattern::CompiledPattern(std::shared_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}

Result<CompiledPattern> CompiledPattern::compile(RequestPattern pattern, std::uint64_t key) {
  auto compiled = std::make_shared<Compiled>();
  for (std::size_t i = 0; i < pattern.conditions.size(); ++i) {
    auto condition = compile_condition(pattern.conditions[i], pattern.manner);
    if (!condition) {
      Error error = std::move(condition).error();
      error.where.pointer = "/conditions/" + std::to_string(i) + error.where.pointer;
      return error;
    }
    condition->index = i;
    compiled->conditions.push_back(*std::move(condition));
  }
  std::stable_sort(compiled->conditions.begin(), compiled->conditions.end(),
                   [](const auto& a, const auto& b) { return a.cost < b.cost; });
  compiled->key = key;
  compiled->pattern = std::move(pattern);
  return CompiledPattern(std::move(compiled));
}

const RequestPattern& CompiledPattern::pattern() const { return compiled_->pattern; }

bool CompiledPattern::method_matches(std::string_view method) const {
  const std::vector<std::string>& methods = compiled_->pattern.methods;
  return methods.empty() || std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool CompiledPattern::rest_matches(facts::RequestFacts& facts, const Captures& captures) const {
  const Asking asking{facts, captures, compiled_->key};
  return method_matches(facts.request().method) &&
         std::all_of(compiled_->conditions.begin(), compiled_->conditions.end(),
                     [&asking](const CompiledCondition& condition) { return condition.holds(asking); });
}

bool CompiledPattern::matches(facts::RequestFacts& facts, Captures& captures) const {
  return pattern().path.match(path_for(pattern().path, facts), captures) && rest_matches(facts, captures);
}

bool CompiledPattern::only_path() const {
  return compiled_->pattern.methods.empty() && compiled_->conditions.empty();
}

}  // namespace mimus::match
