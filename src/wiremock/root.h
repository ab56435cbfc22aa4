#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stub/stub.h"
#include "wiremock/mapping.h"
#include "wiremock/rules.h"

namespace mimus::wiremock {

// A WireMock root directory: mappings/**/*.json and __files/**. Immutable but for the disk; any
// thread.
//
//   MIMUS_TRY(const Root root, Root::open("wiremock", {}));
//   root.load().stubs;                    // as if created one by one, in this order
//
// Files are taken in the order of their paths, folders included. Other extensions are ignored.
class Root {
 public:
  struct Options {
    Rules rules;                    // rules.files is filled in here
    std::string filename_template;  // of saved mappings; "" : WireMock's own, see save()
    bool create = false;            // mappings/ and __files/ where they are missing
  };
  static bool is_root(const std::filesystem::path& folder);  // does it hold mappings/ or __files/?
  // Errors: not a folder, a template that has a `-`-separated part without {{{…}}}, or is none.
  static Result<Root> open(const std::filesystem::path& folder, Options options);

  const std::filesystem::path& folder() const { return folder_; }  // absolute
  std::filesystem::path mappings() const { return folder_ / "mappings"; }
  std::filesystem::path files() const { return folder_ / "__files"; }
  const Rules& rules() const { return options_.rules; }  // with which an API reads mappings, too

  struct Loaded {
    std::vector<stub::Stub> stubs;
    std::vector<Error> errors;                 // of all files, with line and column
    std::vector<std::filesystem::path> paths;  // files and folders to watch
  };
  Loaded load(Depth depth = Depth::kQuick) const;

  // ---- mappings that an API keeps --------------------------------------------------------------
  // Where this stub is, or will be, kept: its own file if it is alone there, else a new name from
  // the template,
  // `{{#if name}}{{{name}}}{{else}}{{{method}}}-{{{url}}}{{/if}}-{{{id}}}.json` unless told
  // otherwise, lower-cased, with '-' for blanks, and without all but [a-z0-9_.-]. Sets stub.origin.
  // Errors: kConflict when it stands in a file beside others, which WireMock does not write.
  //
  // A reload may come at any moment. So: create the stub in the store; place() and write() it;
  // replace it there. To delete one: erase() it, then remove it there, where it may be gone
  // already.
  Status place(stub::Stub& stub) const;
  Status write(const stub::Stub& stub)
      const;  // more->document, to origin.file; the old file stays until the new is whole
  Status erase(const stub::Stub& stub) const;  // the file is gone, or was; kConflict as above

  // ---- __files: names are relative, '/' between folders -----------------------------------------
  // A name that leaves __files is refused: kInvalid.
  std::vector<std::string> list_files() const;                             // sorted
  Result<std::string> read_file(std::string_view name) const;              // kNotFound
  Status write_file(std::string_view name, std::string_view bytes) const;  // makes folders
  Status erase_file(std::string_view name) const;  // also when it is missing

 private:
  struct Naming;
  Root(std::filesystem::path folder, Options options, std::shared_ptr<const Naming> naming);
  Result<std::filesystem::path> inside(std::string_view name) const;

  std::filesystem::path folder_;
  Options options_;
  std::shared_ptr<const Naming> naming_;
};

}  // namespace mimus::wiremock
