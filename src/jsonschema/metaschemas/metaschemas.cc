#include "metaschemas.h"

namespace mimus::jsonschema {

std::string_view metaschema_text(std::string_view uri) {
  for (const auto& documents : {kDraft4, kDraft6, kDraft7, kDraft2019_09, kDraft2020_12, kOpenApi31}) {
    for (const Metaschema& row : documents) {
      if (row.uri == uri) return row.text;
    }
  }
  return {};
}

}  // namespace mimus::jsonschema
