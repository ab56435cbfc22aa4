#include <cmath>

#include "host.h"
#include "javascript.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

Result<Value> state(Call& call) {
  const json::Value* stored = host_of(call).state(call.text(0));
  return stored == nullptr ? call.arg(1) : Value::json(*stored);
}

Result<Value> set_state(Call& call) {
  if (call.size() != 2 || call.text(0).empty())
    return call.fail("setState takes a name and a value", "write {{setState 'cart' body.items}}");
  host_of(call).set_state(call.text(0),
                          handlebars::to_json(call.arg(1), call.dialect(), call.arena()));
  return Value();
}

// The new number. What was no number begins at 0.
Result<Value> add_state(Call& call) {
  const double by = call.size() > 1 ? javascript::number(call.arg(1), call) : 1;
  if (call.text(0).empty() || std::isnan(by))
    return call.fail("addState takes a name and a number", "write {{addState 'visits' 1}}");
  const json::Value* stored = host_of(call).state(call.text(0));
  const double before = stored != nullptr && stored->is_number() ? stored->to_number<double>() : 0;
  const Value after = javascript::value_of(before + by);
  host_of(call).set_state(call.text(0), handlebars::to_json(after, call.dialect(), call.arena()));
  return after;
}

Result<Value> scenario(Call& call) {
  return call.made(host_of(call).scenario_state(call.text(0)));
}

Result<Value> set_scenario(Call& call) {
  if (call.text(0).empty())
    return call.fail("setScenario takes a state",
                     "write {{setScenario 'Paid'}} or {{setScenario 'Paid' of='checkout'}}");
  host_of(call).set_scenario_state(call.text(call.hash("of")), call.text(0));
  return Value();
}

constexpr HelperRow kRows[] = {
    {"state", &state, "{{state 'cart' 'empty'}}",
     "a value that was stored in the world, else a default"},
    {"setState", &set_state, "{{setState 'cart' body.items}}",
     "stores a value in the world; prints nothing"},
    {"addState", &add_state, "{{addState 'visits' 1}}",
     "adds to a stored number (from 0) and is the sum"},
    {"scenario", &scenario, "{{scenario 'checkout'}}",
     "the state of a scenario, or of the stub's own"},
    {"setScenario", &set_scenario, "{{setScenario 'Paid' of='checkout'}}",
     "brings a scenario, or the stub's own, into a state; prints nothing"},
};

}  // namespace

handlebars::HelperTable own_state() {
  return kRows;
}

}  // namespace mimus::helpers
