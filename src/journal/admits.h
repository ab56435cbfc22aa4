#pragma once

#include "journal/journal.h"
#include "record.h"

namespace mimus::journal {

// Is the record still there, with everything that the filter asks for?
bool admits(const Filter& filter, const RecordView& record);

}  // namespace mimus::journal
