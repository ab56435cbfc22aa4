#include <string>

#include "facts/context_path.h"
#include "host.h"
#include "java.h"
#include "jsonpath/path.h"
#include "wiremock.h"

// state: of WireMock's state extension.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;

// Where a list's element or a part of it is: '[0].id', or a JSONPath.
const json::Value* in_list(const json::Object& context, std::string_view place, json::Value& found) {
  const json::Value* list = context.if_contains("list");
  if (list == nullptr) return nullptr;
  std::string text(place);
  if (!text.starts_with('$')) text = (text.starts_with('[') ? "$" : "$.") + text;
  const auto path = jsonpath::Path::compile(text, jsonpath::Dialect::kJayway);
  if (!path) return nullptr;
  auto read = path->read(*list);
  if (!read || !*read) return nullptr;
  found = **std::move(read);
  return &found;
}

Result<Value> state(Call& call) {
  const Value name = call.hash("context");
  if (name.is_absent()) return complaint(call, "'context' cannot be empty");
  const bool of_property = !call.hash("property").is_absent();
  const bool of_list = !call.hash("list").is_absent();
  if (of_property == of_list) return complaint(call, "Either 'property' or 'list' has to be set");
  const std::string context_name(call.text(name));
  Host& host = host_of(call);
  const json::Object* context = facts::live_context(host.state(facts::context_name(context_name)), host.now());
  const auto stand_in = [&](const std::string& what) -> Result<Value> {
    const Value other = call.hash("default");
    return other.is_absent() ? complaint(call, what) : Result<Value>(other);
  };
  if (context == nullptr) return stand_in("No state for context " + context_name + " found");
  if (of_list) {
    const std::string place(call.text(call.hash("list")));
    json::Value found;
    const json::Value* value = in_list(*context, place, found);
    if (value == nullptr) return stand_in("Path query in " + context_name + " has no result for " + place);
    return Value::json(call.keep(found));
  }
  const std::string property(call.text(call.hash("property")));
  if (property == "updateCount") return Value::json(context->at("updateCount"));
  if (property == "list") return Value::json(context->at("list"));
  if (property == "listSize") return Value::number(static_cast<std::int64_t>(context->at("list").as_array().size()));
  const json::Value* value = context->at("properties").as_object().if_contains(property);
  if (value == nullptr) return stand_in("No state for context " + context_name + " and property " + property + " found");
  return Value::json(*value);
}

constexpr HelperRow kRows[] = {
    {"state", &state, "{{state context='cart' property='size' default='0'}}, {{state context='cart' list='[0].id'}}",
     "what recordState kept in a context; also its updateCount, listSize and list"},
};

}  // namespace

handlebars::HelperTable context_rows() {
  return kRows;
}

}  // namespace mimus::helpers
