#include "args.h"

#include "js_text.h"

namespace mimus::fake {
namespace {

double limited(Engine& engine, double count) {
  if (count <= Engine::kMostItems) return count;
  engine.fail(number_text(count) + " is too many",
              "ask for at most " + number_text(Engine::kMostItems), Code::kLimit);
  return 0;
}

}  // namespace

double range_to_number(Engine& engine, const Arg& arg) {
  if (arg.is == Arg::Is::kNumber) return arg.number;
  const double min = std::isnan(arg.number) ? 0 : arg.number;
  const double max = std::isnan(arg.max) ? kMaxSafe : arg.max;
  return arg.step == 1 ? number_int(engine, min, max) : number_int_slow(engine, min, max, arg.step);
}

double Args::count(Engine& engine, std::size_t i, double fallback) const {
  return has(i) ? limited(engine, range_to_number(engine, args_[i])) : fallback;
}

double Args::count(Engine& engine, std::size_t i, double min, double max) const {
  return has(i) ? limited(engine, range_to_number(engine, args_[i])) : number_int(engine, min, max);
}

const json::Array& Args::list(std::size_t i) const {
  static const json::Array kNone;
  return has(i) && args_[i].json->is_array() ? args_[i].json->get_array() : kNone;
}

const json::Object& Args::object(std::size_t i) const {
  static const json::Object kNone;
  return has(i) && args_[i].json->is_object() ? args_[i].json->get_object() : kNone;
}

}  // namespace mimus::fake
