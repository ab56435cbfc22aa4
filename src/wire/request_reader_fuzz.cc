#include "request_reader.h"

#include <cstdint>
#include <cstdlib>

#include "reading_for_tests.h"

// The first byte says how the rest arrives: in one piece and in pieces of that size, with the same outcome.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus::wire;
  if (size == 0) return 0;
  const RequestLimits limits{.head_bytes = 2000, .target_bytes = 500, .fields = 20, .body_bytes = 4000};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<std::size_t> cuts;
  for (std::size_t at = 1u + data[0]; at < bytes.size(); at += 1u + data[0]) cuts.push_back(at);
  const Outcome whole = read_whole(limits, bytes);
  for (const BodyBy how : {BodyBy::kArrival, BodyBy::kBodySpace}) {
    const Outcome pieces = read_in_pieces(limits, bytes, cuts, how);
    const bool same = pieces.refused == whole.refused && pieces.complete == whole.complete &&
                      pieces.used == whole.used && pieces.target == whole.target && pieces.body == whole.body &&
                      pieces.fields == whole.fields && pieces.trailers == whole.trailers;
    if (!same) std::abort();
  }
  return 0;
}
