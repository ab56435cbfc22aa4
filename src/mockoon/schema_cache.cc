#include "schema_cache.h"

#include "value_path.h"

namespace mimus::mockoon {
namespace {

std::optional<jsonschema::Schema> compile(const json::Value& bucket, std::string_view path) {
  Arena arena;
  const json::Value* const document = ValuePath::compile(path).find(bucket, arena);
  if (document == nullptr) return std::nullopt;
  auto schema = jsonschema::Schema::compile(
      *document, {.dialect = jsonschema::Dialect::kDraft7, .formats = jsonschema::Formats::kAssert, .base_uri = "", .loader = {}});
  return schema ? std::optional(*std::move(schema)) : std::nullopt;
}

}  // namespace

std::optional<jsonschema::Schema> SchemaCache::at(const Memory::Value& bucket, std::string_view path) {
  if (bucket == nullptr) return std::nullopt;
  std::pair<const json::Value*, std::string> key{bucket.get(), path};
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = all_.find(key); found != all_.end()) return found->second.schema;
  }
  Entry made{bucket, compile(*bucket, path)};
  const std::lock_guard lock(mutex_);
  if (all_.size() >= kMost) all_.clear();
  return all_.insert_or_assign(std::move(key), std::move(made)).first->second.schema;
}

}  // namespace mimus::mockoon
