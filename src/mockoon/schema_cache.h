#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "jsonschema/schema.h"
#include "memory.h"

namespace mimus::mockoon {

// The JSON Schemas that stand in buckets, each compiled once for as long as its bucket has this value. Any thread.
class SchemaCache {
 public:
  static constexpr std::size_t kMost = 64;  // then all are forgotten

  // At a path in the bucket. Nothing: there is none, or a faulty one.
  std::optional<jsonschema::Schema> at(const Memory::Value& bucket, std::string_view path);

 private:
  struct Entry {
    Memory::Value bucket;  // held, so that its address stays its own
    std::optional<jsonschema::Schema> schema;
  };
  std::mutex mutex_;
  std::map<std::pair<const json::Value*, std::string>, Entry> all_;  // guarded by mutex_
};

}  // namespace mimus::mockoon
