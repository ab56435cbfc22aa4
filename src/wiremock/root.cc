#include "wiremock/root.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "disk.h"
#include "file_name.h"

namespace mimus::wiremock {
namespace fs = std::filesystem;
namespace {

// Everything below a folder, in the order of the paths; hidden files left out. Folders that cannot
// be read are as if they were empty.
struct Tree {
  std::vector<fs::path> files, folders;

  explicit Tree(const fs::path& top) {
    std::error_code failure;
    constexpr auto kOptions = fs::directory_options::skip_permission_denied |
                              fs::directory_options::follow_directory_symlink;
    if (fs::is_directory(top, failure)) folders.push_back(top);
    for (fs::recursive_directory_iterator at(top, kOptions, failure), end; !failure && at != end;
         at.increment(failure)) {
      const bool hidden = at->path().filename().string().starts_with('.');
      std::error_code ignored;
      if (at->is_directory(ignored)) {
        if (hidden || at.depth() > 64) {
          at.disable_recursion_pending();
        } else {
          folders.push_back(at->path());
        }
      } else if (!hidden && at->is_regular_file(ignored)) {
        files.push_back(at->path());
      }
    }
    std::ranges::sort(files);
  }
};

Error beside_others(const stub::Stub& stub) {
  return Error{Code::kConflict,
               "the stub " + stub.id.value.text() + " stands in " + stub.origin.file +
                   " beside others, which is not written",
               "give it a file of its own",
               {}};
}

bool is_beside_others(const stub::Stub& stub) {
  return !stub.origin.file.empty() && !stub.origin.alone;
}

}  // namespace

struct Root::Naming {
  FileNames names;
};

bool Root::is_root(const fs::path& folder) {
  std::error_code failure;
  return fs::is_directory(folder / "mappings", failure) ||
         fs::is_directory(folder / "__files", failure);
}

Root::Root(fs::path folder, Options options, std::shared_ptr<const Naming> naming)
    : folder_(std::move(folder)), options_(std::move(options)), naming_(std::move(naming)) {}

Result<Root> Root::open(const fs::path& folder, Options options) {
  std::error_code failure;
  const fs::path full = fs::absolute(folder, failure).lexically_normal();
  if (options.create) {
    for (const char* name : {"mappings", "__files"}) {
      fs::create_directories(full / name, failure);
      if (failure)
        return io_error("cannot make the folder " + (full / name).string(), failure.value());
    }
  }
  if (!fs::is_directory(full, failure)) {
    return Error{Code::kNotFound,
                 "there is no folder " + folder.string(),
                 "--root-dir names the parent of mappings/ and __files/",
                 {}};
  }
  auto names = FileNames::compile(options.filename_template);
  if (!names) {
    Error error = std::move(names).error();
    error.message.insert(0, "--filename-template: ");
    return error;
  }
  options.rules.files = (full / "__files").string();
  return Root(full, std::move(options), std::make_shared<const Naming>(Naming{*std::move(names)}));
}

Root::Loaded Root::load(Depth depth) const {
  const Tree tree(mappings());
  Loaded loaded;
  loaded.paths = tree.folders;
  if (tree.folders.empty()) loaded.paths.push_back(mappings());
  for (const fs::path& file : tree.files) {
    if (file.extension() != ".json") continue;
    loaded.paths.push_back(file);
    const auto text = read_whole(file);
    if (!text) {
      if (text.error().code != Code::kNotFound)
        loaded.errors.push_back(text.error());  // it went meanwhile
      continue;
    }
    Mappings read = read_mappings(*text, file.string(), options_.rules, depth);
    std::ranges::move(read.stubs, std::back_inserter(loaded.stubs));
    std::ranges::move(read.errors, std::back_inserter(loaded.errors));
  }
  return loaded;
}

Status Root::place(stub::Stub& stub) const {
  if (is_beside_others(stub)) return beside_others(stub);
  if (!stub.origin.file.empty()) return Done{};
  MIMUS_TRY(const json::Value document, json::parse(stub.more->document));
  MIMUS_TRY(const std::string name, naming_->names.of(document));
  stub.origin = {(mappings() / name).string(), 0, "", true};
  return Done{};
}

Status Root::write(const stub::Stub& stub) const {
  if (is_beside_others(stub)) return beside_others(stub);
  if (stub.origin.file.empty()) return invalid("the stub has no file: place() gives it one");
  MIMUS_TRY(const json::Value document, json::parse(stub.more->document));
  return write_whole(stub.origin.file, json::write(document, {.indent = 2}) + "\n");
}

Status Root::erase(const stub::Stub& stub) const {
  if (is_beside_others(stub)) return beside_others(stub);
  return stub.origin.file.empty() ? Status(Done{}) : remove_file(stub.origin.file);
}

// ---- __files -----------------------------------------------------------------------------------

std::vector<std::string> Root::list_files() const {
  std::vector<std::string> names;
  for (const fs::path& file : Tree(files()).files)
    names.push_back(file.lexically_relative(files()).generic_string());
  return names;
}

// Symbolic links count for where they lead.
Result<fs::path> Root::inside(std::string_view name) const {
  std::error_code failure;
  const fs::path relative(name);
  const fs::path top = fs::weakly_canonical(files(), failure);
  const fs::path full = fs::weakly_canonical(files() / relative, failure);
  const bool leaves = failure || name.find('\0') != name.npos || relative.is_absolute() ||
                      std::ranges::mismatch(top, full).in1 != top.end() || full == top;
  if (leaves) return invalid("'" + std::string(name) + "' is no name of a file inside __files");
  return full;
}

Result<std::string> Root::read_file(std::string_view name) const {
  MIMUS_TRY(const fs::path path, inside(name));
  return read_whole(path);
}

Status Root::write_file(std::string_view name, std::string_view bytes) const {
  MIMUS_TRY(const fs::path path, inside(name));
  return write_whole(path, bytes);
}

Status Root::erase_file(std::string_view name) const {
  MIMUS_TRY(const fs::path path, inside(name));
  return remove_file(path);
}

}  // namespace mimus::wiremock
