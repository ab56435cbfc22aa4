#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "support/shared_data.h"
#include "template.h"

// What WireMock 3.13.2 answered (tests/wiremock) to the stubs whose responses are templates.
// Choosing the stub and putting the answer together is done by hand here, as far as these cases
// need it; rendering is ours.
namespace mimus::render {
namespace {

const json::Value* member(const json::Value& object, std::string_view name) {
  return object.is_object() ? object.as_object().if_contains(name) : nullptr;
}
std::string_view text(const json::Value* value) {
  return value != nullptr && value->is_string() ? std::string_view(value->as_string())
                                                : std::string_view();
}
json::Array list(const json::Value* value) {
  if (value == nullptr) return {};
  return value->is_array() ? value->as_array() : json::Array{*value};
}

using Fields = std::multimap<std::string, std::string>;

struct Answer {
  int status = 200;
  std::string body;
  Fields fields;
};

// A recorded request and what it says of itself.
class Asked {
 public:
  explicit Asked(const json::Value& recorded) {
    request.method = text(member(recorded, "method"));
    request.target = text(member(recorded, "path"));
    request.path = request.target.substr(0, request.target.find('?'));
    if (request.path.size() < request.target.size())
      request.query = request.target.substr(request.path.size() + 1);
    request.body = text(member(recorded, "body"));
    request.authority = "localhost:8080";
    static const json::Value kNone = json::Array{};
    const json::Value* headers = member(recorded, "headers");
    for (const json::Value& pair : (headers != nullptr ? *headers : kNone).as_array()) {
      fields_.push_back({text(&pair.as_array()[0]), text(&pair.as_array()[1])});
      if (http::same_name(fields_.back().name, "Host")) request.authority = fields_.back().value;
    }
    request.fields = fields_;
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  http::Request request;

 private:
  std::vector<http::HeaderField> fields_;
};

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> found;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    found.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return found;
}

// Does /f/{name} take the path? Its variables go to `captures`.
bool takes(std::string_view pattern, std::string_view path,
           std::vector<facts::NameValue>& captures) {
  const auto wanted = segments(pattern), given = segments(path);
  if (wanted.size() != given.size()) return false;
  captures.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      captures.push_back({wanted[i].substr(1, wanted[i].size() - 2), given[i]});
    } else if (wanted[i] != given[i]) {
      return false;
    }
  }
  return true;
}

bool wants(const json::Value& pattern, const http::Request& request,
           std::vector<facts::NameValue>& captures) {
  const std::string_view method = text(member(pattern, "method"));
  if (!method.empty() && method != "ANY" && method != request.method) return false;
  if (const auto* url = member(pattern, "url")) return text(url) == request.target;
  if (const auto* path = member(pattern, "urlPath")) return text(path) == request.path;
  const auto* shaped = member(pattern, "urlPathTemplate");
  return shaped != nullptr && takes(text(shaped), request.path, captures);
}

// Renders one recorded stub's response as WireMock does: headers, then the body.
class Rendered {
 public:
  Rendered(const json::Value& stub, const json::Value& files, const Scope& scope, bool everywhere)
      : response_(*member(stub, "response")), files_(files), scope_(scope), on_(everywhere) {
    for (const json::Value& name : list(member(response_, "transformers")))
      on_ = on_ || text(&name) == "response-template";
  }

  Answer answer() {
    Answer out;
    if (const auto* status = member(response_, "status"))
      out.status = static_cast<int>(status->as_int64());
    if (const auto* headers = member(response_, "headers")) {
      for (const auto& header : headers->as_object()) {
        for (const json::Value& value : list(&header.value()))
          out.fields.emplace(std::string_view(header.key()), rendered(text(&value)));
      }
    }
    out.body = body();
    if (failure_)
      return {failure_->status.value_or(500), failure_->text, {{"Content-Type", "text/plain"}}};
    return out;
  }

 private:
  std::string body() {
    if (const auto* document = member(response_, "jsonBody"))
      return rendered(json::write(*document));
    if (const auto* file = member(response_, "bodyFileName")) {
      const json::Value* content = member(files_, rendered(text(file)));
      if (content == nullptr) {
        failure_ = Failure{500, "no such file"};
        return {};
      }
      const auto* off = json::find(response_, "/transformerParameters/disableBodyFileTemplating");
      return off != nullptr && off->as_bool() ? std::string(text(content))
                                              : rendered(text(content));
    }
    return rendered(text(member(response_, "body")));
  }

  std::string rendered(std::string_view source) {
    if (!on_) return std::string(source);
    const auto compiled = Template::compile(source, Language::kWireMock);
    std::string out;
    const Status done = compiled ? compiled->render(scope_, out) : Status(compiled.error());
    if (!done) failure_ = failure_of(done.error(), Language::kWireMock);
    return out;
  }

  const json::Value& response_;
  const json::Value& files_;
  const Scope& scope_;
  bool on_;
  std::optional<Failure> failure_;
};

// Matched-Stub-Id and what a server adds by itself are not the templates' business.
void compare_fields(const Answer& answer, const json::Value& expected) {
  for (const auto& field : member(expected, "headers")->as_object()) {
    if (field.key() == "Matched-Stub-Id") continue;
    std::multiset<std::string> wanted, got;
    for (const json::Value& value : list(&field.value())) wanted.emplace(text(&value));
    for (auto [at, end] = answer.fields.equal_range(std::string(std::string_view(field.key())));
         at != end; ++at)
      got.insert(at->second);
    EXPECT_EQ(got, wanted) << field.key();
  }
}

void compare(const Answer& answer, const json::Value& step) {
  const json::Value& expected = *member(step, "response");
  EXPECT_EQ(answer.status, member(expected, "status")->as_int64()) << answer.body;
  compare_fields(answer, expected);
  const json::Value* how = member(step, "compare");
  const std::string_view mode = how == nullptr ? "" : text(member(*how, "body"));
  if (mode == "ignore") return;
  if (mode == "regex") {
    const std::string expression(text(member(*how, "bodyRegex")));
    EXPECT_TRUE(std::regex_match(answer.body, std::regex(expression))) << answer.body;
  } else if (const auto* document = member(expected, "json")) {
    EXPECT_EQ(*json::parse(answer.body), *document);
  } else {
    EXPECT_EQ(answer.body, text(member(expected, "body")));
  }
}

// The machine that the cases were recorded on: what may be read is not set.
class Around final : public helpers::Host {
 public:
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override {
    permitted = name.starts_with("wiremock.");
    return std::nullopt;
  }
};

// Returns how many steps were judged.
int run(const json::Value& stubs, const json::Value& expect) {
  const json::Value* several = member(stubs, "mappings");
  const json::Array mappings = several != nullptr ? several->as_array() : json::Array{stubs};
  const json::Value* files = member(expect, "files");
  bool everywhere = false;
  for (const json::Value& argument : list(member(expect, "args")))
    everywhere = everywhere || text(&argument) == "--global-response-templating";
  int judged = 0;
  for (const json::Value& step : list(member(expect, "steps"))) {
    SCOPED_TRACE(json::write(*member(step, "request")));
    const Asked asked(*member(step, "request"));
    for (auto stub = mappings.rbegin(); stub != mappings.rend(); ++stub) {  // the newest first
      std::vector<facts::NameValue> captures;
      if (!wants(*member(*stub, "request"), asked.request, captures)) continue;
      Arena arena;
      facts::RequestFacts facts(asked.request, arena);
      Scope scope{facts, {}, WallTime(std::chrono::milliseconds(1'795'168'257'123)), Chance(1)};
      scope.parameters = json::find(*stub, "/response/transformerParameters");
      scope.raw_path = captures;
      Around around;
      scope.surroundings = &around;
      compare(
          Rendered(*stub, files != nullptr ? *files : json::Value(), scope, everywhere).answer(),
          step);
      ++judged;
      break;
    }
  }
  return judged;
}

struct Case {
  std::string_view name;
  int steps;
};
constexpr Case kCases[] = {
    {"tpl-arrays", 1},  {"tpl-blocks", 1},   {"tpl-conditionals", 1}, {"tpl-dates", 1},
    {"tpl-errors", 5},  {"tpl-escaping", 1}, {"tpl-headers", 2},      {"tpl-json", 1},
    {"tpl-numbers", 1}, {"tpl-random", 1},   {"tpl-request", 1},      {"tpl-strings", 1},
    {"tpl-vars", 1},    {"tpl-xml", 1},      {"file-templating", 5},  {"opt-global-templating", 1},
};
// Recorded cases with templates that say more about a server than about a template:
//   webhook, proxy             the rendered text goes to another server
//   opt-disable-templating     an option of the server keeps templates from being rendered
//   url-path-template, metadata-roundtrip, recording-snapshot   braces of patterns and of stored
//   stubs

TEST(WireMockRecorded, Cases) {
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.name);
    const std::string name(row.name);
    const auto stubs = json::parse(read_recorded(name + ".json")), expect = json::parse(read_recorded(name + ".expect.json"));
    ASSERT_TRUE(stubs && expect);
    EXPECT_EQ(run(*stubs, *expect), row.steps);
  }
}

}  // namespace
}  // namespace mimus::render
