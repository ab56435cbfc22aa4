#include "bucket_edit.h"
#include "data_path.h"
#include "host.h"
#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// The bucket's value or that at the path in it; "" when the path leads nowhere, absent without a
// bucket.
Value of_bucket(Call& call) {
  const json::Value* bucket = call.size() == 0 ? nullptr : host_of(call).bucket(call.text(0));
  if (bucket == nullptr) return {};
  const Value found = at_path(call, Value::json(*bucket), 1);
  return found.is_absent() ? Value::text("") : found;
}

Result<Value> data(Call& call) {
  const Value value = of_bucket(call);
  if (value.is_absent()) return value;
  const bool composed =
      value.is_list_like() || value.is_map_like() || value.kind() == Value::Kind::kNull;
  return Value::safe(composed ? javascript::json_of(value, call) : call.text(value));
}

Result<Value> data_raw(Call& call) {
  return of_bucket(call);
}

Result<Value> set_data(Call& call) {
  const std::string_view name = call.text(1);
  const json::Value* bucket = call.size() < 2 ? nullptr : host_of(call).bucket(name);
  if (bucket == nullptr) return Value();
  json::Value changed = *bucket;
  const bool given = !call.arg(3).is_absent();
  const json::Value value = handlebars::to_json(call.arg(3), call.dialect(), call.arena());
  MIMUS_TRY_DONE(edit_bucket(changed, call.text(0), call.text(2), given ? &value : nullptr));
  host_of(call).set_bucket(name, std::move(changed));
  return Value();
}

// What was safe text is text again.
Value plain(const Value& value) {
  return value.kind() == Value::Kind::kSafeText ? Value::text(value.as_text()) : value;
}

Result<Value> set_var(Call& call) {
  if (call.size() >= 2) call.set_variable(call.text(0), plain(call.arg(1)));
  return Value();
}

Result<Value> get_var(Call& call) {
  return call.variable(call.text(0));
}

Result<Value> set_global_var(Call& call) {
  if (call.size() < 2) return Value();
  host_of(call).set_global(call.text(0),
                           handlebars::to_json(call.arg(1), call.dialect(), call.arena()));
  return Value();
}

Result<Value> get_global_var(Call& call) {
  const Value otherwise = call.size() > 2 ? plain(call.arg(2)) : Value::text("");
  const json::Value* stored = host_of(call).global(call.text(0));
  if (stored == nullptr) return otherwise;
  const Value found = at_path(call, Value::json(*stored), 1);
  return found.is_absent() ? otherwise : found;
}

Result<Value> get_env_var(Call& call) {
  if (call.size() == 0) return Value();
  std::string name(call.text(0));
  if (!name.starts_with("MOCKOON_")) name.insert(0, "MOCKOON_");
  bool permitted = false;
  const auto found = host_of(call).environment(name, permitted);
  if (found && permitted) return call.made(*found);
  return call.size() > 1 ? plain(call.arg(1)) : Value::text("");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"data", &data, "{{data 'users' '0.name'}}",
     "a data bucket (by id, or a part of its name), or the value at a path in it; objects as JSON",
     Use::kInline, false, &prepare_data_path<1>},
    {"dataRaw", &data_raw, "{{#each (dataRaw 'users')}}…{{/each}}",
     "a data bucket's value as it is", Use::kInline, false, &prepare_data_path<1>},
    {"setData", &set_data, "{{setData 'push' 'users' '' (object name='Ada')}}",
     "changes a data bucket: set, push, del, inc, dec, invert, merge; prints nothing"},
    {"setVar", &set_var, "{{setVar 'x' 5}}",
     "keeps a value for the rest of the template; prints nothing"},
    {"getVar", &get_var, "{{getVar 'x'}}", "what setVar kept; {{@x}} is the same"},
    {"setGlobalVar", &set_global_var, "{{setGlobalVar 'x' (body 'x')}}",
     "keeps a value as long as the server runs; prints nothing"},
    {"getGlobalVar", &get_global_var, "{{getGlobalVar 'x' 'a.b' 'none'}}",
     "what setGlobalVar kept, or the value at a path in it, else a default", Use::kInline, false,
     &prepare_data_path<1>},
    {"getEnvVar", &get_env_var, "{{getEnvVar 'REGION' 'eu'}}",
     "an environment variable whose name begins with MOCKOON_, else a default"},
};

}  // namespace

handlebars::HelperTable mockoon_data() {
  return kRows;
}

}  // namespace mimus::helpers
