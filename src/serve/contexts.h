#pragma once

#include <span>
#include <vector>

#include "render/template.h"
#include "serve/world.h"
#include "stub/context_change.h"

namespace mimus::serve {

// Makes the changes that an answer brings to the world's contexts (facts/context_path.h), all in one moment; each context's count
// of updates grows by one, however many of them change it. A change whose texts cannot be rendered, or for which the world has no
// room, is not made, the others are; gives what was in the way.
std::vector<Error> change_contexts(World& world, std::span<const stub::ContextChange> changes, const render::Scope& scope);

}  // namespace mimus::serve
