#pragma once

#include "keys.h"
#include "native.h"

namespace mimus::native {

// worlds:
//   header: X-Tenant                     # or host: "{world}.mocks.test", path: /t/{world}, tokens: {s3cret: acme}
//   on_demand: true                      # a new name makes a world
//   tenants: { acme: { seed: 7, max_stubs: 100, routes: […] } }
//
// All but the tenants' routes, which read_routes() reads when the defaults of routes are known.
void read_worlds(Context& in, const json::Value& value, const Place& at, std::optional<WorldRules>& out);

std::span<const Key<WorldRules>> world_keys();
std::span<const Key<DeclaredWorld>> tenant_keys();

}  // namespace mimus::native
