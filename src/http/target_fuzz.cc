#include "target.h"

#include <cstdint>
#include <cstdlib>

namespace {

// A view into the input, or the "/" that stands for a missing path.
void must_borrow(std::string_view part, std::string_view input) {
  const bool inside = part.data() >= input.data() &&
                      part.data() + part.size() <= input.data() + input.size();
  if (!part.empty() && !inside && part != "/") std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const std::string_view method : {"GET", "OPTIONS", "CONNECT"}) {
    const auto target = mimus::http::parse_target(method, input);
    if (!target) continue;
    for (const auto part : {target->scheme, target->authority, target->path, target->query}) {
      must_borrow(part, input);
    }
    const bool no_path = target->form == mimus::http::Target::Form::kAuthority;
    if (target->path.empty() != no_path) std::abort();
    if (target->path.find_first_of("?#") != std::string_view::npos) std::abort();
  }
  return 0;
}
