#pragma once

#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/prepared_response.h"
#include "stub/stub.h"

namespace mimus::stub {

// The header fields of answers of Dialect::kWireMock (reference: wiremock-stubs.md §5), for
// constant answers when they are compiled and for others when they are made.

bool names_field(const std::vector<http::OwnedField>& fields, std::string_view name);

// Matched-Stub-Id and, when it has a name, Matched-Stub-Name with a '?' for every character beyond
// ASCII.
void append_matched_fields(const Stub& stub, std::vector<http::OwnedField>& fields);

// Does the body go out in chunks? As `pace` says, or a Transfer-Encoding among the fields, which
// vanishes: what stands on the wire is the server's business. A Content-Length always counts.
bool take_chunked(const Pace& pace, std::vector<http::OwnedField>& fields);

// May this body go out in gzip, as far as the answer is concerned? Not when it is coded already,
// nor when the stub names a Content-Length under 32.
bool may_gzip(const std::vector<http::OwnedField>& fields, std::string_view body);
// The fields of the same answer in gzip: a Content-Length no longer holds.
void to_gzip_fields(std::vector<http::OwnedField>& fields);

// The page of an answer that failed within: 500, text/html. Of it, clients may count on the status
// alone.
http::PreparedResponse server_error(std::string_view why, std::string_view beside = {});

}  // namespace mimus::stub
