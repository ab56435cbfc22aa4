#include "unique.h"

namespace mimus::fake {

Result<Value> UniqueValues::next(Engine& engine) {
  for (std::size_t attempt = 0; attempt < tries_; ++attempt) {
    MIMUS_TRY(Value value, call_.value(engine));
    if (seen_.insert(to_json(value)).second) return value;
  }
  Error error = invalid(
      "no new value in " + std::to_string(tries_) + " draws, after " + std::to_string(seen_.size()),
      "there may be no more; ask for fewer");
  error.code = Code::kLimit;
  return error;
}

}  // namespace mimus::fake
