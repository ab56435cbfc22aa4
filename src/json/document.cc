#include "document.h"

namespace mimus::json {

Result<Document> Document::parse(std::string_view text, const ReadOptions& options) {
  auto held = std::make_unique<Held>(text.size());
  MIMUS_TRY(held->root, json::parse(text, &held->memory, options));
  return Document(std::move(held));
}

}  // namespace mimus::json
