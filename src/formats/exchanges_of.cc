#include "exchanges_of.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "native/write.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

using match::Place;
using Lost = std::vector<std::string>;

std::string text_of(const json::Value& value) {
  if (const json::String* text = value.if_string()) return {text->data(), text->size()};
  return json::write(value);
}

// ---- the path ----------------------------------------------------------------------------------

struct Sample {
  std::string_view type, value;
};
constexpr Sample kSamples[] = {
    {"", "1"}, {"int", "1"}, {"number", "1.5"}, {"uuid", "00000000-0000-4000-8000-000000000001"}, {"alpha", "a"}, {"alnum", "a1"},
    {"slug", "a-b"}, {"date", "2026-01-31"}, {"hex", "af"}, {"*", "a"}, {"**", "a"}};

std::size_t end_of_capture(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == '{') ++depth;
    else if (text[i] == '}' && --depth == 0) return i;
  }
  return text.size();
}

// A path that the pattern takes; nothing for expressions.
std::optional<std::string> sample_path(const match::PathPattern& pattern) {
  using Kind = match::PathPattern::Kind;
  if (pattern.kind() == Kind::kAny) return "/";
  if (pattern.kind() == Kind::kExact || pattern.kind() == Kind::kPrefix) return std::string(pattern.text());
  std::string out;
  const std::string_view text = pattern.text();
  for (std::size_t at = 0; pattern.kind() != Kind::kRegex && at < text.size(); ++at) {
    if (text[at] == '{') {
      const std::size_t end = end_of_capture(text, at);
      const std::string_view inside = text.substr(at + 1, end - at - 1);
      const std::size_t colon = inside.find(':');
      const auto row = std::ranges::find(kSamples, colon == inside.npos ? std::string_view() : inside.substr(colon + 1), &Sample::type);
      out += row == std::end(kSamples) ? "1" : row->value;
      at = end;
    } else if (text[at] == '*') {
      out += 'a';
      if (text.substr(at, 2) == "**") ++at;
    } else {
      out += text[at];
    }
  }
  match::Captures captures;
  if (out.empty() || !pattern.match(pattern.raw() ? out : text::normalize_path(out), captures)) return std::nullopt;
  return out;
}

// In a request line: no blanks, no bytes beyond ASCII.
std::string encoded(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) out += c;
    else out += text::percent_encode({&c, 1});
  }
  return out;
}

// ---- conditions --------------------------------------------------------------------------------

constexpr std::string_view kEqual[] = {"equals", "equalTo", "equalsIgnoreCase", "contains", "startsWith", "endsWith", "equalToJson", "equalToXml"};

// A value that the tests take, where one test says which. `absent`: none.
std::optional<std::string> sample_value(const std::vector<match::Test>& tests) {
  if (tests.size() != 1) return std::nullopt;
  if (tests[0].key == "present") return "1";
  if (tests[0].key == "gte" || tests[0].key == "lte") return text_of(tests[0].operand);
  if (std::ranges::find(kEqual, std::string_view(tests[0].key)) == std::end(kEqual)) return std::nullopt;
  return text_of(tests[0].operand);
}

bool wants_absence(const std::vector<match::Test>& tests) {
  return std::ranges::any_of(tests, [](const match::Test& test) { return test.key == "absent" || test.key == "notContains"; });
}

std::vector<std::string> sample_values(const std::vector<match::Test>& tests) {
  std::vector<std::string> values;
  if (tests.size() == 1 && tests[0].key == "hasExactly" && tests[0].operand.is_array()) {
    for (const json::Value& item : tests[0].operand.get_array()) {
      if (!item.is_object()) values.push_back(text_of(item));
    }
    return values;
  }
  if (auto one = sample_value(tests)) values.push_back(*std::move(one));
  return values;
}

void add_pair(std::string_view name, std::string_view value, std::string& out) {
  if (!out.empty()) out += '&';
  out += text::percent_encode(name) + '=' + text::percent_encode(value);
}

// Puts members into a JSON body: user.name, items[0] only when it is a plain name.
bool add_member(const std::string& name, const json::Value& value, json::Value& body) {
  if (name.find_first_of("[/") != std::string::npos) return false;
  json::Value* at = &body;
  std::string_view rest = name;
  for (;;) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    if (!at->is_object()) *at = json::Object{};
    json::Value& next = at->get_object()[rest.substr(0, dot)];
    if (dot == rest.size()) {
      next = value;
      return true;
    }
    at = &next;
    rest.remove_prefix(dot + 1);
  }
}

class RequestSample {
 public:
  RequestSample(const stub::Stub& stub, const std::string& base, Lost& lost) : stub_(stub), base_(base), lost_(lost) {}

  std::optional<exchange::Request> run() {
    auto path = sample_path(stub_.request.path);
    request_.method = stub_.request.methods.empty() ? "GET" : stub_.request.methods.front();
    for (const match::Condition& condition : stub_.request.conditions) take(condition, path);
    if (!path) return std::nullopt;
    request_.url = base_ + encoded(*path) + (query_.empty() ? "" : "?" + query_);
    if (!cookies_.empty()) request_.fields.push_back({"Cookie", cookies_});
    if (!form_.empty()) set_body(std::move(form_), "application/x-www-form-urlencoded");
    if (!body_.is_null()) set_body(json::write(body_), "application/json");
    return std::move(request_);
  }

 private:
  void set_body(std::string body, std::string_view type) {
    request_.body = std::move(body);
    if (!exchange::find(request_.fields, "Content-Type")) request_.fields.push_back({"Content-Type", std::string(type)});
  }

  void take(const match::Condition& condition, std::optional<std::string>& path) {
    if (wants_absence(condition.tests)) return;
    const std::vector<std::string> values = sample_values(condition.tests);
    if (values.empty()) {
      if (condition.place == Place::kRequest) return;
      lost_.push_back("the condition on " + std::string(match::name_of(condition.place)) + (condition.name.empty() ? "" : " " + condition.name));
      return;
    }
    switch (condition.place) {
      case Place::kQuery:
        for (const std::string& value : values) add_pair(condition.name, value, query_);
        return;
      case Place::kForm:
        for (const std::string& value : values) add_pair(condition.name, value, form_);
        return;
      case Place::kHeader:
        for (const std::string& value : values) request_.fields.push_back({condition.name, value});
        return;
      case Place::kCookie: cookies_ += (cookies_.empty() ? "" : "; ") + condition.name + "=" + values[0]; return;
      case Place::kUrl: {
        path = values[0].substr(0, values[0].find('?'));
        query_ = path->size() < values[0].size() ? values[0].substr(path->size() + 1) : "";
        return;
      }
      case Place::kHost: request_.fields.push_back({"Host", values[0]}); return;
      case Place::kBody: return take_body(condition, values[0]);
      default: return;
    }
  }

  void take_body(const match::Condition& condition, const std::string& value) {
    const json::Value& operand = condition.tests[0].operand;
    if (condition.name.empty() || condition.name == "$") {
      if (operand.is_structured() || condition.tests[0].key == "equalToJson") return set_body(value, "application/json");
      return set_body(value, "text/plain");
    }
    const bool any = condition.tests[0].key == "present";  // its operand says that it is there, not what
    if (!add_member(condition.name, any ? json::Value(value) : operand, body_)) lost_.push_back("the condition on body " + condition.name);
  }

  const stub::Stub& stub_;
  const std::string& base_;
  Lost& lost_;
  exchange::Request request_;
  std::string query_, form_, cookies_;
  json::Value body_;
};

// ---- responses ---------------------------------------------------------------------------------

struct BodyBytes {
  ReadFile files;
  std::string operator()(const stub::NoBody&) const { return {}; }
  std::string operator()(const stub::JsonBody& body) const { return json::write(body.value); }
  std::string operator()(const stub::TextBody& body) const { return body.text; }
  std::string operator()(const stub::BinaryBody& body) const { return body.bytes; }
  std::string operator()(const stub::FileBody& body) const { return files == nullptr ? std::string() : files(body); }
};

std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::JsonBody>(body)) return "application/json";
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  if (std::holds_alternative<stub::BinaryBody>(body)) return "application/octet-stream";
  return {};
}

exchange::Response response_of(const stub::ResponseSpec& spec, stub::Dialect dialect, ReadFile files) {
  exchange::Response response{.status = spec.status, .reason = spec.reason, .fields = spec.fields, .body = std::visit(BodyBytes{files}, spec.body)};
  const std::string_view implied = dialect == stub::Dialect::kNative ? implied_type(spec.body) : "";
  if (!implied.empty() && !exchange::find(response.fields, "Content-Type")) {
    response.fields.insert(response.fields.begin(), {"Content-Type", std::string(implied)});
  }
  return response;
}

void note_lost(const stub::Stub& stub, Lost& lost) {
  if (stub.failure) lost.emplace_back("what goes wrong");
  if (stub.latency.index() != 0 || stub.more->fixed_delay || stub.pace != stub::Pace{.chunked = stub.pace.chunked} || !stub.more->events_at.empty()) lost.emplace_back("how long it takes");
  if (stub.responses.size() > 1 && stub.choice != stub::Choice::kSequence) lost.emplace_back("the choice among its responses");
  if (stub.more->scenario) lost.emplace_back("the scenario");
  if (stub.more->proxy || stub.more->resource || stub.more->effects || stub.more->state) lost.emplace_back("what it does besides answering");
}

}  // namespace

Examples examples_of(std::span<const stub::Stub> stubs, const std::string& base, ReadFile files) {
  Examples out;
  for (const stub::Stub& stub : stubs) {
    Lost& lost = out.lost.emplace_back();
    auto request = RequestSample(stub, base, lost).run();
    if (!request) {
      lost.emplace_back("all of it: its path is an expression, for which there is no example");
      continue;
    }
    note_lost(stub, lost);
    Example& example = out.all.emplace_back();
    example.name = stub.label;
    example.path = stub.request.path.text();
    example.request = *std::move(request);
    for (const stub::ResponseSpec& spec : stub.responses) example.responses.push_back(response_of(spec, stub.dialect, files));
  }
  return out;
}

std::vector<exchange::Exchange> exchanges_of(const Examples& examples) {
  std::vector<exchange::Exchange> out;
  for (const Example& example : examples.all) {
    for (const exchange::Response& response : example.responses) {
      out.push_back({.request = example.request, .response = response});
    }
  }
  return out;
}

}  // namespace mimus::formats
