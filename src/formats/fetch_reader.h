#pragma once

#include <string_view>

#include "base/result.h"
#include "recorded.h"

namespace mimus::formats {

// Calls of fetch as browsers copy them ("Copy as fetch", "Copy as Node.js fetch"), one or several among other text:
//
//   fetch("https://api.example.com/users", {"headers": {"accept": "*/*"}, "body": "{}", "method": "POST"});
//
// A request each, whose answer is not known. Errors: kInvalid when there is none; kSyntax, with its offset, for a call that
// is no literal.
Result<Recordings> read_fetch(std::string_view text);

// Invoke-WebRequest and Invoke-RestMethod as browsers copy them ("Copy as PowerShell").
Result<Recordings> read_powershell(std::string_view text);

}  // namespace mimus::formats
