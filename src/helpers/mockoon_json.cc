#include "data_path.h"
#include "javascript.h"
#include "jmespath/expression.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// Absent for what is no JSON.
Result<Value> json_parse(Call& call) {
  if (!call.arg(0).is_text()) return Value();
  const auto document = json::parse(call.text(0));
  return document ? Value::json(call.keep(*document)) : Value();
}

Result<Value> stringify(Call& call) {
  const Value value = call.arg(0);
  if (!value.is_list_like() && !value.is_map_like()) return value;
  return Value::text(javascript::indented_json_of(value, call));
}

// What is neither a list nor an object is itself, whatever the path.
Result<Value> at(Call& call) {
  if (call.size() < 2) return Value();
  const Value data = call.arg(0);
  if (!data.is_list_like() && !data.is_map_like()) return data;
  const Value found = at_path(call, data, 1);
  return found.is_absent() ? (call.size() > 2 ? call.arg(2) : Value::text("")) : found;
}

Result<std::shared_ptr<const void>> prepare_jmes_path(Call& call) {
  if (!call.arg(1).is_text()) return std::shared_ptr<const void>();
  MIMUS_TRY(jmespath::Expression compiled, jmespath::Expression::compile(call.text(1)));
  return std::shared_ptr<const void>(std::make_shared<jmespath::Expression>(std::move(compiled)));
}

// Faulty expressions lead nowhere, as in Mockoon; so does null.
Result<Value> jmes_path(Call& call) {
  if (call.size() < 2) return Value();
  const Value data = call.arg(0);
  if (!data.is_list_like() && !data.is_map_like()) return data;
  const Value otherwise = call.size() > 2 ? call.arg(2) : Value::text("");
  const auto* prepared = call.prepared<jmespath::Expression>();
  const auto expression = prepared != nullptr ? Result<jmespath::Expression>(*prepared)
                                              : jmespath::Expression::compile(call.text(1));
  if (!expression) return otherwise;
  const auto found =
      expression->search(handlebars::as_document(data, call.dialect(), call.arena()));
  if (!found || found->is_null()) return otherwise;
  return Value::json(call.keep(*found));
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"jsonParse", &json_parse, "{{lookup (jsonParse (body)) 'name'}}",
     "the value that a JSON text stands for"},
    {"stringify", &stringify, "{{{stringify (bodyRaw 'user')}}}",
     "an object or list as JSON, indented by two blanks"},
    {"jsonPath", &at, "{{jsonPath (bodyRaw) '$.users[?(@.age > 7)].name'}}",
     "what a JSONPath finds, else a default", Use::kInline, false, &prepare_data_path<1>},
    {"jmesPath", &jmes_path, "{{jmesPath (bodyRaw) 'users[?age > `7`].name'}}",
     "what a JMESPath expression makes of a value, else a default", Use::kInline, false,
     &prepare_jmes_path},
    {"objectPath", &at, "{{objectPath (bodyRaw) 'users.0.name' 'nobody'}}",
     "the value at a path, else a default", Use::kInline, false, &prepare_data_path<1>},
};

}  // namespace

handlebars::HelperTable mockoon_json() {
  return kRows;
}

}  // namespace mimus::helpers
