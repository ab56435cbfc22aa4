#pragma once

#include "database.h"

namespace mimus::history {

inline constexpr std::int64_t kApplication = 0x4d696d73;  // "Mims", in the file's header
inline constexpr std::int64_t kVersion = 1;               // user_version
inline constexpr std::int64_t kPageSize = 8192;

// Makes the tables of a new file, or sees that they are ours and of this version.
// Errors: a database of another program, of another version, a damaged file, no database at all.
Status prepare_file(Database& database);
// The same for a reader, who makes nothing.
Status check_file(Database& database);

}  // namespace mimus::history
