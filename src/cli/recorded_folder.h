#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "recording/condense.h"
#include "stub/stub.h"

namespace mimus::cli {

// The folder that a recording is kept in, and what earlier recordings left there:
//
//   native     mimus.yaml, large bodies in bodies/
//   WireMock   mappings/mappings.json, large bodies in __files/bodies/
//
// Other files of the folder stay as they are.
class RecordedFolder {
 public:
  enum class Form { kNative, kWiremock };
  // Errors: a file that is there and cannot be read, or holds what could not be written back (settings of a whole file), a folder
  // that nothing can be written to; that is to be known before a recording and not after it.
  static Result<RecordedFolder> open(const std::filesystem::path& folder, Form form);

  // Where condense() is to put bodies.
  std::string files_root() const;

  struct Written {
    std::size_t added = 0, updated = 0, unchanged = 0;  // of what was recorded
    std::size_t routes = 0;                             // in all
    std::vector<std::string> files;                     // that are new or changed
    std::vector<std::string> lost;                      // what the form has no word for: "GET /a: the throttle"
    std::vector<std::string> left_out;                  // stubs that could not be read back, and why; no one's fault but ours
    std::optional<Error> unread;                        // why the file cannot be read any more: then it stays, and "….recorded" is beside it
  };
  // What is there by now and what was recorded, merged; recording::merge(). Each file is replaced as a whole, the one with the routes last, and
  // only when it changes; bodies that no route names any more go. Errors: of the file system, and all is as it was.
  Result<Written> write(recording::Condensed condensed, const std::string& title);

 private:
  RecordedFolder(std::filesystem::path folder, Form form) : folder_(std::move(folder)), form_(form) {}
  std::filesystem::path file() const;
  std::vector<std::filesystem::path> folders() const;  // that it writes to
  Status read();                                       // nothing where there is no file
  Status read_native();
  Status read_wiremock();
  struct Merge {
    std::string text;
    std::set<std::string> bodies;  // that it names
  };
  Result<Merge> merged_native(std::vector<stub::Stub> fresh, const std::string& title, Written& written) const;
  Result<Merge> merged_wiremock(std::vector<stub::Stub> fresh, Written& written) const;

  // `made`: what was not there before, also when it fails.
  Status write_files(recording::Condensed condensed, const std::string& title, const std::filesystem::path& into, Written& written,
                     std::vector<std::filesystem::path>& made) const;

  std::filesystem::path folder_;  // absolute
  Form form_;
  std::string text_;               // native: as it stands
  std::vector<stub::Stub> stubs_;  // likewise
  json::Array mappings_;           // WireMock
};

}  // namespace mimus::cli
