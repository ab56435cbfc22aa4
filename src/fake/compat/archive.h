#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mimus::fake::compat {

struct ArchivedFile {
  std::string name;
  std::string bytes;
};

// The files as a zip archive: stored, not compressed, so that the bytes are the same whatever
// compressor a machine has. APPNOTE.TXT 6.3.10 §4.3. Times are 1980-01-01, the first that zip
// knows.
std::string zip_of(std::span<const ArchivedFile> files);

// The files as a tar archive (POSIX.1-1988 "ustar"), times 0. Names of at most 100 bytes.
std::string tar_of(std::span<const ArchivedFile> files);

}  // namespace mimus::fake::compat
