#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "json/json.h"
#include "schema.h"

namespace mimus::jsonschema {

// Groups of keywords that a meta-schema can switch on and off (2019-09, 2020-12). Bits.
enum Vocabulary : std::uint16_t {
  kCore = 1,
  kApplicator = 2,
  kUnevaluated = 4,
  kValidation = 8,
  kFormat = 16,
  kFormatAssertion = 32,
  kMetadata = 64,
  kContent = 128,
  kOpenApi = 256,
};

// The rules of one dialect, as data.
struct DialectRow {
  Dialect dialect;
  std::string_view uri;                // of its meta-schema, without fragment
  std::string_view id;                 // the keyword that names a schema
  bool id_fragment_is_anchor = false;  // "$id": "#name"
  bool ref_hides_siblings;
  bool written_integers = false;    // 1.0 is no integer
  bool boolean_exclusive = false;   // exclusiveMinimum is a switch beside minimum
  bool array_items = false;         // items may be a list, then additionalItems
  bool contains_evaluates = false;  // for unevaluatedItems
  std::uint16_t vocabularies;
};
const DialectRow& row_of(Dialect dialect);
const DialectRow* dialect_of_uri(std::string_view uri);

constexpr std::uint8_t bit_of(Dialect dialect) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(dialect));
}
struct DialectSet {
  std::uint8_t bits;
  constexpr bool has(Dialect dialect) const { return (bits & bit_of(dialect)) != 0; }
};

// What is in force in a schema resource.
struct Language {
  const DialectRow* row;
  std::uint16_t vocabularies;
};
// The vocabularies of a "$vocabulary" object; the URI of one that is required and unknown.
struct VocabularyChoice {
  std::uint16_t vocabularies = kCore;
  std::string_view unknown;
};
VocabularyChoice choose_vocabularies(const json::Object& vocabulary);

// Where a keyword's value holds schemas.
enum class Holds : std::uint8_t { kNothing, kSchema, kList, kSchemaOrList, kMap };

struct Draft;  // draft.h

// One keyword, in the dialects that know it.
struct Keyword {
  std::string_view name;
  DialectSet dialects;
  std::uint16_t vocabulary;
  Holds holds;
  Status (*compile)(Draft& draft, const json::Value& operand);  // nullptr: it only holds schemas
};
std::span<const Keyword> keywords();
const Keyword* find_keyword(std::string_view name, const Language& language);

}  // namespace mimus::jsonschema
