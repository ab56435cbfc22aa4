#include "cookies.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const char* last = input.data();
  mimus::http::for_each_cookie(input, [&](std::string_view name, std::string_view value) {
    if (name.empty() || name.data() < last || value.data() < name.data() + name.size()) std::abort();
    last = value.data() + value.size();
    if (last > input.data() + input.size()) std::abort();
  });
  return 0;
}
