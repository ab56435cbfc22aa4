#pragma once

#include "journal/journal.h"
#include "record.h"

namespace mimus::journal {

// Does the record have everything that the filter asks for?
bool admits(const Filter& filter, const RecordView& record);

}  // namespace mimus::journal
