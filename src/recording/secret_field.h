#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace mimus::recording {

// The value of a field that is secret by its name, without the secret: "Bearer REDACTED", "sid=REDACTED; Path=/". `found` is called with each secret
// that is one wherever it stands: not with the values of cookies that look like settings ("theme=dark-mode").
std::string without_secret(const http::OwnedField& field, const std::function<void(std::string_view)>& found);

}  // namespace mimus::recording
