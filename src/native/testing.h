#pragma once

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "native.h"

namespace mimus::native {

// What a test looks at: the faults of a text as a user sees them. The file is called m.yaml and has
// no folder of its own unless one is given.
inline Loaded load_here(std::string text, const std::filesystem::path& root = "/nonexistent") {
  return load_text(std::move(text), "m.yaml", root);
}

inline std::vector<std::string> described(const std::vector<Error>& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(describe(error));
  return lines;
}

// The only stub of a text; a default one, after a test failure, when that is not what comes out.
inline stub::Stub only_stub(const std::string& text,
                            const std::filesystem::path& root = "/nonexistent") {
  Loaded loaded = load_here(text, root);
  for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error);
  if (!loaded.configuration || loaded.configuration->stubs.size() != 1) {
    ADD_FAILURE() << "expected one stub from: " << text;
    return {};
  }
  return std::move(loaded.configuration->stubs.front());
}

// (Not latency == Latency{delay}: g++ 12 then warns about parts of the variant that are not there.)
template <class Delay>
bool delays(const stub::Stub& stub, const Delay& delay) {
  const auto* found = std::get_if<Delay>(&stub.latency);
  return found != nullptr && *found == delay;
}

}  // namespace mimus::native
