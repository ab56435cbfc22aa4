#include "context_path.h"

#include "text/percent.h"

namespace mimus::facts {
namespace {

const json::Value* member(const json::Object& object, std::string_view name, bool (json::Value::*is)() const noexcept) {
  const json::Value* value = object.if_contains(name);
  return value != nullptr && (value->*is)() ? value : nullptr;
}

}  // namespace

std::string context_name(std::string_view context) {
  std::string name(kContextPrefix);
  for (const char c : text::percent_encode(context)) {
    if (c == '.') name += "%2E";
    else name += c;
  }
  return name;
}

StatePath context_path(std::string_view context) { return StatePath::of_name(context_name(context)); }

const json::Object* live_context(const json::Value* stored, WallTime now) {
  const json::Object* context = stored == nullptr ? nullptr : stored->if_object();
  if (context == nullptr || !member(*context, "properties", &json::Value::is_object) || !member(*context, "list", &json::Value::is_array) ||
      !member(*context, "updateCount", &json::Value::is_int64)) {
    return nullptr;
  }
  const json::Value* used = member(*context, "used", &json::Value::is_int64);
  using std::chrono::milliseconds;
  const auto at = std::chrono::floor<milliseconds>(now).time_since_epoch();  // ms never overflow, as ns from elsewhere could
  return used != nullptr && used->get_int64() > (at - milliseconds(kContextLife)).count() ? context : nullptr;
}

}  // namespace mimus::facts
