#include "path_value.h"

#include <string>
#include <utility>

#include "json/document.h"
#include "scalars.h"

namespace mimus::native {
namespace {

struct PathValue {
  std::optional<std::string> path;
  const json::Value* value = nullptr;
};
constexpr Key<PathValue> kKeys[] = {
    {"PATH", "", "", "what the request's path begins with",
     [](Context& in, const json::Value& value, const Place& at, PathValue& out) {
       if (const auto text = read_text(in.faults, value, at)) out.path = std::string(*text);
     }},
    {"VALUE", "", "", "the JSON to answer with",
     [](Context&, const json::Value& value, const Place&, PathValue& out) { out.value = &value; }},
};

}  // namespace

bool is_path_value_list(const json::Value& root) {
  if (!root.is_array() || root.get_array().empty()) return false;
  const json::Value& first = root.get_array().front();
  return first.is_object() && first.get_object().contains("PATH");
}

std::optional<stub::Stub> read_path_value(Context& in, const json::Value& value, const Place& at) {
  PathValue draft;
  const std::size_t before = in.faults.error_count();
  if (!read_object<PathValue>(in, kKeys, "an object of PATH and VALUE", value, at, draft)) {
    return std::nullopt;
  }
  if (in.faults.error_count() != before) return std::nullopt;
  if (!draft.path || !draft.value) {
    in.faults.error(at, draft.path ? "VALUE is missing" : "PATH is missing",
                    R"({"PATH": "/api/1", "VALUE": {}})");
    return std::nullopt;
  }
  stub::Stub stub;
  stub.label = "ANY " + *draft.path + "...";
  stub.request.path = match::PathPattern::prefix(*draft.path);
  stub.responses[0].fields = {{"Content-type", "application/json; charset=utf-8"},
                              {"Access-Control-Allow-Origin", "*"}};
  stub.responses[0].body = stub::JsonBody{json::own(*draft.value), false};
  stub.cors.edit().enabled = false;  // that one header is all the form has
  return stub;
}

http::PreparedResponse path_value_unmatched() {
  return http::PreparedResponse::make(404, "", {{"Content-type", "text/plain; charset=utf-8"}},
                                      "404 Not Found");
}

}  // namespace mimus::native
