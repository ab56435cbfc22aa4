#pragma once

#include <vector>

#include "keys.h"
#include "match/request_pattern.h"
#include "stub/state_condition.h"

namespace mimus::native {

// when: { query: {…}, header: {…}, cookie: {…}, form: {…}, body: {…} }, each a map from name to
// what its value must be:
//
//   page: "2"                 this value
//   page: null                absent
//   page: { matches: \d+ }    matchers (match::matcher_table()); all of them must hold
//   tag: [a, b]               exactly these values, in any order
//
// host, port, scheme, clientIp, url and request have no names: their matchers stand there themselves.
// Options of a matcher stand beside it: { equalToJson: [1, 2], ignoreArrayOrder: true }.
//
// A condition on what the world remembers stands there as text, `when: state.cart.size > 3`
// (stub/state_condition.h), or in the object with matchers: { state: { cart.size: { gt: 3 } } }. A list is of texts and
// objects that must all hold.
//
// Appends one condition for each name. Members of a body keep their type; everything else is text,
// so `page: 2` asks for the text 2.
struct WhenDraft {
  std::vector<match::Condition> request;
  std::vector<stub::StateCondition> state;
};
void read_when(Context& in, const json::Value& value, const Place& at, WhenDraft& out);

json::Value when_schema();
json::Value condition_schema();

}  // namespace mimus::native
