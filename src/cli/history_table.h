#pragma once

#include <string>

#include "history/record.h"
#include "history/store.h"
#include "terminal.h"

namespace mimus::cli {

// A line for people, with its line feed:
//   "     7  2026-11-20 09:50:57.123  200    0.3 ms  GET /users/7?expand=full  GET /users/{id}"
// Control characters of a recording do not reach the terminal.
std::string history_line(const Terminal& terminal, const history::Record& record);

// Columns of one width, the names above.
std::string sql_table(const Terminal& terminal, const history::Store::Table& table);

}  // namespace mimus::cli
