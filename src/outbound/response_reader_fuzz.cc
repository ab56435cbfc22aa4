#include <cstdint>
#include <cstdlib>

#include "reading_for_tests.h"

// The first byte says how the rest arrives: whole and in pieces of that size, with the same outcome.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus::outbound;
  if (size == 0) return 0;
  const ResponseLimits limits{.head_bytes = 2000, .fields = 20, .informational = 3};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool ends = (data[0] & 1) != 0;
  const std::string_view method = (data[0] & 2) != 0 ? "HEAD" : "GET";
  Reading whole = read_in_steps(bytes, method, bytes.size(), ends, limits);
  Reading pieces = read_in_steps(bytes, method, 1u + data[0] / 4u, ends, limits);
  if (!whole.why.empty() && !pieces.why.empty()) return 0;  // how much came before the fault differs
  if (whole != pieces) std::abort();
  return 0;
}
