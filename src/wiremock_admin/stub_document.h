#pragma once

#include <string>

#include "json/json.h"
#include "stub/compiled_stub.h"
#include "stub/stub_set.h"

namespace mimus::wiremock_admin {

// A stub as WireMock shows it. One of WireMock's dialect is the document that it came as; for one
// of another a document is made that tells what it is, so that lists hide nothing: id, name, URL
// and method, the first response, and under "metadata" where it stands: {"mimus": {"file":
// "mimus.yaml", "line": 12}}. It is not read back.
json::Object document_of(const stub::CompiledStub& stub);
std::string document_text(const stub::CompiledStub& stub);  // as Jackson writes it; for much less

// What metadata matchers look at: the metadata as Jackson writes it, "null" when there is none.
std::string metadata_text(const stub::CompiledStub& stub);

// {"mappings": [...], "meta": {"total": n}}
json::Object list_of(json::Array documents, std::size_t total);
json::Object list_of(const std::vector<stub::StubPtr>& stubs);

}  // namespace mimus::wiremock_admin
