#include "identify.h"

#include <map>

namespace mimus::formats {

void identify(std::vector<stub::Stub>& stubs) {
  std::map<stub::StubId, std::uint64_t> seen;
  for (stub::Stub& stub : stubs) {
    const stub::StubId id = stub::derive_id(stub.request, stub.priority, 0);
    const std::uint64_t ordinal = seen[id]++;
    stub.id = ordinal == 0 ? id : stub::derive_id(stub.request, stub.priority, ordinal);
  }
}

}  // namespace mimus::formats
