#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/chance.h"
#include "dialect.h"
#include "limits.h"
#include "value.h"

namespace mimus::handlebars {

// Whoever renders gives helpers what they may ask for; the engine only hands it on. See
// helpers/host.h.
class Host {
 protected:
  ~Host() = default;
};

// Variables that helpers set, in order of their first setting.
class Variables {
 public:
  bool empty() const { return first_ == nullptr; }
  const Value* find(std::string_view name) const;
  void set(std::string_view name, Value value, Arena& arena);  // name: copied

 private:
  struct Node {
    std::string_view name;
    Value value;
    Node* next;
  };
  Node* first_ = nullptr;
};

// One rendering: what it reads and what it has used. Made on the stack, for one response; several
// programs of one response (headers, body) may share it. Borrows everything.
struct Rendering {
  const Dialect* dialect = &kHandlebars;
  Value root{};                   // the context of the outermost level
  std::span<const Entry> data{};  // @name at the outermost level
  Host* host = nullptr;
  Arena* arena = nullptr;
  Chance chance{0};
  Limits limits{};
  Variables variables{};
  std::uint64_t loops = 0;  // used of limits.max_loops
};

}  // namespace mimus::handlebars
