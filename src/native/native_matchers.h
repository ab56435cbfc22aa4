#pragma once

#include <optional>

#include "match/request_pattern.h"

namespace mimus::native {

// One of WireMock's matchers in native words; nothing when there is no such word. `anything`, which holds always, has
// none either: leave it out. {"equalTo": "a", "caseInsensitive": true} is {"equalsIgnoreCase": "a"}.
std::optional<match::Test> native_test(const match::Test& wiremock);

// The other way.
std::optional<match::Test> wiremock_test(const match::Test& native);

}  // namespace mimus::native
