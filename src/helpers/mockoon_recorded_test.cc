#include <gtest/gtest.h>

#include "handlebars/helper_for_tests.h"
#include "host_for_tests.h"
#include "mockoon.h"
#include "support/shared_data.h"
#include "text/percent.h"

// The recorded answers of the real Mockoon 9.8 (reference/examples-mockoon): each step's request is
// given to the templates of the route it belongs to, and must render to the recorded body. Only
// routing is done by hand here.
namespace mimus::helpers {
namespace {

struct Route {
  std::string method, endpoint, body;
  bool templated;
};

std::string text_of(const json::Value& value, std::string_view member) {
  return std::string(value.as_object().at(member).as_string());
}

std::vector<Route> routes_of(const json::Value& environment) {
  std::vector<Route> routes;
  for (const json::Value& route : environment.as_object().at("routes").as_array()) {
    const json::Array& responses = route.as_object().at("responses").as_array();
    if (responses.size() != 1) continue;  // rules and modes are not ours
    routes.push_back({text_of(route, "method"), text_of(route, "endpoint"),
                      text_of(responses[0], "body"),
                      !responses[0].as_object().at("disableTemplating").as_bool()});
  }
  return routes;
}

// t/:id
bool matches(std::string_view endpoint, std::string_view path, std::string& id) {
  const std::size_t colon = endpoint.find(':');
  if (!path.starts_with(endpoint.substr(0, colon))) return false;
  if (colon == std::string_view::npos) return path.size() == endpoint.size();
  id = path.substr(colon);
  return !id.empty() && id.find('/') == std::string::npos;
}

class Case {
 public:
  explicit Case(const json::Value& environment) : routes_(routes_of(environment)) {
    for (const json::Value& bucket : environment.as_object().at("data").as_array()) {
      buckets_.set(text_of(bucket, "name"), *json::parse(text_of(bucket, "value")));
    }
  }

  // How many steps were compared: 1, or 0 when it is not about one template.
  int run(const json::Value& step) {
    const json::Object& request = step.as_object().at("request").as_object();
    const std::string method =
        text::to_lower_ascii(std::string_view(request.at("method").as_string()));
    const std::string target(request.at("path").as_string());
    const std::string path = target.substr(1, target.find('?') - 1);
    std::string id;
    for (const Route& route : routes_) {
      if (route.method != method || !matches(route.endpoint, path, id)) continue;
      compare(route, step, target, id);
      return 1;
    }
    return 0;
  }

 private:
  void compare(const Route& route, const json::Value& step, const std::string& target,
               const std::string& id) {
    const json::Object& request = step.as_object().at("request").as_object();
    HostForTests host;
    std::vector<std::string> kept;
    kept.reserve(100);
    fill(host, request, target, id, kept);
    host.buckets = buckets_;
    host.globals = globals_;
    std::string rendered = route.body;
    if (route.templated) {
      rendered =
          handlebars::HelperTest{
              .helpers = mockoon_helpers(), .dialect = &handlebars::kMockoon, .host = &host}
              .render(route.body);
    }
    if (rendered.starts_with("ERROR ")) {
      rendered = "Error while serving the content: " + rendered.substr(rendered.find(": ") + 2);
    }
    const json::Object& response = step.as_object().at("response").as_object();
    EXPECT_EQ(rendered, std::string_view(response.at("body").as_string()));
    EXPECT_EQ(host.status, response.at("status").as_int64());
    buckets_ = host.buckets;
    globals_ = host.globals;
  }

  static void fill(HostForTests& host, const json::Object& request, const std::string& target,
                   const std::string& id, std::vector<std::string>& kept) {
    const auto keep = [&](std::string text) -> std::string_view {
      return kept.emplace_back(std::move(text));
    };
    host.verb = std::string(request.at("method").as_string());
    host.target = target;
    if (const json::Value* body = request.if_contains("body")) host.set_body(body->as_string());
    host.capture_pairs = {HostForTests::pair("id", keep(id))};
    const std::size_t mark = target.find('?');
    if (mark != std::string::npos) {
      const std::size_t equals = target.find('=', mark);
      host.query_pairs = {HostForTests::pair(keep(target.substr(mark + 1, equals - mark - 1)),
                                             keep(text::form_decode(target.substr(equals + 1))))};
    }
    const json::Value* headers = request.if_contains("headers");
    if (headers == nullptr) return;
    for (const json::Value& header : headers->as_array()) {
      const std::string_view name = keep(std::string(header.as_array()[0].as_string()));
      const std::string_view value = keep(std::string(header.as_array()[1].as_string()));
      host.header_fields.push_back(HostForTests::pair(name, value));
      if (name != "Cookie") continue;
      host.cookie_pairs.push_back(
          HostForTests::pair(value.substr(0, value.find('=')), value.substr(value.find('=') + 1)));
    }
  }

  std::vector<Route> routes_;
  StoreForTests buckets_, globals_;
};

TEST(MockoonRecorded, TemplatingCases) {
  MIMUS_SHARED_FILE(environment_text, "reference/examples-mockoon/mk-templating.mockoon.json");
  MIMUS_SHARED_FILE(expected_text, "reference/examples-mockoon/mk-templating.expect.json");
  Case recorded(*json::parse(environment_text));
  const json::Value expected = *json::parse(expected_text);
  int compared = 0;
  for (const json::Value& step : expected.as_object().at("steps").as_array()) {
    SCOPED_TRACE(json::write(step.as_object().at("request")));
    compared += recorded.run(step);
  }
  EXPECT_EQ(compared, 11);
}

}  // namespace
}  // namespace mimus::helpers
