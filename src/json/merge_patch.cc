#include "merge_patch.h"

namespace mimus::json {

// RFC 7396 §2, MergePatch(Target, Patch).
void merge_patch(Value& target, const Value& patch) {
  // if Patch is an Object:
  const Object* const members = patch.if_object();
  if (members == nullptr) {
    target = patch;  // else: return Patch
    return;
  }
  // if Target is not an Object: Target = {}
  if (!target.is_object()) target.emplace_object();
  Object& object = target.get_object();
  // for each Name/Value pair in Patch:
  for (const auto& [name, value] : *members) {
    if (!value.is_null()) {
      // Target[Name] = MergePatch(Target[Name], Value)
      merge_patch(object[name], value);
    } else if (const auto member = object.find(name); member != object.end()) {
      // remove the Name/Value pair from Target
      object.stable_erase(member);
    }
  }
}

}  // namespace mimus::json
