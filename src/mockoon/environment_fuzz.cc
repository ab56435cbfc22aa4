#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "environment.h"
#include "program.h"

// Any text: what the reader takes can be compiled, and every warning has a place in the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto reading = mimus::mockoon::read_environment(text, "fuzz");
  if (static_cast<bool>(reading) != mimus::mockoon::is_environment(text)) std::abort();
  if (!reading) return 0;
  for (const mimus::Error& warning : reading->warnings) {
    if (warning.where.line == 0) std::abort();
  }
  std::vector<mimus::Error> warnings;
  const auto program = mimus::mockoon::compile(std::move(reading->environment), "/nonexistent", warnings);
  mimus::mockoon::locate(text, "fuzz", warnings);
  for (const mimus::Error& warning : warnings) {
    if (warning.where.line == 0) std::abort();
  }
  mimus::Arena arena;
  for (const mimus::mockoon::CompiledRoute& route : program->routes) (void)route.path.match("/api/users/1", arena);
  return 0;
}
