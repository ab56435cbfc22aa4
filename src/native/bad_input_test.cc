#include <gtest/gtest.h>

#include "testing.h"

namespace mimus::native {
namespace {

using Lines = std::vector<std::string>;

struct BadRoute {
  std::string_view rule, route, line;  // the route stands at column 5 of line 1: "- {"
};
// Each text is `- {path: /x, …}`: the first byte of the row stands at column 14.
constexpr BadRoute kBadRoutes[] = {
    {"an unknown key suggests the nearest", "respose: 1",
     "m.yaml:1:14: unknown key 'respose'; did you mean 'response'?"},
    {"a proxy is a URL or an object", "proxy: 5",
     "m.yaml:1:21: proxy must be a URL or an object with one; got a number"},
    {"a proxy's URL is absolute", "proxy: 'a.b'",
     "m.yaml:1:21: a proxy needs the URL of a server; proxy: https://api.example.com"},
    {"a proxy has a URL", "proxy: {insecure: true}",
     "m.yaml:1:21: a proxy needs a url; proxy: {url: https://api.example.com}"},
    {"a webhook has a URL", "webhooks: {body: 1}", "m.yaml:1:24: a webhook needs a url"},
    {"webhooks are signed in a way that is known", "webhooks: {url: 'http://a', sign: {style: md5}}",
     "m.yaml:1:56: 'md5' is no way to sign; github or standard"},
    {"a route is one thing", "resource: /y, data: []",
     "m.yaml:1:4: a route has a path or a resource; keep one of them"},
    {"what describes a collection needs one", "count: 5",
     "m.yaml:1:14: 'count' belongs to a resource; resource: /products"},
    {"a name is text", "name: 7", "m.yaml:1:20: name must be a string; got a number"},
    {"priority is whole", "priority: 1.5",
     "m.yaml:1:24: priority must be a whole number; lower is asked first; got 1.5"},
    {"a method is a token", "method: 'GET, POST'",
     "m.yaml:1:22: 'GET, POST' is not a method; for several write [GET, POST]"},
    {"a method is text", "method: 5",
     "m.yaml:1:22: method must be a method or a list of methods; got a number"},
    {"each item of a list is checked", "method: [GET, 5]",
     "m.yaml:1:28: method[1] must be a string; got a number"},
    {"no empty list of methods", "method: []",
     "m.yaml:1:22: the list of methods is empty; leave it out for any method"},

    {"1xx are no answers", "status: 100",
     "m.yaml:1:22: status must be a status from 200 to 599; got 100"},
    {"a status is a number", "status: ok",
     "m.yaml:1:22: status must be a status from 200 to 599; got a string"},
    {"one body", "text: a, json: 1",
     "m.yaml:1:23: 'json' and 'text' both give the body; keep one of them"},
    {"text is text", "text: [1]", "m.yaml:1:20: text must be a string; got a list"},
    {"base64 is checked", "base64: '%%'",
     "m.yaml:1:22: base64 must be base64 text (RFC 4648); letters, digits, + and / only"},
    {"a file must exist", "file: a.txt", "m.yaml:1:20: file not found: /nonexistent/a.txt"},
    {"a file stays inside", "file: ../a.txt",
     "m.yaml:1:20: file must be a name inside the folder of the files; write it relative to "
     "`files`, without .."},
    {"reason is one line", "reason: \"a\\nb\"",
     "m.yaml:1:22: reason must not contain line breaks or control characters"},
    {"templated is a flag", "templated: sometimes",
     "m.yaml:1:25: templated must be true or false; got a string"},

    {"headers split no response", "headers: {A: \"x\\r\\nSet-Cookie: y\"}",
     "m.yaml:1:27: header A must not contain line breaks or control characters"},
    {"header names are tokens", "headers: {'A B': x}",
     "m.yaml:1:24: 'A B' is not a header name; letters, digits and !#$%&'*+-.^_`|~ only"},
    {"header values are text", "headers: {A: {b: 1}}",
     "m.yaml:1:27: header A must be a string or a list of strings; got an object"},
    {"headers as pairs", "headers: [{name: A}]", "m.yaml:1:24: a header needs a name and a value"},
    {"headers are a map", "headers: no",
     "m.yaml:1:23: headers must be an object of names and values; got a string"},
    {"Content-Type once", "headers: {Content-Type: a/b}, content_type: c/d",
     "m.yaml:1:44: Content-Type is given twice; keep one of them"},

    {"latency is no text", "latency_ms: fast",
     "m.yaml:1:26: latency_ms must be a number of milliseconds, {min, max} or {median, p95}; got a "
     "string"},
    {"latency is not negative", "latency_ms: -1",
     "m.yaml:1:26: latency_ms must be a number of milliseconds from 0 to 86400000; got -1"},
    {"latency ranges are ordered", "latency_ms: {min: 5, max: 1}",
     "m.yaml:1:26: latency_ms: min is greater than max; swap them"},
    {"latency needs a pair", "latency_ms: {min: 5, p95: 9}",
     "m.yaml:1:26: latency_ms must be a number of milliseconds, {min, max} or {median, p95}; both "
     "of a "
     "pair are needed"},
    {"latency keys are known", "latency_ms: {minn: 5, max: 9}",
     "m.yaml:1:27: unknown key 'minn'; did you mean 'min'?"},
    {"p95 is above the median", "latency_ms: {median: 5, p95: 2}",
     "m.yaml:1:26: latency_ms: median must be above 0 and p95 at least the median"},

    {"a rate is no percentage", "failure_rate: 10",
     "m.yaml:1:28: failure_rate must be a number from 0 (never) to 1 (always); got 10"},
    {"faults have names", "fault: conection_reset",
     "m.yaml:1:21: unknown fault 'conection_reset'; did you mean 'connection_reset'?"},
    {"a failure is an object", "failure: 500",
     "m.yaml:1:23: failure must be an object: a response, or {fault: connection_reset}; got a "
     "number"},
    {"a template for a status is one that compiles", "status: '{{nobody}}'",
     "m.yaml:1:25: unknown expression 'nobody'; did you mean 'body'?; \\{{ writes the braces themselves"},
    {"a failure is one of two things", "failure_rate: 1, failure: {fault: stall, status: 500}",
     "m.yaml:1:40: failure is either a fault or a response; keep one of them"},
    {"one thing goes wrong", "fault: stall, failure: {status: 500}",
     "m.yaml:1:14: 'failure' and 'fault' both say what goes wrong; keep one of them"},
    {"faults inside a failure", "failure: {statsu: 500}",
     "m.yaml:1:24: unknown key 'statsu'; did you mean 'status'?"},

    {"dribble needs both", "dribble: {pieces: 3}",
     "m.yaml:1:23: dribble needs both pieces and over_ms; dribble: {pieces: 5, over_ms: 2000}"},
    {"dribble is one of two", "dribble: {pieces: 3, over_ms: 5, events_at_ms: [1]}",
     "m.yaml:1:23: dribble has pieces over a time, or events at times of their own; keep one of them"},
    {"events come in order", "dribble: {events_at_ms: [0, 20, 10]}",
     "m.yaml:1:46: an event cannot come before the one in front of it; times that grow: [0, 120, 1500]"},
    {"each event has a time", "dribble: {events_at_ms: []}",
     "m.yaml:1:38: events_at_ms has a time for each event; 1 to 100000 of them: [0, 120, 1500]"},
    {"a time is a number", "dribble: {events_at_ms: [soon]}",
     "m.yaml:1:39: events_at_ms[0] must be a number of milliseconds from 0 to 86400000; got a string"},
    {"throttle has a unit", "throttle: 10 parsecs",
     "m.yaml:1:24: throttle must be bytes per second: a number, \"10KB/s\" or {bytes_per_second}; "
     "got "
     "\"10 parsecs\""},
    {"throttle is positive", "throttle: 0",
     "m.yaml:1:24: throttle must be a number of bytes per second, at least 1; got 0"},
    {"cors is a flag or an object", "cors: everyone",
     "m.yaml:1:20: cors must be true, false or an object such as {origins: [...]}; got a string"},
    {"cors keys are known", "cors: {origin: a}",
     "m.yaml:1:21: unknown key 'origin'; did you mean 'origins'?"},
    {"cors items are single", "cors: {methods: 'GET, PUT'}",
     "m.yaml:1:30: methods must be one value without blanks and commas; write several as a list"},

    {"responses are a list", "responses: {status: 200}",
     "m.yaml:1:25: responses must be a list of responses; got an object"},
    {"responses are not empty", "responses: []",
     "m.yaml:1:25: responses must have at least one response"},
    {"responses replace the body", "text: a, responses: [{text: b}]",
     "m.yaml:1:23: 'responses' and 'text' both give the body; keep one of them"},
    {"latency is the route's", "responses: [{latency_ms: 5}]",
     "m.yaml:1:27: 'latency_ms' belongs to the route; write it beside `responses`"},
    {"weights are not negative", "responses: [{weight: -1}]",
     "m.yaml:1:35: weight must be a number, 0 or more; got -1"},
    {"some weight must be", "choose: weighted, responses: [{weight: 0}]",
     "m.yaml:1:43: all weights are 0; give at least one response a weight above 0"},
    {"choices have names", "choose: cylce, responses: [{}]",
     "m.yaml:1:22: unknown choice 'cylce'; did you mean 'cycle'?"},

    {"when is an object or a condition on what is remembered", "when: 7",
     "m.yaml:1:20: when must be an object with query, header, cookie, form or body, or a text such as "
     "state.cart.size > 3; got a number"},
    {"a text is such a condition", "when: query",
     "m.yaml:1:25: a name is missing; write query.name"},
    {"places are known", "when: {qurey: {}}",
     "m.yaml:1:21: unknown key 'qurey'; did you mean 'query'?"},
    {"a place is a map", "when: {query: page}",
     "m.yaml:1:28: query must be an object from name to value; got a string"},
    {"matchers are known", "when: {query: {a: {contain: b}}}",
     "m.yaml:1:33: unknown matcher 'contain'; did you mean 'contains'?"},
    {"members inside members have a way", "when: {body: {user: {xyzzyx: b}}}",
     "m.yaml:1:35: unknown matcher 'xyzzyx'; members inside members are written user.xyzzyx"},
    {"a condition says something", "when: {query: {a: {}}}",
     "m.yaml:1:32: a says nothing; write a value or {contains: ...}"},
    {"operands have types", "when: {query: {a: {gte: b}}}",
     "m.yaml:1:38: gte: expected a number, got a string"},
};

TEST(BadInput, RouteRows) {
  for (const BadRoute& row : kBadRoutes) {
    SCOPED_TRACE(row.rule);
    const Loaded loaded = load_here("- {path: /x, " + std::string(row.route) + "}");
    EXPECT_EQ(described(loaded.errors), Lines{std::string(row.line)});
    EXPECT_FALSE(loaded.configuration);
  }
}

struct BadText {
  std::string_view rule, text;
  std::vector<std::string_view> lines;
};
const BadText kBadTexts[] = {
    {"a route needs a path", "- method: GET", {"m.yaml:1:3: a route needs a path; path: /users"}},
    {"a route is an object",
     "- 5",
     {"m.yaml:1:3: item 1 must be a route: an object with a path; got a number"}},
    {"a configuration is no text",
     "hello",
     {"m.yaml:1:1: the document must be an object with `routes` or a list of routes; got a "
      "string"}},
    {"routes are a list",
     "routes: {path: /x}",
     {"m.yaml:1:9: routes must be a list of routes; got an object"}},
    {"settings are known",
     "prot: 80\nroutes: []",
     {"m.yaml:1:1: unknown key 'prot'; did you mean 'port'?"}},
    {"a route alone is no configuration",
     "path: /x",
     {"m.yaml:1:1: a route stands in a list; write routes: [{path: ...}]"}},
    {"a port has 16 bits",
     "port: 70000",
     {"m.yaml:1:7: port must be a port from 0 to 65535; got 70000"}},
    {"a seed is not negative",
     "seed: -1",
     {"m.yaml:1:7: seed must be a whole number, 0 or more; got -1"}},
    {"the files' folder must be",
     "files: nowhere",
     {"m.yaml:1:8: folder not found: /nonexistent/nowhere"}},
    {"unmatched is a response",
     "unmatched: 404",
     {"m.yaml:1:12: unmatched must be a response such as {status: 404, text: Not here}; got a "
      "number"}},
    {"a path pattern's fault is inside it",
     "- path: \"/a\\u00e9/{id\"",
     {"m.yaml:1:19: '{' without '}'; write a literal brace as %7B"}},
    {"also unquoted",
     "- path: /aé/{id",
     {"m.yaml:1:13: '{' without '}'; write a literal brace as %7B"}},
    {"a path has no query",
     "- path: /a?b=c",
     {"m.yaml:1:11: a path has no query; ask for parameters with when: { query: { b: c } }"}},
    {"a regex's fault is inside it",
     "- path: /x\n  when: {query: {a: {matches: 'ab(c'}}}",
     {"m.yaml:2:36: matches: missing closing parenthesis"}},
    {"a template's fault is inside it",
     "- path: /x\n  response:\n    a: [1, 'x {{nothing}}']",
     {"m.yaml:3:17: unknown expression 'nothing'; expected one of path, query, header, cookie, "
      "form, body, parts, method, url, count, state, scenario, world, request; \\{{ writes the braces themselves"}},
    {"seed 2's form needs both",
     "[{\"PATH\": \"/a\"}, {\"VALUE\": 1}]",
     {"m.yaml:1:2: VALUE is missing; {\"PATH\": \"/api/1\", \"VALUE\": {}}",
      "m.yaml:1:18: PATH is missing; {\"PATH\": \"/api/1\", \"VALUE\": {}}"}},
    {"every fault is told, in the order of the text",
     "port: x\nroutes:\n- {path: /a, status: 1, latency_ms: y}\n- {pth: /b}\n- {path: c}",
     {"m.yaml:1:7: port must be a port from 0 to 65535; got a string",
      "m.yaml:3:22: status must be a status from 200 to 599; got 1",
      "m.yaml:3:37: latency_ms must be a number of milliseconds, {min, max} or {median, p95}; got "
      "a string",
      "m.yaml:4:4: unknown key 'pth'; did you mean 'path'?",
      "m.yaml:5:10: a path begins with '/'; write '/c'"}},
};

TEST(BadInput, TextRows) {
  for (const BadText& row : kBadTexts) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(described(load_here(std::string(row.text)).errors),
              Lines(row.lines.begin(), row.lines.end()));
  }
}

struct Doubt {
  std::string_view rule, text;
  std::vector<std::string_view> lines;
};
const Doubt kDoubts[] = {
    {"blanks are cut off",
     "- {path: ' /a', method: 'GET '}",
     {"m.yaml:1:10: path has blanks around it, which are ignored; write \"/a\"",
      "m.yaml:1:25: method has blanks around it, which are ignored; write \"GET\""}},
    {"a failure without a rate",
     "- {path: /a, failure: {status: 503}}",
     {"m.yaml:1:14: a failure that never happens; give failure_rate as well, such as failure_rate: "
      "0.1"}},
    {"a choice without alternatives",
     "- {path: /a, choose: cycle}",
     {"m.yaml:1:14: nothing to choose from; give `responses` as well"}},
    {"a body that HTTP forbids",
     "- {path: /a, status: 204, text: x}",
     {"m.yaml:1:27: a response with status 204 has no body, so 'text' is never sent"}},
    {"a body beside a proxy",
     "- {path: /a, response: {b: 1}, proxy: 'http://localhost:1'}",
     {"m.yaml:1:32: another server answers, so the route's own body is never sent; proxy: {url: …, body: …} makes one of what it answers"}},
    {"a status beside a proxy",
     "- {path: /a, status: 503, proxy: 'http://localhost:1'}",
     {"m.yaml:1:27: another server answers, so the route's own status is never sent; fault or failure_rate make it fail"}},
    {"nothing doubtful", "- {path: /a, text: x}", {}},
    {"nor in a proxy", "- {path: /a, headers: {X-A: b}, proxy: {url: 'http://localhost:1', body: x}}", {}},
};

TEST(BadInput, WarningRows) {
  for (const Doubt& row : kDoubts) {
    SCOPED_TRACE(row.rule);
    const Loaded loaded = load_here(std::string(row.text));
    ASSERT_TRUE(loaded.configuration);
    EXPECT_EQ(described(loaded.configuration->warnings), Lines(row.lines.begin(), row.lines.end()));
  }
}

}  // namespace
}  // namespace mimus::native
