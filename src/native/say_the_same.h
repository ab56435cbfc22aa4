#pragma once

#include "stub/stub.h"

namespace mimus::native {

// Would two stubs that were read from native files answer alike? Where they stood, and the identity that follows from it, does not count; what is
// compiled when it is read (proxies, webhooks, collections, stored state) is compared by its text.
bool say_the_same(const stub::Stub& a, const stub::Stub& b);

}  // namespace mimus::native
