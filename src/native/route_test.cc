#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "testing.h"

namespace mimus::native {
namespace {

using namespace stub;  // the whole of what a route becomes
using http::Fault;

const ResponseSpec& first(const Stub& stub) {
  return stub.responses.front();
}
ResponseSpec spec(Body body, std::vector<http::OwnedField> fields = {}, int status = 200) {
  ResponseSpec out;
  out.status = status;
  out.fields = std::move(fields);
  out.body = std::move(body);
  return out;
}
bool fails(const Stub& stub, double rate, std::variant<ResponseSpec, Fault> outcome) {
  return stub.failure && *stub.failure == Failure{rate, std::move(outcome)};
}
match::Condition condition(match::Place place, std::string name, std::vector<match::Test> tests) {
  return {place, std::move(name), std::move(tests)};
}
ResponseSpec simulated() {
  return spec(JsonBody{json::Object{{"error", "Simulated failure"}}}, {}, 500);
}

struct GoodRoute {
  std::string_view rule, route;
  bool (*holds)(const Stub&);
};
const GoodRoute kGoodRoutes[] = {
    // ---- which requests ----
    {"no method is any method", "", [](const Stub& s) { return s.request.methods.empty(); }},
    {"one method", "method: POST",
     [](const Stub& s) { return s.request.methods == std::vector<std::string>{"POST"}; }},
    {"methods may be in lower case", "method: [get, Patch]",
     [](const Stub& s) {
       return s.request.methods == std::vector<std::string>{"GET", "PATCH"};
     }},
    {"other methods keep their case", "method: purge",
     [](const Stub& s) { return s.request.methods == std::vector<std::string>{"purge"}; }},
    {"ANY is any method", "method: [GET, ANY]",
     [](const Stub& s) { return s.request.methods.empty(); }},
    {"* is any method", "method: '*'", [](const Stub& s) { return s.request.methods.empty(); }},
    {"a plain value is equals", "when: {query: {a: x}}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{condition(match::Place::kQuery, "a", {{"equals", "x"}})};
     }},
    {"null is absent", "when: {header: {A: null}}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{condition(match::Place::kHeader, "A", {{"absent", true}})};
     }},
    {"a list is exactly these", "when: {query: {a: [x, y]}}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{
                  condition(match::Place::kQuery, "a", {{"hasExactly", json::Array{"x", "y"}}})};
     }},
    {"matchers stand side by side", "when: {cookies: {a: {contains: x, endsWith: y}}}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{
                  condition(match::Place::kCookie, "a", {{"contains", "x"}, {"endsWith", "y"}})};
     }},
    {"members of a body keep their type", "when: {body: {user.age: 7, tags: [a]}}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{condition(match::Place::kBody, "user.age", {{"equals", 7}}),
                          condition(match::Place::kBody, "tags", {{"equals", json::Array{"a"}}})};
     }},
    {"a whole body", "when: {body: hello}",
     [](const Stub& s) {
       return s.request.conditions ==
              std::vector{condition(match::Place::kBody, "", {{"equals", "hello"}})};
     }},
    {"a form", "when: {form: {a: x}}",
     [](const Stub& s) { return s.request.conditions[0].place == match::Place::kForm; }},
    {"the usual priority is 5", "", [](const Stub& s) { return s.priority == 5; }},
    {"a priority", "priority: -3", [](const Stub& s) { return s.priority == -3; }},

    // ---- what logs say ----
    {"a label from method and path", "method: [GET, HEAD]",
     [](const Stub& s) { return s.label == "GET|HEAD /x"; }},
    {"any method has a word, too", "", [](const Stub& s) { return s.label == "ANY /x"; }},
    {"a name of its own", "name: the list", [](const Stub& s) { return s.label == "the list"; }},
    {"where it stands", "",
     [](const Stub& s) {
       return s.origin == Origin{"m.yaml", 1, "/0"};
     }},

    // ---- the response ----
    {"a status that is a template", "status: '{{path.code}}'",
     [](const Stub& s) {
       return first(s).status == 200 && first(s).status_text == "{{path.code}}" &&
              first(s).root == "/nonexistent";
     }},
    {"the route's status, a template or not, is that of responses without one",
     "status: '{{query.s}}', responses: [{text: a}, {status: 202}]",
     [](const Stub& s) {
       return s.responses[0].status_text == "{{query.s}}" && s.responses[1].status_text.empty() &&
              s.responses[1].status == 202;
     }},
    {"templates know where files are that they include", "text: '{{path.x}}'",
     [](const Stub& s) { return first(s).root == "/nonexistent"; }},
    {"no body", "status: 204", [](const Stub& s) { return first(s) == spec(NoBody{}, {}, 204); }},
    {"an object is JSON", "response: {a: 1}",
     [](const Stub& s) {
       return first(s) == spec(JsonBody{json::Object{{"a", 1}}});
     }},
    {"null is JSON", "response: null",
     [](const Stub& s) { return first(s) == spec(JsonBody{nullptr}); }},
    {"a string is text", "response: hello",
     [](const Stub& s) { return first(s) == spec(TextBody{"hello"}); }},
    {"json forces JSON", "json: hello",
     [](const Stub& s) { return first(s) == spec(JsonBody{"hello"}); }},
    {"text", "text: hello", [](const Stub& s) { return first(s) == spec(TextBody{"hello"}); }},
    {"html", "html: <b>",
     [](const Stub& s) {
       return first(s) == spec(TextBody{"<b>"}, {{"Content-Type", "text/html; charset=utf-8"}});
     }},
    {"base64", "base64: aGk=", [](const Stub& s) { return first(s) == spec(BinaryBody{"hi"}); }},
    {"a templated file name is not looked for", "file: 'a/{{path.x}}.png'",
     [](const Stub& s) {
       return first(s) ==
              spec(FileBody{"a/{{path.x}}.png", "/nonexistent"}, {{"Content-Type", "image/png"}});
     }},
    {"an extension that is a template says nothing", "file: 'a.{{query.x}}'",
     [](const Stub& s) { return first(s).fields.empty(); }},
    {"a file can be a template", "file: '{{path.x}}', templated: true",
     [](const Stub& s) { return std::get<FileBody>(first(s).body).templated; }},
    {"templates off", "response: '{{nothing}}', templated: false",
     [](const Stub& s) {
       return first(s) == spec(TextBody{"{{nothing}}", false});
     }},
    {"a reason", "reason: Not Today", [](const Stub& s) { return first(s).reason == "Not Today"; }},
    {"headers", "headers: {A: 1, B: [x, true]}",
     [](const Stub& s) {
       return first(s).fields ==
              std::vector<http::OwnedField>{{"A", "1"}, {"B", "x"}, {"B", "true"}};
     }},
    {"headers as pairs", "headers: [{name: A, value: x}, {name: A, value: y}]",
     [](const Stub& s) {
       return first(s).fields == std::vector<http::OwnedField>{{"A", "x"}, {"A", "y"}};
     }},
    {"a content type", "content_type: a/b, html: x",
     [](const Stub& s) {
       return first(s).fields == std::vector<http::OwnedField>{{"Content-Type", "a/b"}};
     }},
    {"the user's content type wins", "headers: {content-type: a/b}, html: x",
     [](const Stub& s) {
       return first(s).fields == std::vector<http::OwnedField>{{"content-type", "a/b"}};
     }},

    // ---- several ----
    {"a sequence unless told otherwise", "responses: [{text: a}, {status: 201}]",
     [](const Stub& s) {
       return s.choice == Choice::kSequence &&
              s.responses == std::vector{spec(TextBody{"a"}), spec(NoBody{}, {}, 201)};
     }},
    {"weights", "choose: weighted, responses: [{weight: 3}, {}]",
     [](const Stub& s) {
       return s.choice == Choice::kWeighted && s.responses[0].weight == 3 &&
              s.responses[1].weight == 1;
     }},
    {"cycle", "choose: cycle, responses: [{}]",
     [](const Stub& s) { return s.choice == Choice::kCycle; }},
    {"random", "choose: random, responses: [{}]",
     [](const Stub& s) { return s.choice == Choice::kRandom; }},
    {"they inherit from the route",
     "status: 202, headers: {A: x, B: x}, responses: [{headers: {b: y}}, {status: 200}]",
     [](const Stub& s) {
       return s.responses == std::vector{spec(NoBody{}, {{"A", "x"}, {"b", "y"}}, 202),
                                         spec(NoBody{}, {{"A", "x"}, {"B", "x"}}, 200)};
     }},

    // ---- how it goes out ----
    {"a fixed latency", "latency_ms: 80",
     [](const Stub& s) { return delays(s, FixedDelay{Milliseconds(80)}); }},
    {"none is none", "latency_ms: 0", [](const Stub& s) { return delays(s, std::monostate()); }},
    {"a range", "latency_ms: {min: 5, max: 9.5}",
     [](const Stub& s) {
       return delays(s, UniformDelay{Milliseconds(5), Milliseconds(9.5)});
     }},
    {"a distribution", "latency_ms: {median: 80, p95: 300}",
     [](const Stub& s) {
       const auto& delay = std::get<LogNormalDelay>(s.latency);
       return delay.median == Milliseconds(80) && std::abs(delay.sigma - 0.80358) < 1e-5;
     }},
    {"dribble", "dribble: {pieces: 5, over_ms: 2000}",
     [](const Stub& s) { return s.pace.pieces == 5 && s.pace.spread == Milliseconds(2000); }},
    {"throttle by number", "throttle: 512",
     [](const Stub& s) { return s.pace.bytes_per_second == 512; }},
    {"throttle by unit", "throttle: 10KB/s",
     [](const Stub& s) { return s.pace.bytes_per_second == 10'000; }},
    {"throttle by binary unit", "throttle: 1.5 MiB/s",
     [](const Stub& s) { return s.pace.bytes_per_second == 1'572'864; }},
    {"throttle by name", "throttle: {bytes_per_second: 7}",
     [](const Stub& s) { return s.pace.bytes_per_second == 7; }},
    {"events", "dribble: {events_at_ms: [0, 120.5, 120.5]}",
     [](const Stub& s) { return s.pace.pieces == 0 && s.more->events_at == std::vector{Milliseconds(0), Milliseconds(120.5), Milliseconds(120.5)}; }},
    {"chunked", "chunked: true", [](const Stub& s) { return s.pace.chunked; }},
    {"compress", "compress: true", [](const Stub& s) { return s.compress; }},
    {"cors is on", "", [](const Stub& s) { return s.cors == Cors{}; }},
    {"cors off", "cors: false", [](const Stub& s) { return !s.cors->enabled; }},
    {"cors in detail",
     "cors: {origins: [a, b], methods: PUT, headers: X-A, expose: X-B, credentials: true, max_age: "
     "60}",
     [](const Stub& s) {
       return s.cors ==
              Cors{true, {"a", "b"}, {"PUT"}, {"X-A"}, {"X-B"}, true, std::chrono::seconds(60)};
     }},

    // ---- what goes wrong ----
    {"nothing, unless asked for", "", [](const Stub& s) { return !s.failure; }},
    {"never is never", "failure_rate: 0", [](const Stub& s) { return !s.failure; }},
    {"a failure has a default", "failure_rate: 0.1",
     [](const Stub& s) { return fails(s, 0.1, simulated()); }},
    {"a failure of one's own", "failure_rate: 1, failure: {status: 503, text: later}",
     [](const Stub& s) { return fails(s, 1, spec(TextBody{"later"}, {}, 503)); }},
    {"what it leaves open is the default", "failure_rate: 1, failure: {status: 503}",
     [](const Stub& s) {
       return fails(s, 1, spec(JsonBody{json::Object{{"error", "Simulated failure"}}}, {}, 503));
     }},
    {"a failure below HTTP", "failure_rate: 0.5, failure: {fault: empty_response}",
     [](const Stub& s) { return fails(s, 0.5, Fault::kEmptyResponse); }},
    {"a fault is always", "fault: garbage",
     [](const Stub& s) { return fails(s, 1, Fault::kGarbage); }},
    {"a fault at a rate", "fault: stall, failure_rate: 0.2",
     [](const Stub& s) { return fails(s, 0.2, Fault::kStall); }},
};

TEST(Route, Rows) {
  for (const GoodRoute& row : kGoodRoutes) {
    SCOPED_TRACE(row.rule);
    const Stub stub = only_stub("- {path: /x, " + std::string(row.route) + "}");
    EXPECT_TRUE(row.holds(stub)) << row.route;
  }
}

TEST(Route, AFileHasItsRootAndType) {
  const std::filesystem::path root =
      std::filesystem::path(::testing::TempDir()) / "mimus_native_route";
  std::filesystem::create_directories(root / "bodies");
  std::ofstream(root / "bodies" / "a.html") << "<p>";
  const Stub stub = only_stub("{files: bodies, routes: [{path: /x, file: a.html}]}", root);
  EXPECT_EQ(first(stub), spec(FileBody{"a.html", (root / "bodies").string()},
                              {{"Content-Type", "text/html; charset=utf-8"}}));
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace mimus::native
