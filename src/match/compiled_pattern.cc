#include "compiled_pattern.h"

#include <algorithm>

#include "http/message.h"

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

Result<CompiledCondition> compile_condition(const Condition& condition) {
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
  MIMUS_TRY(compiled.matchers, Matchers::compile(condition.tests, condition.place));
  compiled.cost = row_of(condition.place).cost + compiled.matchers.cost();
  return compiled;
}

void add_named(std::span<const facts::NameValue> pairs, std::string_view name, Samples& samples) {
  for (const facts::NameValue& pair : pairs) {
    if (pair.name == name) samples.add(Sample(pair.value));
  }
}

void add_body(facts::RequestFacts& facts, const BodyPath& path, Samples& samples) {
  const std::string_view text = facts.request().body;
  if (text.empty()) return;
  const json::Value* root = facts.json();
  if (path.whole()) {
    samples.add(Sample(text, root));
  } else if (const json::Value* value = root == nullptr ? nullptr : path.find(*root)) {
    samples.add(Sample(value));
  }
}

}  // namespace

std::string_view name_of(Place place) { return row_of(place).name; }
bool takes_name(Place place) { return place == Place::kBody || row_of(place).named; }

void CompiledCondition::collect(facts::RequestFacts& facts, Samples& samples) const {
  switch (place) {
    case Place::kQuery: return add_named(facts.query(), name, samples);
    case Place::kCookie: return add_named(facts.cookies(), name, samples);
    case Place::kForm: return add_named(facts.form(), name, samples);
    case Place::kBody: return add_body(facts, body, samples);
    default: return;
    case Place::kHeader:
      for (const http::HeaderField& field : facts.request().fields) {
        if (http::same_name(field.name, name)) samples.add(Sample(field.value));
      }
  }
}

bool CompiledCondition::holds(facts::RequestFacts& facts) const {
  Samples samples(facts.arena());
  collect(facts, samples);
  return matchers.hold(samples.view(), facts.arena());
}

CompiledPattern::CompiledPattern(std::shared_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}

Result<CompiledPattern> CompiledPattern::compile(RequestPattern pattern, std::uint64_t) {
  auto compiled = std::make_shared<Compiled>();
  for (std::size_t i = 0; i < pattern.conditions.size(); ++i) {
    auto condition = compile_condition(pattern.conditions[i]);
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
  compiled->pattern = std::move(pattern);
  return CompiledPattern(std::move(compiled));
}

const RequestPattern& CompiledPattern::pattern() const { return compiled_->pattern; }

bool CompiledPattern::method_matches(std::string_view method) const {
  const std::vector<std::string>& methods = compiled_->pattern.methods;
  return methods.empty() || std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool CompiledPattern::rest_matches(facts::RequestFacts& facts, const Captures&) const {
  return method_matches(facts.request().method) &&
         std::all_of(compiled_->conditions.begin(), compiled_->conditions.end(),
                     [&facts](const CompiledCondition& condition) { return condition.holds(facts); });
}

bool CompiledPattern::matches(facts::RequestFacts& facts, Captures& captures) const {
  return pattern().path.match(facts.normal_path(), captures) && rest_matches(facts, captures);
}

bool CompiledPattern::only_path() const {
  return compiled_->pattern.methods.empty() && compiled_->conditions.empty();
}

}  // namespace mimus::match
