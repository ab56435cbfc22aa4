#pragma once

#include <span>
#include <string_view>

namespace mimus::jsonschema {

// A published document that everybody may refer to.
struct Metaschema {
  std::string_view uri;   // without fragment
  std::string_view text;  // JSON
};

extern const std::span<const Metaschema> kDraft4;
extern const std::span<const Metaschema> kDraft6;
extern const std::span<const Metaschema> kDraft7;
extern const std::span<const Metaschema> kDraft2019_09;
extern const std::span<const Metaschema> kDraft2020_12;
extern const std::span<const Metaschema> kOpenApi31;

// The document's text, or "" when none of ours has this address (without fragment).
std::string_view metaschema_text(std::string_view uri);

}  // namespace mimus::jsonschema
