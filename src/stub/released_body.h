#pragma once

#include <string_view>

#include "stub.h"

namespace mimus::stub {

// A body that is sent as bytes known beforehand need not be kept twice: as what the stub says (a JSON document in
// memory takes several times its text) and as the bytes.
//
//   release(body, bytes);   // what `body` holds goes, if the bytes tell it
//   restore(body, bytes);   // and comes back
//
// `bytes` is how the constant body is sent. A text in which \{{ became {{ cannot be told from its bytes and stays.
void release(Body& body, std::string_view bytes);
void restore(Body& body, std::string_view bytes);

}  // namespace mimus::stub
