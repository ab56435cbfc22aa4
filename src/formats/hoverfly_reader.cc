#include "hoverfly_reader.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "http/message.h"
#include "identify.h"
#include "members.h"
#include "native/write.h"
#include "regex/regex.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

using match::Place;
using match::Test;

std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/';
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

std::string glob_expression(std::string_view glob) {
  std::string out = "(?s)";
  for (const char c : glob) out += c == '*' ? ".*" : quoted({&c, 1});
  return out;
}

// Go's expressions look for a place; ours take the whole.
std::string search_expression(std::string_view expression) { return "(?s).*(?:" + std::string(expression) + ").*"; }

// ---- matchers ----------------------------------------------------------------------------------

std::optional<Test> json_equal(const json::Value& value, bool partial) {
  const auto parsed = json::parse(text_of(value));
  if (!parsed && !value.is_structured()) return std::nullopt;
  Test test{"equalToJson", parsed ? *parsed : value};
  if (partial) test.options = {{"ignoreArrayOrder", true}, {"ignoreExtraElements", true}};
  return test;
}

struct Row {
  std::string_view name, old_name;  // of v5, of v3 and v4
  std::optional<Test> (*test)(const json::Value& value);
};
constexpr Row kMatchers[] = {
    {"exact", "exactMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"equals", json::Value(text_of(value))}; }},
    {"glob", "globMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"regex", json::Value(glob_expression(text_of(value)))}; }},
    {"regex", "regexMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"regex", json::Value(search_expression(text_of(value)))}; }},
    {"json", "jsonMatch", [](const json::Value& value) { return json_equal(value, false); }},
    {"jsonpartial", "jsonPartialMatch", [](const json::Value& value) { return json_equal(value, true); }},
    {"jsonpath", "jsonPathMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"matchesJsonPath", json::Value(text_of(value))}; }},
    {"xml", "xmlMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"equalToXml", json::Value(text_of(value))}; }},
    {"xpath", "xpathMatch", [](const json::Value& value) -> std::optional<Test> { return Test{"matchesXPath", json::Value(text_of(value))}; }},
    {"negate", "", [](const json::Value& value) -> std::optional<Test> { return Test{"not", json::Object{{"equals", json::Value(text_of(value))}}}; }},
    {"array", "", [](const json::Value& value) -> std::optional<Test> {
       if (!value.is_array()) return std::nullopt;
       return Test{"hasExactly", value};
     }},
};

// A field of a request: v5 a list of {matcher, value}, before that an object of matchers. Nothing when one is not known.
std::optional<std::vector<Test>> tests_of(const json::Value& field) {
  std::vector<Test> tests;
  const auto add = [&](const Row& row, const json::Value& value) {
    auto test = row.test(value);
    if (test) tests.push_back(*std::move(test));
    return test.has_value();
  };
  if (const json::Array* list = field.if_array()) {
    for (const json::Value& one : *list) {
      if (one.is_string()) {  // v4: headers and queries by plain lists of values
        tests.push_back({"equals", one});
        continue;
      }
      const auto row = std::ranges::find(kMatchers, std::string_view(text_at(one, "matcher").empty() ? "exact" : text_at(one, "matcher")), &Row::name);
      const json::Value* value = member(one, "value");
      if (row == std::end(kMatchers) || value == nullptr || member(one, "doMatch") != nullptr || !add(*row, *value)) return std::nullopt;
    }
    return tests;
  }
  if (!field.is_object()) return std::nullopt;
  for (const Row& row : kMatchers) {
    if (row.old_name.empty()) continue;
    if (const json::Value* value = member(field, row.old_name); value != nullptr && !add(row, *value)) return std::nullopt;
  }
  return tests;
}

// ---- templates ---------------------------------------------------------------------------------

// {{ Request.QueryParam.name }} is {{query.name}}. Nothing when there is an expression without a word of ours.
struct Word {
  std::string_view theirs, ours;
};
constexpr Word kWords[] = {{"Request.QueryParam.", "query."}, {"Request.Header.", "header."}, {"Request.Scheme", "request.scheme"},
                           {"Request.Method", "method"},      {"Request.Host", "request.host"}, {"State.", "state."},
                           {"randomUuid", "uuid"}};

std::string in_our_words(std::string text, bool& all_known) {
  std::size_t at = 0;
  for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", at)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string::npos) break;
    std::string inside(text::trim(std::string_view(text).substr(open + 2, close - open - 2)));
    bool known = false;
    for (const Word& word : kWords) {
      if (!inside.starts_with(word.theirs)) continue;
      inside = std::string(word.ours) + inside.substr(word.theirs.size());
      known = true;
      break;
    }
    all_known = all_known && known;
    if (known) text.replace(open, close + 2 - open, "{{" + inside + "}}");
    at = known ? open + inside.size() + 4 : close + 2;
  }
  return text;
}

// ---- pairs -------------------------------------------------------------------------------------

struct Delay {
  regex::Regex url;
  std::string method;
  stub::Latency latency;
};

std::optional<stub::Latency> log_normal(const json::Value& from) {
  const double median = number_at(from, "median", 0), mean = number_at(from, "mean", 0);
  if (!(median > 0) || mean < median) return std::nullopt;
  stub::LogNormalDelay delay{stub::Milliseconds(median), std::sqrt(2 * std::log(mean / median)), {}};
  if (const double most = number_at(from, "max", 0); most > 0) delay.most = stub::Milliseconds(most);
  return delay;
}

class Reader {
 public:
  Result<Imported> run(const json::Value& document) {
    const json::Value* data = member(document, "data");
    const json::Value* pairs = data == nullptr ? nullptr : member(*data, "pairs");
    if (pairs == nullptr || !pairs->is_array()) return invalid("not a simulation of Hoverfly: it has no data.pairs");
    if (const json::Value* actions = member(*data, "globalActions")) read_delays(*actions);
    for (const json::Value& pair : pairs->get_array()) note_host(pair);
    std::size_t number = 0;
    for (const json::Value& pair : pairs->get_array()) read_pair(pair, "pair " + std::to_string(++number));
    identify(out_.stubs);
    return std::move(out_);
  }

 private:
  void left_out(const std::string& where, std::string why) { out_.report.left_out.push_back({where, std::move(why)}); }
  void approximated(const std::string& where, std::string how) { out_.report.approximated.push_back({where, std::move(how)}); }

  void read_delays(const json::Value& actions) {
    const auto add = [&](const json::Value& from, std::optional<stub::Latency> latency) {
      auto url = regex::Regex::compile(search_expression(text_at(from, "urlPattern")));
      if (url && latency) delays_.push_back({*std::move(url), text_at(from, "httpMethod"), *latency});
    };
    for (const json::Value& one : list_at(actions, "delays")) add(one, stub::FixedDelay{stub::Milliseconds(number_at(one, "delay", 0))});
    for (const json::Value& one : list_at(actions, "delaysLogNormal")) add(one, log_normal(one));
  }

  static std::string destination(const json::Value& pair) {
    const json::Value* request = member(pair, "request");
    const json::Value* field = request == nullptr ? nullptr : member(*request, "destination");
    return field == nullptr ? "" : json::write(*field);
  }
  void note_host(const json::Value& pair) { hosts_.insert(destination(pair)); }

  void read_pair(const json::Value& pair, const std::string& where) {
    const json::Value* request = member(pair, "request");
    const json::Value* response = member(pair, "response");
    if (request == nullptr || response == nullptr) return left_out(where, "it has no request or no response");
    stub::Stub stub;
    if (!read_request(*request, where, stub)) return;
    if (!read_response(*response, where, stub)) return;
    read_state(*request, *response, where, stub);
    set_delay(*response, stub);
    const auto compiled = match::CompiledPattern::compile(stub.request);
    if (!compiled) return left_out(where, compiled.error().message);
    ++out_.report.taken;
    stub.label = (stub.request.methods.empty() ? "ANY" : stub.request.methods[0]) + " " + std::string(stub.request.path.text());
    out_.stubs.push_back(std::move(stub));
  }

  // False when a matcher is not known: without it the stub would take too much.
  bool read_request(const json::Value& request, const std::string& where, stub::Stub& stub) {
    if (!request.is_object()) {
      left_out(where, "its request is no object");
      return false;
    }
    for (const auto& field : request.get_object()) {
      const std::string_view name = field.key();
      if (field.value().is_null() || name == "requiresState" || name == "labels") continue;
      if (!read_field(name, field.value(), stub)) {
        left_out(where, "a matcher of '" + std::string(name) + "' is not known");
        return false;
      }
    }
    return true;
  }

  bool read_field(std::string_view name, const json::Value& value, stub::Stub& stub) {
    if (name == "headers" || name == "headersWithMatchers") return read_map(Place::kHeader, value, stub);
    if (name == "queriesWithMatchers") return read_map(Place::kQuery, value, stub);
    if (name == "query" && value.is_object() && !is_old_field(value)) return read_map(Place::kQuery, value, stub);
    const auto tests = tests_of(value);
    if (!tests) return false;
    if (tests->empty()) return true;
    if (name == "method") return set_method(*tests, stub);
    if (name == "path") return set_path(*tests, stub);
    if (name == "destination") {
      if (hosts_.size() > 1) add(Place::kHost, "", *tests, stub);
      return true;
    }
    if (name == "scheme") return true;  // http serves both
    if (name == "body") {
      add(Place::kBody, "$", *tests, stub);
      return true;
    }
    return name == "query" && set_query(*tests, stub);
  }

  static bool is_old_field(const json::Value& value) {
    return std::ranges::any_of(value.get_object(), [](const auto& one) {
      return std::ranges::find(kMatchers, std::string_view(one.key()), &Row::old_name) != std::end(kMatchers);
    });
  }

  static void add(Place place, std::string name, std::vector<Test> tests, stub::Stub& stub) {
    stub.request.conditions.push_back({place, std::move(name), std::move(tests)});
  }

  bool read_map(Place place, const json::Value& map, stub::Stub& stub) {
    if (!map.is_object()) return false;
    for (const auto& one : map.get_object()) {
      const auto tests = tests_of(one.value());
      if (!tests) return false;
      if (!tests->empty()) add(place, one.key(), *tests, stub);
    }
    return true;
  }

  static bool set_method(const std::vector<Test>& tests, stub::Stub& stub) {
    const std::string wanted = text_of(tests[0].operand);
    if (tests.size() != 1) return false;
    if (tests[0].key == "equals" && http::is_token(wanted)) {
      stub.request.methods = {wanted};
      return true;
    }
    const auto expression = tests[0].key == "regex" ? regex::Regex::compile(wanted) : invalid("no expression");
    if (!expression) return false;
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
      if (expression->full_match(method) == regex::Regex::Outcome::kYes) stub.request.methods.emplace_back(method);
    }
    if (stub.request.methods.size() == 8) stub.request.methods.clear();
    return true;
  }

  static bool set_path(const std::vector<Test>& tests, stub::Stub& stub) {
    const std::string wanted = text_of(tests[0].operand);
    if (tests.size() != 1) return false;
    auto path = tests[0].key == "equals"  ? match::PathPattern::parse(native::escape_path(wanted.starts_with('/') ? wanted : "/" + wanted))
                : tests[0].key == "regex" ? match::PathPattern::regex(wanted)
                                          : invalid("no path");
    if (!path) return false;
    stub.request.path = *std::move(path);
    return true;
  }

  // v3: the query as one text, sorted.
  static bool set_query(const std::vector<Test>& tests, stub::Stub& stub) {
    if (tests.size() != 1 || tests[0].key != "equals") return false;
    std::string query = text_of(tests[0].operand);
    std::string_view rest = query;
    while (!rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
      const std::size_t equals = std::min(piece.find('='), piece.size());
      if (piece.empty() || equals == 0) return false;
      add(Place::kQuery, std::string(piece.substr(0, equals)), {{"equals", json::Value(std::string(piece.substr(std::min(equals + 1, piece.size()))))}}, stub);
    }
    return true;
  }

  bool read_response(const json::Value& from, const std::string& where, stub::Stub& stub) {
    stub::ResponseSpec& spec = stub.responses[0];
    const double status = number_at(from, "status", 200);
    if (!(status >= 200 && status <= 599)) {
      left_out(where, "its status is no answer");
      return false;
    }
    spec.status = static_cast<int>(status);
    spec.templated_fields = false;
    for (const auto& field : object_at(from, "headers")) {
      constexpr std::string_view kNotKept[] = {"Connection", "Content-Length", "Transfer-Encoding", "Date", "Content-Encoding"};
      if (!http::is_token(std::string_view(field.key())) || std::ranges::any_of(kNotKept, [&](std::string_view one) { return http::same_name(one, field.key()); })) continue;
      const json::Array values = field.value().is_array() ? field.value().get_array() : json::Array{field.value()};
      for (const json::Value& one : values) {
        std::string text = text_of(one);
        std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
        spec.fields.push_back({std::string(field.key()), std::move(text)});
      }
    }
    if (!text_at(from, "bodyFile").empty()) approximated(where, "its body file '" + text_at(from, "bodyFile") + "' is not read");
    std::string body = text_at(from, "body");
    if (body.empty() || http::forbids_body(spec.status)) return true;
    if (flag_at(from, "encodedBody")) {
      auto bytes = text::base64_decode(body);
      if (!bytes) approximated(where, "its body is no base64, and taken as text");
      else body = *std::move(bytes);
    }
    bool templated = body.find("{{") == std::string::npos;
    if (flag_at(from, "templated") && !templated) {
      bool known = true;
      body = in_our_words(std::move(body), known);
      templated = known;
      approximated(where, known ? "its template is in our words" : "its template has words that are not known: it stays text");
    }
    if (text::is_valid_utf8(body)) spec.body = stub::TextBody{std::move(body), templated};
    else spec.body = stub::BinaryBody{std::move(body)};
    return true;
  }

  // Of one key: a scenario. It begins in no state, as theirs does.
  void read_state(const json::Value& request, const json::Value& response, const std::string& where, stub::Stub& stub) {
    std::map<std::string, stub::ScenarioStep> steps;
    const auto step = [&](std::string_view key) -> stub::ScenarioStep& {
      stub::ScenarioStep& one = steps[std::string(key)];
      one.scenario = key;
      return one;
    };
    for (const auto& one : object_at(request, "requiresState")) step(one.key()).required = text_of(one.value());
    for (const auto& one : object_at(response, "transitionsState")) step(one.key()).next = text_of(one.value());
    for (const json::Value& one : list_at(response, "removesState")) step(text_of(one)).next = "Started";
    if (steps.empty()) return;
    if (steps.size() > 1) approximated(where, "its state has several keys: '" + steps.begin()->first + "' counts");
    stub.more.edit().scenario = std::move(steps.begin()->second);
  }

  void set_delay(const json::Value& response, stub::Stub& stub) const {
    if (const double fixed = number_at(response, "fixedDelay", 0); fixed > 0) {
      stub.latency = stub::FixedDelay{stub::Milliseconds(fixed)};
      return;
    }
    if (const json::Value* delay = member(response, "logNormalDelay")) {
      if (auto latency = log_normal(*delay)) {
        stub.latency = *latency;
        return;
      }
    }
    for (const Delay& delay : delays_) {
      const bool method = delay.method.empty() || (stub.request.methods.size() == 1 && stub.request.methods[0] == delay.method);
      if (!method || delay.url.full_match(stub.request.path.text()) != regex::Regex::Outcome::kYes) continue;
      stub.latency = delay.latency;
      return;
    }
  }

  Imported out_;
  std::vector<Delay> delays_;
  std::set<std::string> hosts_;
};

}  // namespace

Result<Imported> read_hoverfly(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text));
  return Reader().run(document);
}

}  // namespace mimus::formats
