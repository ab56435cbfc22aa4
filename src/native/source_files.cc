#include "source_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>

namespace mimus::native {
namespace fs = std::filesystem;
namespace {

// Names that folders of web projects are full of.
bool is_foreign(std::string_view name) {
  constexpr std::string_view kForeign[] = {"package.json", "package-lock.json", "composer.json",
                                           "jsconfig.json"};
  if (name.starts_with('.')) return true;
  if (name.starts_with("tsconfig") && name.ends_with(".json")) return true;
  return std::find(std::begin(kForeign), std::end(kForeign), name) != std::end(kForeign);
}

bool is_foreign_folder(std::string_view name) {
  return name.starts_with('.') || name == "__files" || name == "node_modules";
}

bool is_configuration(const fs::path& path) {
  const std::string extension = path.extension().string();
  return (extension == ".yaml" || extension == ".yml" || extension == ".json") &&
         !is_foreign(path.filename().string());
}

Error io_failure(const fs::path& path, int error_number) {
  return io_error("cannot open '" + path.string() + "'", error_number);
}

void search(const fs::path& folder, SourceFiles& found) {
  std::error_code failure;
  std::vector<fs::path> entries;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end;
       at.increment(failure)) {
    entries.push_back(at->path());
  }
  if (failure) found.errors.push_back(io_failure(folder, failure.value()));
  found.looked_at.push_back(folder);
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    // A link to a folder is not followed: it may lead in a circle.
    if (fs::is_directory(fs::symlink_status(entry, failure))) {
      if (!is_foreign_folder(entry.filename().string())) search(entry, found);
    } else if (fs::is_regular_file(entry, failure) && is_configuration(entry)) {
      found.files.push_back(entry);
    }
  }
}

}  // namespace

SourceFiles find_source_files(const std::vector<fs::path>& paths) {
  SourceFiles found;
  for (const fs::path& path : paths) {
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    if (fs::is_directory(status)) {
      search(path, found);
    } else if (fs::exists(status)) {
      found.files.push_back(path);
    } else {
      found.errors.push_back(io_failure(path, failure ? failure.value() : ENOENT));
      found.looked_at.push_back(path);
    }
  }
  return found;
}

Result<std::string> read_source_file(const fs::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return io_failure(path, errno);
  std::string text;
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(path, unknown);
  if (!unknown) text.reserve(size);
  char block[65536];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get()))
    text.append(block, count);
  if (std::ferror(file.get())) return io_failure(path, errno);
  return text;
}

}  // namespace mimus::native
