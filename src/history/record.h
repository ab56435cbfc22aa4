#pragma once

#include <cstdint>
#include <string>

#include "exchange/exchange.h"
#include "journal/journal.h"
#include "json/json.h"

namespace mimus::history {

// One exchange of a history. Ids rise in the order in which exchanges were written, which is about that of `received`;
// `exchange.id` is the journal's, good for as long as the process that wrote it lived.
struct Record {
  std::int64_t id = 0;
  std::string world;
  journal::Exchange exchange;
};

// As /__logs shows an exchange (journal/exchange_json.h), `id` being the history's, with "world" behind it.
json::Object to_json(const Record& record);

// As recording, replay and export want it: an absolute url where the host is known, the response's fields read, bodies
// without their content coding. A body whose coding cannot be removed stays as it was sent, its field too.
exchange::Exchange to_exchange(const Record& record);

}  // namespace mimus::history
