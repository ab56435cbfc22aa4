// The first byte picks the coding, the rest is a stranger's body.
#include "content_coding.h"

#include <cstdint>
#include <cstdlib>

using namespace mimus::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLimit = 1 << 20;
  if (size == 0) return 0;
  const auto coding = static_cast<Coding>(data[0] % 5);
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto decoded = decode_content(name_of(coding), body, kLimit);
  if (decoded && decoded->size() > kLimit) std::abort();
  const auto again = decode_content(name_of(coding), encode_content(coding, body), body.size());
  if (!again || *again != body) std::abort();
  (void)negotiate_coding(body);
  (void)decode_content(body.substr(0, body.size() / 2), body, kLimit);
  return 0;
}
