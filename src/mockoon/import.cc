#include "import.h"

#include <algorithm>
#include <utility>

#include "environment.h"
#include "formats/identify.h"
#include "http/message.h"
#include "letters.h"
#include "native/write.h"
#include "regex/ecma.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

using formats::Imported;

bool is_template(std::string_view text) {
  return text.find("{{") != text.npos;
}

// "users/:id" -> "/users/{id}"; nothing when it says more.
std::optional<std::string> native_path(std::string_view prefix, std::string_view endpoint) {
  std::string path;
  for (const std::string_view part : {prefix, endpoint}) {
    for (std::string_view rest = part; !rest.empty();) {
      const std::size_t slash = std::min(rest.find('/'), rest.size());
      const std::string_view segment = rest.substr(0, slash);
      const bool last = slash == rest.size();
      rest.remove_prefix(std::min(slash + 1, rest.size()));
      if (segment.empty()) continue;
      if (segment == "*" && last) {
        path += "/{rest:*}";
      } else if (segment.starts_with(':') && segment.find_first_of("()*?+[]{}|.-", 1) == segment.npos) {
        path += "/{" + std::string(segment.substr(1)) + "}";
      } else if (segment.find_first_of(":()*?+[]{}|^$\\") == segment.npos) {
        path += "/" + native::escape_path(segment);
      } else {
        return std::nullopt;
      }
    }
  }
  return path.empty() ? "/" : path;
}

std::optional<match::Place> place_of(std::string_view target) {
  using match::Place;
  if (target == "query") return Place::kQuery;
  if (target == "header") return Place::kHeader;
  if (target == "cookie") return Place::kCookie;
  if (target == "params") return Place::kPathParameter;
  if (target == "body") return Place::kBody;
  return std::nullopt;
}

// Rules compare texts, and ours JSON: "1" is the number that bodies have.
json::Value scalar_of(const std::string& text) {
  auto parsed = json::parse(text);
  return parsed && (parsed->is_number() || parsed->is_bool()) ? *std::move(parsed) : json::Value(text);
}

std::optional<match::Condition> condition_of(const Rule& rule) {
  const auto place = place_of(rule.target);
  if (!place || is_template(rule.modifier) || is_template(rule.value) || rule.modifier.starts_with('$')) return std::nullopt;
  if (rule.modifier.empty() && *place != match::Place::kBody) return std::nullopt;
  match::Test test;
  if (rule.op == "equals") {
    json::Value wanted(rule.value);
    if (*place == match::Place::kBody && !rule.modifier.empty()) wanted = scalar_of(rule.value);
    test = {"equals", wanted};
    if (rule.invert) test = {"not", json::Object{{"equals", wanted}}};
  } else if ((rule.op == "regex" || rule.op == "regex_i") && !rule.invert) {
    test = {"matches", json::Value((rule.op == "regex_i" ? "(?i)" : "") + std::string("[\\s\\S]*(?:") + regex::pcre_from_ecma(rule.value) + ")[\\s\\S]*")};
  } else if (rule.op == "null") {
    test = {"absent", json::Value(!rule.invert)};
  } else {
    return std::nullopt;
  }
  return match::Condition{*place, rule.modifier, {std::move(test)}};
}

class Importer {
 public:
  explicit Importer(Environment environment) : environment_(std::move(environment)) {}

  Imported run() && {
    for (const Route& route : environment_.routes) {
      where_ = upper(route.method.empty() ? std::string("CRUD") : route.method) + " /" + route.endpoint;
      switch (route.type) {
        case RouteType::kSocket:
          left_out("a WebSocket route");
          break;
        case RouteType::kCrud:
          crud(route);
          break;
        case RouteType::kHttp:
          http_route(route);
          break;
      }
    }
    if (environment_.proxies) {
      where_ = "proxyMode";
      left_out("start it with: mimus serve FILE --upstream " + environment_.proxy_host);
    }
    formats::identify(out_.stubs);
    return std::move(out_);
  }

 private:
  void left_out(std::string why) { out_.report.left_out.push_back({where_, std::move(why)}); }
  void approximated(std::string how) { out_.report.approximated.push_back({where_, std::move(how)}); }

  const Bucket* bucket_of(const Response& response) const {
    const auto place = environment_.bucket_place(response.bucket);
    return place ? &environment_.buckets[*place] : nullptr;
  }

  // ---- CRUD

  void crud(const Route& route) {
    if (route.responses.empty()) return left_out("it has no response");
    const Response& response = route.responses.front();
    const Bucket* const bucket = bucket_of(response);
    const auto path = native_path(environment_.prefix, route.endpoint);
    if (bucket == nullptr || !path) return left_out("it has no data bucket, or an endpoint that is an expression");
    auto rows = is_template(bucket->value) ? Result<json::Value>(Error{}) : json::parse(bucket->value);
    const bool objects = rows && rows->is_array() && std::ranges::all_of(rows->get_array(), [](const json::Value& row) { return row.is_object(); });
    if (!objects) return left_out("its data bucket '" + bucket->name + "' is no list of constant objects");
    if (response.crud_key != "id") return left_out("its items are found by '" + response.crud_key + "', not by 'id'");
    out_.routes.push_back(json::Object{{"resource", *path}, {"data", *std::move(rows)}});
    approximated("a collection: its queries and answers are ours (docs/collections.md)");
    ++out_.report.taken;
  }

  // ---- HTTP

  void http_route(const Route& route) {
    if (route.mode == Mode::kFallback) return left_out("FALLBACK has no counterpart");
    const auto path = native_path(environment_.prefix, route.endpoint);
    auto pattern = path ? match::PathPattern::parse(*path) : Result<match::PathPattern>(Error{});
    if (!pattern) return left_out("its endpoint is an expression");
    stub::Stub stub;
    stub.label = where_;
    stub.request.path = *std::move(pattern);
    if (route.method != "all" && !route.method.empty()) stub.request.methods = {upper(route.method)};
    stub.responses.clear();
    const std::size_t before = out_.stubs.size();
    if (route.mode == Mode::kRandom || route.mode == Mode::kSequential) {
      several(route, std::move(stub));
    } else {
      by_rules(route, stub);
    }
    if (out_.stubs.size() > before) ++out_.report.taken;
  }

  void several(const Route& route, stub::Stub stub) {
    for (const Response& response : route.responses) {
      if (auto spec = spec_of(response)) stub.responses.push_back(*std::move(spec));
    }
    if (stub.responses.empty()) return;
    stub.choice = route.mode == Mode::kRandom ? stub::Choice::kRandom : stub::Choice::kCycle;
    add(std::move(stub), route.responses.front());
  }

  void by_rules(const Route& route, const stub::Stub& like) {
    for (const Response& response : route.responses) {
      if (route.mode == Mode::kDefault || response.rules.empty()) continue;
      auto spec = spec_of(response);
      if (!spec) continue;
      std::vector<match::Condition> conditions;
      for (const Rule& rule : response.rules) {
        auto condition = condition_of(rule);
        if (condition) conditions.push_back(*std::move(condition));
      }
      if (conditions.size() != response.rules.size()) {
        left_out("a response ('" + response.label + "'): its rules have no counterpart");
        continue;
      }
      const std::size_t ways = response.all_rules ? 1 : conditions.size();
      for (std::size_t i = 0; i < ways; ++i) {
        stub::Stub stub = like;
        stub.responses = {*spec};
        if (response.all_rules) {
          stub.request.conditions = conditions;
        } else {
          stub.request.conditions = {conditions[i]};
        }
        add(std::move(stub), response);
      }
    }
    const auto usual = std::ranges::find(route.responses, true, &Response::is_default);
    if (usual == route.responses.end()) return;
    auto spec = spec_of(*usual);
    if (!spec) return;
    stub::Stub stub = like;
    stub.responses = {*std::move(spec)};
    add(std::move(stub), *usual);
  }

  void add(stub::Stub stub, const Response& response) {
    if (const Milliseconds latency = environment_.latency + response.latency; latency.count() > 0) stub.latency = stub::FixedDelay{latency};
    stub.priority = static_cast<int>(out_.stubs.size()) + 1;  // the first that matches, as there
    if (const auto compiled = match::CompiledPattern::compile(stub.request); !compiled) return left_out(compiled.error().message);
    out_.stubs.push_back(std::move(stub));
  }

  // ---- responses

  std::optional<stub::ResponseSpec> spec_of(const Response& from) {
    if (from.status < 200 || from.status > 599) {
      left_out("a response with the status " + std::to_string(from.status));
      return std::nullopt;
    }
    if (from.body_type == BodyType::kFile && !from.file.empty()) {
      left_out("a response whose body is the file '" + from.file + "'");
      return std::nullopt;
    }
    stub::ResponseSpec spec;
    spec.status = from.status;
    for (const std::vector<Field>* fields : {&environment_.headers, &from.headers}) {
      for (const Field& field : *fields) add_field(field, spec);
    }
    if (!from.callbacks.empty()) approximated("its callbacks are left out");
    if (http::forbids_body(from.status)) return spec;
    const bool typed = std::ranges::any_of(spec.fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
    if (!typed) spec.fields.push_back({"Content-Type", "text/html; charset=utf-8"});
    spec.body = body_of(from);
    return spec;
  }

  stub::Body body_of(const Response& from) {
    std::string_view text = from.body;
    bool templated = from.templated;
    if (from.body_type == BodyType::kBucket) {
      const Bucket* const bucket = bucket_of(from);
      if (bucket != nullptr) text = bucket->value;
      if (bucket != nullptr) approximated("its data bucket is a text that stays");
    }
    if (!is_template(text)) return stub::TextBody{std::string(text), true};
    if (!templated) return stub::TextBody{std::string(text), false};
    if (auto ours = in_our_words(text)) {
      approximated("its template is in our words: nothing is escaped for HTML");
      return stub::TextBody{*std::move(ours), true};
    }
    approximated("its template has no counterpart: it is sent as it stands");
    return stub::TextBody{std::string(text), false};
  }

  void add_field(const Field& field, stub::ResponseSpec& spec) {
    constexpr std::string_view kNotKept[] = {"Connection", "Content-Length", "Transfer-Encoding", "Date"};
    const bool ours = std::ranges::any_of(kNotKept, [&](std::string_view name) { return http::same_name(name, field.key); });
    if (field.key.empty() || field.value.empty() || !http::is_token(field.key) || ours) return;
    std::string value = field.value;
    if (is_template(value)) {
      auto words = in_our_words(value);
      if (!words) return approximated("its header '" + field.key + "' is left out: its template has no counterpart");
      value = *std::move(words);
    }
    std::erase_if(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (!http::same_name(field.key, "Set-Cookie")) {
      std::erase_if(spec.fields, [&](const auto& other) { return http::same_name(other.name, field.key); });
    }
    spec.fields.push_back({field.key, std::move(value)});
  }

  const Environment environment_;
  std::string where_;
  Imported out_;
};

}  // namespace

Result<formats::Imported> import_environment(std::string_view text, const std::string& source) {
  MIMUS_TRY(Reading reading, read_environment(text, source));
  return Importer(std::move(reading.environment)).run();
}

}  // namespace mimus::mockoon
