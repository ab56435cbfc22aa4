#include "dialect.h"
#include "draft.h"

namespace mimus::jsonschema {
namespace {

constexpr std::uint8_t k4 = bit_of(Dialect::kDraft4);
constexpr std::uint8_t k6 = bit_of(Dialect::kDraft6);
constexpr std::uint8_t k7 = bit_of(Dialect::kDraft7);
constexpr std::uint8_t k19 = bit_of(Dialect::kDraft2019_09);
constexpr std::uint8_t k20 = bit_of(Dialect::kDraft2020_12) | bit_of(Dialect::kOpenApi31);
constexpr std::uint8_t k30 = bit_of(Dialect::kOpenApi30);
constexpr std::uint8_t k31 = bit_of(Dialect::kOpenApi31);

constexpr DialectSet kAll{0x7f};
constexpr DialectSet kDrafts{0x7f & ~k30};  // all but the small language of OpenAPI 3.0
constexpr DialectSet kFrom6{k6 | k7 | k19 | k20};
constexpr DialectSet kFrom7{k7 | k19 | k20};
constexpr DialectSet kFrom19{k19 | k20};
constexpr DialectSet kUpTo19{k4 | k6 | k7 | k19};

// In the order in which they are compiled, and so looked at: the cheap and telling ones first,
// unevaluated… last.
constexpr Keyword kKeywords[] = {
    {"type", kAll, kValidation, Holds::kNothing, &compile_type},
    {"nullable", {k30}, kOpenApi, Holds::kNothing, &compile_nullable},
    {"const", kFrom6, kValidation, Holds::kNothing, &compile_const},
    {"enum", kAll, kValidation, Holds::kNothing, &compile_enum},

    {"$ref", kAll, kCore, Holds::kNothing, &compile_ref},
    {"$dynamicRef", {k20}, kCore, Holds::kNothing, &compile_dynamic_ref},
    {"$recursiveRef", {k19}, kCore, Holds::kNothing, &compile_recursive_ref},
    {"allOf", kAll, kApplicator, Holds::kList, &compile_all_of},
    {"anyOf", kAll, kApplicator, Holds::kList, &compile_alternatives},
    {"oneOf", kAll, kApplicator, Holds::kList, &compile_alternatives},
    {"not", kAll, kApplicator, Holds::kSchema, &compile_not},
    {"if", kFrom7, kApplicator, Holds::kSchema, &compile_if},
    {"then", kFrom7, kApplicator, Holds::kSchema, nullptr},
    {"else", kFrom7, kApplicator, Holds::kSchema, nullptr},

    {"minimum", kAll, kValidation, Holds::kNothing, &compile_bound},
    {"maximum", kAll, kValidation, Holds::kNothing, &compile_bound},
    {"exclusiveMinimum", kAll, kValidation, Holds::kNothing, &compile_exclusive_bound},
    {"exclusiveMaximum", kAll, kValidation, Holds::kNothing, &compile_exclusive_bound},
    {"multipleOf", kAll, kValidation, Holds::kNothing, &compile_multiple_of},

    {"minLength", kAll, kValidation, Holds::kNothing, &compile_size},
    {"maxLength", kAll, kValidation, Holds::kNothing, &compile_size},
    {"format", kAll, kFormat, Holds::kNothing, &compile_format},
    {"pattern", kAll, kValidation, Holds::kNothing, &compile_pattern},
    {"contentEncoding", kFrom7, kContent, Holds::kNothing, nullptr},
    {"contentMediaType", kFrom7, kContent, Holds::kNothing, nullptr},
    {"contentSchema", kFrom19, kContent, Holds::kSchema, nullptr},

    {"minItems", kAll, kValidation, Holds::kNothing, &compile_size},
    {"maxItems", kAll, kValidation, Holds::kNothing, &compile_size},
    {"prefixItems", {k20}, kApplicator, Holds::kList, &compile_prefix_items},
    {"items", kAll, kApplicator, Holds::kSchemaOrList, &compile_items},
    {"additionalItems", kUpTo19, kApplicator, Holds::kSchema, &compile_additional_items},
    {"uniqueItems", kAll, kValidation, Holds::kNothing, &compile_unique_items},
    {"contains", kFrom6, kApplicator, Holds::kSchema, &compile_contains},
    {"minContains", kFrom19, kValidation, Holds::kNothing, nullptr},
    {"maxContains", kFrom19, kValidation, Holds::kNothing, nullptr},

    {"minProperties", kAll, kValidation, Holds::kNothing, &compile_size},
    {"maxProperties", kAll, kValidation, Holds::kNothing, &compile_size},
    {"properties", kAll, kApplicator, Holds::kMap, &compile_properties},
    {"patternProperties", kDrafts, kApplicator, Holds::kMap, &compile_pattern_properties},
    {"additionalProperties", kAll, kApplicator, Holds::kSchema, &compile_additional_properties},
    {"required", kAll, kValidation, Holds::kNothing, &compile_required},
    {"propertyNames", kFrom6, kApplicator, Holds::kSchema, &compile_property_names},
    {"dependentRequired", kFrom19, kValidation, Holds::kNothing, &compile_dependencies},
    {"dependentSchemas", kFrom19, kApplicator, Holds::kMap, &compile_dependencies},
    {"dependencies", kDrafts, kApplicator, Holds::kMap, &compile_dependencies},

    {"unevaluatedItems", kFrom19, kUnevaluated, Holds::kSchema, &compile_unevaluated},
    {"unevaluatedProperties", kFrom19, kUnevaluated, Holds::kSchema, &compile_unevaluated},

    {"definitions", kDrafts, kCore, Holds::kMap, nullptr},
    {"$defs", kFrom19, kCore, Holds::kMap, nullptr},
    {"default", kAll, kMetadata, Holds::kNothing, &compile_annotation},
    {"examples", kFrom6, kMetadata, Holds::kNothing, &compile_annotation},
    {"example", {k30 | k31}, kOpenApi, Holds::kNothing, &compile_annotation},
    {"discriminator", {k30 | k31}, kOpenApi, Holds::kNothing, nullptr},
};

}  // namespace

std::span<const Keyword> keywords() {
  return kKeywords;
}

}  // namespace mimus::jsonschema
