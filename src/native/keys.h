#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "faults.h"
#include "json/json.h"
#include "place.h"
#include "text/suggest.h"

namespace mimus::native {

// What the readers of one document share.
struct Context {
  Faults& faults;
  std::filesystem::path body_root;                   // absolute: where relative body files start
  std::vector<std::filesystem::path> missing_files;  // body files that are not there (to watch for)
};

// One key that a file can write. The same row reads it, completes and explains it in an editor
// (schema()), and suggests it when somebody misspells it.
template <class Target>
struct Key {
  std::string_view name;
  std::string_view schema;   // JSON Schema of its value
  std::string_view example;  // a value, as JSON; the tests load every one of them
  std::string_view summary;  // one sentence
  void (*read)(Context&, const json::Value& value, const Place& at, Target& out);
};

// False when the table has no such key. Tables are short and put the common keys first.
template <class Target>
bool read_member(Context& in, std::span<const Key<Target>> table, std::string_view name,
                 const json::Value& value, const Place& at, Target& out) {
  for (const Key<Target>& key : table) {
    if (key.name != name) continue;
    key.read(in, value, at, out);
    return true;
  }
  return false;
}

template <class Target>
void append_names(std::span<const Key<Target>> table, std::vector<std::string_view>& names) {
  for (const Key<Target>& key : table) names.push_back(key.name);
}

inline void unknown_key(Faults& faults, const Place& at, std::span<const std::string_view> known) {
  faults.error_at_key(at, "unknown key '" + std::string(at.member) + "'",
                      text::did_you_mean(at.member, known));
}

// Reads an object all of whose keys are in one table. `wanted` completes "… must be" for other
// values.
template <class Target>
bool read_object(Context& in, std::span<const Key<Target>> table, std::string_view wanted,
                 const json::Value& value, const Place& at, Target& out) {
  if (!value.is_object()) {
    in.faults.wrong_type(at, wanted, value);
    return false;
  }
  for (const auto& member : value.get_object()) {
    const Place here = at.key(member.key());
    if (read_member(in, table, member.key(), member.value(), here, out)) continue;
    std::vector<std::string_view> names;
    append_names(table, names);
    unknown_key(in.faults, here, names);
  }
  return true;
}

}  // namespace mimus::native
