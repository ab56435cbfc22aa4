#include "body_file.h"

#include <algorithm>
#include <system_error>

namespace mimus::native {

namespace fs = std::filesystem;

bool check_body_file(Context& in, std::string_view name, const Place& at) {
  const fs::path relative(name);
  const bool leaves =
      relative.is_absolute() || std::find(relative.begin(), relative.end(), "..") != relative.end();
  if (name.empty() || leaves) {
    in.faults.error(at, "file must be a name inside the folder of the files",
                    "write it relative to `files`, without ..");
    return false;
  }
  if (name.find("{{") != std::string_view::npos) return true;
  const fs::path full = in.body_root / relative;
  std::error_code failure;
  if (fs::is_regular_file(full, failure)) return true;
  in.faults.error(at, "file not found: " + full.lexically_normal().string());
  in.missing_files.push_back(full);
  return false;
}

}  // namespace mimus::native
