#include "dialect.h"

namespace mimus::jsonschema {
namespace {

constexpr std::uint16_t kBasics =
    kCore | kApplicator | kValidation | kFormat | kMetadata | kContent;

// In the order of the enumeration.
constexpr DialectRow kDialects[] = {
    {.dialect = Dialect::kDraft4,
     .uri = "http://json-schema.org/draft-04/schema",
     .id = "id",
     .id_fragment_is_anchor = true,
     .ref_hides_siblings = true,
     .written_integers = true,
     .boolean_exclusive = true,
     .array_items = true,
     .vocabularies = kBasics},
    {.dialect = Dialect::kDraft6,
     .uri = "http://json-schema.org/draft-06/schema",
     .id = "$id",
     .id_fragment_is_anchor = true,
     .ref_hides_siblings = true,
     .array_items = true,
     .vocabularies = kBasics},
    {.dialect = Dialect::kDraft7,
     .uri = "http://json-schema.org/draft-07/schema",
     .id = "$id",
     .id_fragment_is_anchor = true,
     .ref_hides_siblings = true,
     .array_items = true,
     .vocabularies = kBasics},
    {.dialect = Dialect::kDraft2019_09,
     .uri = "https://json-schema.org/draft/2019-09/schema",
     .id = "$id",
     .array_items = true,
     .vocabularies = kBasics | kUnevaluated},
    {.dialect = Dialect::kDraft2020_12,
     .uri = "https://json-schema.org/draft/2020-12/schema",
     .id = "$id",
     .contains_evaluates = true,
     .vocabularies = kBasics | kUnevaluated},
    {.dialect = Dialect::kOpenApi30,
     .uri = "https://spec.openapis.org/oas/3.0/schema",
     .id = "",
     .ref_hides_siblings = true,
     .boolean_exclusive = true,
     .array_items = true,  // no word of 3.0, but of the 2.0 descriptions that are read with it
     .vocabularies = kBasics | kOpenApi},
    {.dialect = Dialect::kOpenApi31,
     .uri = "https://spec.openapis.org/oas/3.1/dialect/base",
     .id = "$id",
     .contains_evaluates = true,
     .vocabularies = kBasics | kUnevaluated | kOpenApi},
};

struct VocabularyRow {
  std::string_view uri;
  std::uint16_t when_required, when_optional;
};
constexpr VocabularyRow kVocabularies[] = {
    {"https://json-schema.org/draft/2019-09/vocab/core", kCore, kCore},
    {"https://json-schema.org/draft/2019-09/vocab/applicator", kApplicator | kUnevaluated,
     kApplicator | kUnevaluated},
    {"https://json-schema.org/draft/2019-09/vocab/validation", kValidation, kValidation},
    {"https://json-schema.org/draft/2019-09/vocab/meta-data", kMetadata, kMetadata},
    {"https://json-schema.org/draft/2019-09/vocab/format", kFormat | kFormatAssertion, kFormat},
    {"https://json-schema.org/draft/2019-09/vocab/content", kContent, kContent},
    {"https://json-schema.org/draft/2020-12/vocab/core", kCore, kCore},
    {"https://json-schema.org/draft/2020-12/vocab/applicator", kApplicator, kApplicator},
    {"https://json-schema.org/draft/2020-12/vocab/unevaluated", kUnevaluated, kUnevaluated},
    {"https://json-schema.org/draft/2020-12/vocab/validation", kValidation, kValidation},
    {"https://json-schema.org/draft/2020-12/vocab/meta-data", kMetadata, kMetadata},
    {"https://json-schema.org/draft/2020-12/vocab/format-annotation", kFormat, kFormat},
    {"https://json-schema.org/draft/2020-12/vocab/format-assertion", kFormat | kFormatAssertion,
     kFormat | kFormatAssertion},
    {"https://json-schema.org/draft/2020-12/vocab/content", kContent, kContent},
    {"https://spec.openapis.org/oas/3.1/vocab/base", kOpenApi, kOpenApi},
};

}  // namespace

const DialectRow& row_of(Dialect dialect) {
  return kDialects[static_cast<std::size_t>(dialect)];
}

const DialectRow* dialect_of_uri(std::string_view uri) {
  if (uri.ends_with('#')) uri.remove_suffix(1);
  for (const DialectRow& row : kDialects) {
    if (row.uri == uri) return &row;
  }
  return nullptr;
}

VocabularyChoice choose_vocabularies(const json::Object& vocabulary) {
  VocabularyChoice choice;
  for (const auto& [uri, required] : vocabulary) {
    const bool must = required.is_bool() && required.get_bool();
    bool known = false;
    for (const VocabularyRow& row : kVocabularies) {
      if (row.uri != std::string_view(uri)) continue;
      choice.vocabularies |= must ? row.when_required : row.when_optional;
      known = true;
    }
    if (!known && must) choice.unknown = uri;
  }
  return choice;
}

const Keyword* find_keyword(std::string_view name, const Language& language) {
  for (const Keyword& row : keywords()) {
    if (row.name == name && row.dialects.has(language.row->dialect) &&
        (row.vocabulary & language.vocabularies) != 0)
      return &row;
  }
  return nullptr;
}

}  // namespace mimus::jsonschema
