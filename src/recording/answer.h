#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condense.h"
#include "exchange/exchange.h"
#include "json/json.h"
#include "stub/stub.h"

namespace mimus::recording {

// Fields of a response that a stub repeats: all that a file of stubs can hold (UTF-8 without control characters) but those of framing and
// connection, which a server writes by itself.
std::vector<http::OwnedField> kept_fields(const exchange::Response& response);

// Names of those that would be kept, had they no other bytes; no file of stubs can hold these.
std::vector<std::string> unsaid_fields(const exchange::Response& response);

// What two responses have to share to be one answer: status, fields and body.
std::string answer_key(const exchange::Response& response);
// The same without the fields that are not the content type.
std::string content_key(const exchange::Response& response);

// May a stub have it? Stubs answer with 200 to 599.
bool can_answer(const exchange::Response& response);

// A response of a stub that is the recorded one, byte for byte. Large bodies go to `files`.
stub::ResponseSpec exact_response(const exchange::Response& response, std::string_view path, const CondenseOptions& options,
                                  std::vector<BodyFile>& files);

// A body and its Content-Type into a response, which names the type where the stub model would not know it.
void set_body(stub::ResponseSpec& spec, stub::Body body, const std::optional<std::string>& content_type);

}  // namespace mimus::recording
