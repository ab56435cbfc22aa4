#include "switch_blocks.h"

#include <algorithm>

#include "javascript.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

// What {{#case}} and {{#default}} find of the {{#switch}} around: @ with a name that no template
// can write.
constexpr std::string_view kSwitch = "the switch";
struct Switch final : handlebars::Object {
  static constexpr char kType[] = "switch";
  Switch(Value of, bool* done) : value(of), found(done) {}
  const char* type() const override { return kType; }
  void print(std::string&, const handlebars::Dialect&) const override {}

  Value value;
  bool* found;
};

Result<Value> switch_block(Call& call) {
  bool& found = call.make<bool>(false);
  const Entry data[] = {{kSwitch, Value::object(call.make<Switch>(call.arg(0), &found))}};
  MIMUS_TRY_DONE(call.block({.data = data}));
  return Value();
}

Result<Value> case_block(Call& call) {
  const Switch* around = call.data(kSwitch).if_object<Switch>();
  if (around == nullptr || *around->found) return Value();
  const auto is_value = [&](const Value& one) { return javascript::same(one, around->value); };
  if (std::none_of(call.args().begin(), call.args().end(), is_value)) return Value();
  *around->found = true;
  MIMUS_TRY_DONE(call.block());
  return Value();
}

Result<Value> default_block(Call& call) {
  const Switch* around = call.data(kSwitch).if_object<Switch>();
  if (around != nullptr && !*around->found) MIMUS_TRY_DONE(call.block());
  return Value();
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"switch", &switch_block, "{{#switch x}}…{{/switch}}",
     "the first {{#case}} inside that is equal, else {{#default}}", Use::kBlock, false,
     nullptr, nullptr, false, true},
    {"case", &case_block, "{{#case 'a'}}…{{/case}}",
     "inside {{#switch}}: when the value is this one, or one of these", Use::kBlock, false, nullptr,
     nullptr, false, true},
    {"default", &default_block, "{{#default}}…{{/default}}",
     "inside {{#switch}}: when no case before it was taken", Use::kBlock, false, nullptr, nullptr, false,
     true},
};

}  // namespace

handlebars::HelperTable switch_blocks() {
  return kRows;
}

}  // namespace mimus::helpers
