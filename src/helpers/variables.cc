#include "host.h"
#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// assign, val; hostname, systemValue.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using Use = HelperRow::Use;

Result<Value> assign(Call& call) {
  if (!call.is_block()) return Value();
  MIMUS_TRY(const std::string_view inside, call.captured_block());
  call.set_variable(call.text(0), Value::text(text::trim(inside)));
  return Value();
}

Result<Value> val(Call& call) {
  Value value = subject(call);
  if (value.is_nothing())
    value = call.hash("or").is_absent() ? call.hash("default") : call.hash("or");
  if (call.hash("assign").is_nothing()) return value;
  call.set_variable(call.text(call.hash("assign")), value);
  return Value();
}

Result<Value> hostname(Call& call) {
  return Value::text(host_of(call).hostname());
}

Result<Value> system_value(Call& call) {
  const std::string_view key = call.text(call.hash("key"));
  if (key.empty()) return complaint(call, "The key cannot be empty");
  const std::string_view type = call.text(call.hash("type"));
  bool permitted = false;
  const auto value = type == "PROPERTY" ? host_of(call).property(key, permitted)
                                        : host_of(call).environment(key, permitted);
  if (!permitted) return complaint(call, "Access to " + std::string(key) + " is denied");
  return value ? Value::text(*value) : call.hash("default");
}

constexpr HelperRow kRows[] = {
    {"assign", &assign, "{{#assign 'name'}}…{{/assign}}{{name}}", "keeps the inside under a name",
     Use::kBlock},
    {"val", &val, "{{val x or='none'}}, {{val x assign='name'}}",
     "a value or its stand-in, printed or kept under a name"},
    {"hostname", &hostname, "{{hostname}}", "the machine's name"},
    {"systemValue", &system_value,
     "{{systemValue key='wiremock.x' type='ENVIRONMENT' default='none'}}",
     "a variable of the environment, or a PROPERTY, whose name is permitted"},
};

}  // namespace

handlebars::HelperTable variable_rows() {
  return kRows;
}

}  // namespace mimus::helpers
