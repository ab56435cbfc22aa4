#pragma once

#include "event_id.h"
#include "journal/journal.h"
#include "json/json.h"
#include "serve/callbacks.h"
#include "stub/stub_set.h"

namespace mimus::wiremock_admin {

// An exchange as WireMock tells of it, a serve event: {"id", "request", "responseDefinition",
// "response", "wasMatched", "timing", "subEvents", "stubMapping"};
// shared/reference/wiremock-admin.md, "Journal".
//
// The journal keeps a stub's id. What it looks like is asked of `stubs`, those of now; of one that
// is gone the id, the label as its name and what it answered are told.
json::Object serve_event(const journal::Exchange& exchange, const EventIds& ids,
                         const stub::StubSet& stubs, const serve::Callbacks& callbacks);

}  // namespace mimus::wiremock_admin
