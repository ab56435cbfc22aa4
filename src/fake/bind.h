#pragma once

#include <list>
#include <vector>

#include "args.h"
#include "call.h"

namespace mimus::fake {

// What a Call's arguments point into.
struct Call::Bound {
  json::Array source;
  std::vector<Arg> args;
  std::list<Template> patterns;
};

// JSON arguments to Args, by a method's params.
struct Binding {
  const Method& method;
  Unknown unknown;
  Call::Bound& into;

  Status bind();
  // A Call of this method, or of raw data.
  static Call make(const Method& method, std::shared_ptr<const Call::Bound> bound);
  static Call make(std::uint16_t entry);

 private:
  Status bind_options(const json::Value& value, std::size_t position);
  Status bind_param(std::size_t param, const json::Value& value, std::string pointer);
  Error wrong(const Param& param, const json::Value& value, std::string pointer) const;
};

}  // namespace mimus::fake
