#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "fake/call.h"
#include "handlebars/helper.h"

// Fake data in templates, by faker-js's names.
//
//   {{faker 'person.fullName'}}   {{faker 'number.int' min=1 max=6}}   {{faker 'string.alpha'
//   '{length: {min: 3, max: 5}}'}}
//
// Arguments go on as they are; named ones become one object of options behind them; a text that is
// an object ("{min: 1}") is one. A call whose arguments are constants is bound when the template is
// compiled. Values keep their kinds: numbers, lists and objects; dates are ISO 8601, in Mockoon's
// dialect JavaScript's Dates.
namespace mimus::helpers {

handlebars::HelperTable faker_rows();
// WireMock's faker extension: {{random 'Name.first_name'}}, Datafaker's names.
handlebars::HelperTable wiremock_faker_rows();

// What a bound call makes under the call's own chance, with the host's locale and reference date.
Result<handlebars::Value> make_fake(handlebars::Call& call, const fake::Call& bound);

}  // namespace mimus::helpers
