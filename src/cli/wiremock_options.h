#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::cli {

struct ServeArguments;

// An option of WireMock's command line, as `mimus serve` takes it:
// shared/reference/wiremock-cli.md.
struct WiremockOption {
  std::string_view name;      // "--root-dir"
  std::string_view argument;  // "DIR"; "": it is a flag
  std::string_view summary;
  // Why it does nothing here, to be said at the start; "": it does something.
  std::string_view without_effect{};
  // Takes the value ("" of a flag). What is wrong with it, or "". nullptr: nothing to be done, or
  // an option of ours.
  std::string (*take)(std::string_view value, ServeArguments& all) = nullptr;
  bool ours = false;  // a flag of `mimus serve` anyway
};
std::span<const WiremockOption> wiremock_options();

// Which of them go together. `is_given` knows all that stood on the command line. The sentence
// about the first that do not, or "".
std::string wiremock_conflict(bool (*is_given)(std::string_view name, const void* where),
                              const void* where);

// The words of a command line with abbreviated options written out, --bind for --bind-address, as
// WireMock takes them; and without the number that may follow its --timeout. Errors: an
// abbreviation of several.
Result<std::vector<std::string>> write_out(std::vector<std::string> words,
                                           std::span<const std::string> names);

// `mimus help wiremock`: all of them, and what they do here.
std::string wiremock_help();

}  // namespace mimus::cli
