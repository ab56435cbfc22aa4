#include "model.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>

#include "helpers/decimal.h"
#include "request_model.h"
#include "text/dates.h"

namespace mimus::render {
namespace {

using handlebars::Dialect;
using handlebars::Entry;
using handlebars::Object;
using handlebars::Value;

template <class T, class... Args>
Value made(Arena& arena, Args&&... args) {
  return Value::object(*new (arena.allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...));
}

std::optional<std::string_view> find(std::span<const facts::NameValue> pairs,
                                     std::string_view name) {
  for (const facts::NameValue& pair : pairs) {
    if (pair.name == name) return pair.value;
  }
  return std::nullopt;
}

Value text_or_nothing(std::optional<std::string_view> text) {
  return text ? Value::text(*text) : Value();
}

// ---- query, cookie, form
// -----------------------------------------------------------------------------------------

// Names and values: a member is the first of its name.
class Pairs final : public Object {
 public:
  static constexpr char kType[] = "pairs";
  explicit Pairs(std::span<const facts::NameValue> pairs) : pairs_(pairs) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena&) const override {
    return text_or_nothing(find(pairs_, name));
  }
  std::size_t size() const override { return pairs_.size(); }
  Entry entry(std::size_t index, Arena&) const override {
    return {pairs_[index].name, Value::text(pairs_[index].value)};
  }
  bool truthy() const override { return !pairs_.empty(); }
  void print(std::string& out, const Dialect& dialect) const override {
    Arena arena;
    write_json(out, dialect, arena);
  }
  void write_json(std::string& out, const Dialect& dialect, Arena& arena) const override {
    std::unordered_set<std::string_view> seen;
    out += '{';
    for (const facts::NameValue& pair : pairs_) {
      if (!seen.insert(pair.name).second) continue;
      if (seen.size() > 1) out += ',';
      handlebars::append_json(Value::text(pair.name), dialect, arena, out);
      out += ':';
      handlebars::append_json(Value::text(pair.value), dialect, arena, out);
    }
    out += '}';
  }

 private:
  std::span<const facts::NameValue> pairs_;
};

// ---- header
// ------------------------------------------------------------------------------------------------------

class Headers final : public Object {
 public:
  static constexpr char kType[] = "headers";
  explicit Headers(const http::Request& request) : request_(&request) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena&) const override {
    return text_or_nothing(request_->header(name));
  }
  std::size_t size() const override { return request_->fields.size(); }
  Entry entry(std::size_t index, Arena&) const override {
    return {request_->fields[index].name, Value::text(request_->fields[index].value)};
  }
  void print(std::string& out, const Dialect& dialect) const override {
    Arena arena;
    const auto pairs = arena.array<facts::NameValue>(size());
    for (std::size_t i = 0; i < size(); ++i)
      pairs[i] = {request_->fields[i].name, request_->fields[i].value};
    Pairs(pairs).print(out, dialect);
  }
  void write_json(std::string& out, const Dialect& dialect, Arena&) const override {
    print(out, dialect);
  }

 private:
  const http::Request* request_;
};

// ---- path
// --------------------------------------------------------------------------------------------------------

Value capture(const Scope& scope, std::string_view name) {
  const auto text = find(scope.path, name);
  if (!text) return {};
  return helpers::is_canonical_number(*text) ? Value::numeral(*text) : Value::text(*text);
}

// Prints the path; members are what the route's path says in braces.
class Path final : public Object {
 public:
  static constexpr char kType[] = "path";
  explicit Path(const Scope& scope) : scope_(&scope) {}
  const char* type() const override { return kType; }
  Value member(std::string_view name, Arena&) const override { return capture(*scope_, name); }
  void print(std::string& out, const Dialect&) const override {
    out += scope_->facts.request().path;
  }
  std::string_view text() const override { return scope_->facts.request().path; }

 private:
  const Scope* scope_;
};

// ---- body
// --------------------------------------------------------------------------------------------------------

Value body_member(facts::RequestFacts& facts, std::string_view name, Arena& arena) {
  const json::Value* value = facts.json();
  if (value == nullptr) return {};
  return handlebars::member(Value::json(*value), name, handlebars::kOurs, arena);
}

// Prints the body's text; members are those of its JSON.
class Body final : public Object {
 public:
  static constexpr char kType[] = "body";
  explicit Body(facts::RequestFacts& facts) : facts_(&facts) {}
  const char* type() const override { return kType; }
  Shape shape() const override {
    const json::Value* value = facts_->json();
    return value == nullptr     ? Shape::kScalar
           : value->is_array()  ? Shape::kList
           : value->is_object() ? Shape::kMap
                                : Shape::kScalar;
  }
  Value member(std::string_view name, Arena& arena) const override {
    return body_member(*facts_, name, arena);
  }
  std::size_t size() const override {
    return facts_->json() == nullptr ? 0 : handlebars::size_of(Value::json(*facts_->json()));
  }
  Entry entry(std::size_t index, Arena& arena) const override {
    return handlebars::entry_of(Value::json(*facts_->json()), index, arena);
  }
  bool truthy() const override { return !facts_->request().body.empty(); }
  void print(std::string& out, const Dialect&) const override { out += facts_->request().body; }
  std::string_view text() const override { return facts_->request().body; }
  const json::Value* document() const override { return facts_->json(); }
  void write_json(std::string& out, const Dialect& dialect, Arena& arena) const override {
    handlebars::append_json(Value::text(facts_->request().body), dialect, arena, out);
  }

 private:
  facts::RequestFacts* facts_;
};

// ---- state, scenario, world
// --------------------------------------------------------------------------------------

class State final : public Object {
 public:
  static constexpr char kType[] = "state";
  explicit State(RequestHost& host) : host_(&host) {}
  const char* type() const override { return kType; }
  Value member(std::string_view name, Arena&) const override {
    const json::Value* value = host_->state(name);
    return value == nullptr ? Value() : Value::json(*value);
  }
  void print(std::string&, const Dialect&) const override {}

 private:
  RequestHost* host_;
};

// Prints the state of this stub's own scenario; members are other scenarios.
class Scenario final : public Object {
 public:
  static constexpr char kType[] = "scenario";
  explicit Scenario(RequestHost& host) : host_(&host) {}
  const char* type() const override { return kType; }
  Value member(std::string_view name, Arena&) const override {
    const std::string_view state = host_->scenario_state(name);
    return state.empty() ? Value() : Value::text(state);
  }
  bool truthy() const override { return !host_->scenario_state("").empty(); }
  void print(std::string& out, const Dialect&) const override { out += host_->scenario_state(""); }

 private:
  RequestHost* host_;
};

// ---- the roots
// ---------------------------------------------------------------------------------------------------

struct Root {
  ExpressionRow shown;
  Value (*value)(RequestHost&, Arena&);
  // value(…)'s member of that name without value(…): most templates ask for nothing else.
  Value (*member)(RequestHost&, std::string_view name, Arena&) = nullptr;
};

Value first_of(std::span<const facts::NameValue> pairs, std::string_view name) {
  return text_or_nothing(find(pairs, name));
}

Value instant(RequestHost& host, Arena& arena) {
  return Value::text(arena.copy(text::iso8601(host.now())));
}

Value world(RequestHost& host, Arena& arena) {
  const auto entries = arena.array<Entry>(2);
  entries[0] = {"name", Value::text(host.around().world_name())};
  entries[1] = {"now", instant(host, arena)};
  return Value::map(entries);
}

constexpr Root kRoots[] = {
    {{"path", "{{path.id}}", "what the request has where the route's path says {id}"},
     [](RequestHost& host, Arena& arena) { return made<Path>(arena, host.scope()); },
     [](RequestHost& host, std::string_view name, Arena&) { return capture(host.scope(), name); }},
    {{"query", "{{query.page}}", "a query parameter, the first of that name"},
     [](RequestHost& host, Arena& arena) { return made<Pairs>(arena, host.facts().query()); },
     [](RequestHost& host, std::string_view name, Arena&) {
       return first_of(host.facts().query(), name);
     }},
    {{"header", "{{header.User-Agent}}", "a request header, in any case, the first of that name"},
     [](RequestHost& host, Arena& arena) { return made<Headers>(arena, host.facts().request()); },
     [](RequestHost& host, std::string_view name, Arena&) {
       return text_or_nothing(host.header(name));
     }},
    {{"cookie", "{{cookie.session}}", "a cookie"},
     [](RequestHost& host, Arena& arena) { return made<Pairs>(arena, host.facts().cookies()); },
     [](RequestHost& host, std::string_view name, Arena&) {
       return first_of(host.facts().cookies(), name);
     }},
    {{"form", "{{form.email}}", "a field of a form that was sent, the first of that name"},
     [](RequestHost& host, Arena& arena) { return made<Pairs>(arena, host.facts().form()); },
     [](RequestHost& host, std::string_view name, Arena&) {
       return first_of(host.facts().form(), name);
     }},
    {{"body", "{{body.user.emails[0]}}",
      "a member of the JSON body; {{body}} is the whole body as text"},
     [](RequestHost& host, Arena& arena) { return made<Body>(arena, host.facts()); },
     [](RequestHost& host, std::string_view name, Arena& arena) {
       return body_member(host.facts(), name, arena);
     }},
    {{"parts", "{{parts.photo.filename}}",
      "a part of a multipart body: body, filename, headers, name"},
     [](RequestHost& host, Arena& arena) { return request_parts(host, arena); }},
    {{"method", "{{method}}", "the request's method"},
     [](RequestHost& host, Arena&) { return Value::text(host.method()); }},
    {{"url", "{{url}}", "the request's path with its query, as received"},
     [](RequestHost& host, Arena&) { return Value::text(host.url()); }},
    {{"count", "{{count}}", "how many requests this route has answered before, a number"},
     [](RequestHost& host, Arena&) {
       return Value::number(static_cast<std::int64_t>(host.count()));
     }},
    {{"state", "{{state.cart}}", "a value that was stored in this world"},
     [](RequestHost& host, Arena& arena) { return made<State>(arena, host); }},
    {{"scenario", "{{scenario.checkout}}",
      "the state that a scenario is in; {{scenario}} is this route's own"},
     [](RequestHost& host, Arena& arena) { return made<Scenario>(arena, host); }},
    {{"world", "{{world.name}}", "the world that answers; {{world.now}} is its time"}, &world},
    {{"request", "{{request.query.tag.[1]}}", "the request as WireMock's templates see it"},
     [](RequestHost& host, Arena& arena) { return wiremock_request(host, arena); }},
    // Not shown: {{now}} is a helper, and its argument form; `ms` is the word of {{timestamp ms}}.
    {{"now", "", ""}, &instant},
    {{"parameters", "", ""},
     [](RequestHost& host, Arena&) {
       return host.scope().parameters == nullptr ? Value() : Value::json(*host.scope().parameters);
     }},
    {{"ms", "", ""}, [](RequestHost&, Arena&) { return Value::text("ms"); }},
    // Of webhooks: what was answered. It is handed over among the parameters.
    {{"response", "", ""},
     [](RequestHost& host, Arena&) {
       const json::Value* all = host.scope().parameters;
       const json::Object* object = all == nullptr ? nullptr : all->if_object();
       const json::Value* response = object == nullptr ? nullptr : object->if_contains("response");
       return response == nullptr ? Value() : Value::json(*response);
     }},
    {{"originalRequest", "", ""},
     [](RequestHost& host, Arena& arena) { return wiremock_request(host, arena); }},
};

constexpr auto kNames = [] {
  std::array<std::string_view, std::size(kRoots)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kRoots[i].shown.name;
  return names;
}();

constexpr std::string_view kWireMockNames[] = {"request", "parameters", "originalRequest", "response"};
constexpr std::size_t kShown = std::size(kRoots) - 5;
constexpr auto kShownRows = [] {
  std::array<ExpressionRow, kShown> rows{};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = kRoots[i].shown;
  return rows;
}();

}  // namespace

std::span<const std::string_view> our_roots() {
  return kNames;
}
std::span<const std::string_view> wiremock_roots() {
  return kWireMockNames;
}
std::span<const ExpressionRow> root_rows() {
  return kShownRows;
}

Value Model::member(std::string_view name, Arena& arena) const {
  const std::span<const std::string_view> known = roots_of(language_);
  const auto found = std::find(known.begin(), known.end(), name);
  return found == known.end() ? Value()
                              : member_at(static_cast<std::uint32_t>(found - known.begin()), arena);
}

Value Model::member_at(std::uint32_t index, Arena& arena) const {
  if (language_ == Language::kOurs) return kRoots[index].value(*host_, arena);
  // WireMock's names stand elsewhere in the table.
  const auto root = std::find_if(std::begin(kRoots), std::end(kRoots), [&](const Root& row) {
    return row.shown.name == kWireMockNames[index];
  });
  return root->value(*host_, arena);
}

Value Model::member_in(std::uint32_t index, std::string_view name, Arena& arena) const {
  if (language_ != Language::kOurs || kRoots[index].member == nullptr) return {};
  return kRoots[index].member(*host_, name, arena);
}

}  // namespace mimus::render
