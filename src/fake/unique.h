#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>

#include "call.h"

namespace mimus::fake {

// Values of one call that do not come twice.
//
//   UniqueValues emails(*Call::compile("internet.email"));
//   MIMUS_TRY(const Value email, emails.next(engine));
//
// Two values are the same when their JSON is. Fails with Code::kLimit after `tries` draws in a row
// brought nothing new. Remembers all it gave: memory grows with their number.
class UniqueValues {
 public:
  explicit UniqueValues(Call call, std::size_t tries = 1000)
      : call_(std::move(call)), tries_(tries) {}
  Result<Value> next(Engine& engine);
  std::size_t size() const { return seen_.size(); }

 private:
  Call call_;
  std::size_t tries_;
  std::unordered_set<std::string> seen_;
};

}  // namespace mimus::fake
