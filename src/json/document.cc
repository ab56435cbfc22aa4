#include "document.h"

namespace mimus::json {

Result<Document> Document::parse(std::string_view text, const ReadOptions& options) {
  return build(text.size(),
               [&](const auto& storage) { return json::parse(text, storage, options); });
}

}  // namespace mimus::json
