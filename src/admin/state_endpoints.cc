#include "endpoints.h"
#include "members.h"

namespace mimus::admin {
namespace {

Error absent(std::string_view path) {
  return {Code::kNotFound, "the state has nothing at '" + std::string(path) + "'", "GET /__mimus/state shows all of it", {}};
}

Result<Answer> get_all(const Call& call) { return Answer{200, call.side.world.state.to_json()}; }

Result<Answer> put_all(const Call& call) {
  MIMUS_TRY(json::Value document, call.document());
  if (!document.is_object()) return Error{Code::kInvalid, "the state is an object of names and values", "{\"cart\": []}", {}};
  MIMUS_TRY_DONE(call.side.world.state.replace(std::move(document.get_object())));
  return get_all(call);
}

Result<Answer> reset(const Call& call) {
  call.side.world.state.reset();
  return Answer{204, nullptr};
}

Result<Answer> get(const Call& call) {
  auto value = call.side.world.state.get(call.id);
  if (!value) return absent(call.id);
  return Answer{200, json::Object{{"value", *std::move(value)}}};
}

Result<Answer> put(const Call& call) {
  MIMUS_TRY(json::Value document, call.document());
  MIMUS_TRY_DONE(call.side.world.state.set(call.id, std::move(document)));
  return get(call);
}

// {"add": 1} or {"append": …}: one step, whoever else is at it.
Result<Answer> change(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const json::Value* const by = members.any("add");
  const json::Value* const element = members.any("append");
  MIMUS_TRY_DONE(members.finish());
  if ((by != nullptr) == (element != nullptr) || (by != nullptr && !by->is_number())) {
    return Error{Code::kInvalid, "how is it to change?", "{\"add\": 1}, or {\"append\": VALUE}", {}};
  }
  if (by != nullptr) {
    MIMUS_TRY_DONE(call.side.world.state.add(call.id, by->to_number<double>()));
  } else {
    MIMUS_TRY_DONE(call.side.world.state.append(call.id, *element));
  }
  return get(call);
}

Result<Answer> remove(const Call& call) {
  MIMUS_TRY(const bool was_there, call.side.world.state.remove(call.id));
  if (!was_there) return absent(call.id);
  return Answer{204, nullptr};
}

constexpr std::string_view kAll = R"({"type": "object"})";
constexpr std::string_view kOne = R"({"type": "object", "required": ["value"], "properties": {"value": {}}, "additionalProperties": false})";
constexpr std::string_view kChange = R"({"type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
  "properties": {"add": {"type": "number"}, "append": {}}})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/state", &get_all, "all that the world remembers", "", 200, kAll},
    {"PUT", "/__mimus/state", &put_all, "remembers these names and no others", kAll, 200, kAll},
    {"DELETE", "/__mimus/state", &reset, "the state as it was at the start", "", 204},
    {"GET", "/__mimus/state/{id}", &get, "a value by its path: cart.items[0].id", "", 200, kOne},
    {"PUT", "/__mimus/state/{id}", &put, "sets a value; what is missing on the way is made", "{}", 200, kOne},
    {"PATCH", "/__mimus/state/{id}", &change, "adds to a number or appends to a list, in one step", kChange, 200, kOne},
    {"DELETE", "/__mimus/state/{id}", &remove, "removes a value", "", 204},
};

}  // namespace

std::span<const Endpoint> state_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
