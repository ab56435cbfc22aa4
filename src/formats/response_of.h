#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"
#include "stub/stub.h"

namespace mimus::formats {

// A recorded response as a stub gives it: status, phrase, fields, and the body byte by byte. Bodies that are JSON exactly as
// Mimus writes it become JSON, which reads better; other texts stay text. Fails for statuses that are no answer to a
// request (0, 101). `notes` says what is not as it was.
Result<stub::ResponseSpec> response_of(std::string_view method, const exchange::Response& response,
                                       std::vector<std::string>& notes);

}  // namespace mimus::formats
