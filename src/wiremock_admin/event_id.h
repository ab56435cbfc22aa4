#pragma once

#include <optional>

#include "base/chance.h"
#include "base/uuid.h"
#include "journal/journal.h"

namespace mimus::wiremock_admin {

// Ids of serve events as WireMock's clients want them, UUIDs, made of the journal's numbers and
// read back, so that nobody keeps a table. Version 8 (RFC 9562 §5.8): 48 bits that differ from run
// to run, then the number.
//
//   ids.to_uuid(7)                      // 3f1c9a60-77e2-8000-8000-000000000007
//   ids.from_uuid(ids.to_uuid(7))       // 7
//   ids.from_uuid(any other uuid)       // nothing
class EventIds {
 public:
  EventIds() : EventIds(fresh_seed()) {}
  explicit EventIds(std::uint64_t run) : run_(run & 0xffff'ffff'ffff) {}
  Uuid to_uuid(journal::ExchangeId id) const;
  std::optional<journal::ExchangeId> from_uuid(const Uuid& uuid) const;

 private:
  std::uint64_t run_;
};

}  // namespace mimus::wiremock_admin
