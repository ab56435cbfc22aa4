#include "rows.h"

namespace mimus::fake {
namespace {

Value boolean(Engine& engine, const Args& args) {
  return engine.boolean(args.number(0, 0.5));
}

constexpr Param kBoolean[] = {{"probability", Type::kNumber, "0.5"}};

constexpr Method kMethods[] = {
    value_row("datatype", "boolean", Returns::kBoolean, boolean, "true or false", kBoolean, 0, 0),
};

}  // namespace

Rows datatype_methods() {
  return kMethods;
}

}  // namespace mimus::fake
