#include "event_id.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::wiremock_admin {
namespace {

TEST(EventIds, ReadBack) {
  for_each_seed(500, [](const Chance& chance) {
    const EventIds ids(chance.fork("run").bits());
    const journal::ExchangeId id = chance.fork("id").bits() >> (2 + chance.fork("shift").below(60));
    const Uuid uuid = ids.to_uuid(id);
    EXPECT_EQ(ids.from_uuid(uuid), id);
    EXPECT_EQ(Uuid::parse(uuid.text()), uuid);
  });
}

TEST(EventIds, AreUuidsOfVersion8) {
  EXPECT_EQ(EventIds(0x3f1c9a6077e2).to_uuid(7).text(), "3f1c9a60-77e2-8000-8000-000000000007");
}

TEST(EventIds, KnowTheirOwnOnly) {
  const EventIds ids(1);
  EXPECT_FALSE(ids.from_uuid(EventIds(2).to_uuid(7))) << "of another run";
  EXPECT_FALSE(ids.from_uuid(Uuid{}));
  for_each_seed(200, [&](const Chance& chance) {
    EXPECT_FALSE(ids.from_uuid(Uuid::random(chance)));  // version 4
  });
}

}  // namespace
}  // namespace mimus::wiremock_admin
