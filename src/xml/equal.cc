#include "equal.h"

#include <array>

#include "compare.h"

namespace mimus::xml {
namespace {

struct Named {
  std::string_view name;
  Comparison comparison;
};
constexpr std::array<Named, 13> kCounted = {{
    {"ELEMENT_TAG_NAME", Comparison::kElementTagName},
    {"SCHEMA_LOCATION", Comparison::kSchemaLocation},
    {"NO_NAMESPACE_SCHEMA_LOCATION", Comparison::kNoNamespaceSchemaLocation},
    {"NODE_TYPE", Comparison::kNodeType},
    {"NAMESPACE_URI", Comparison::kNamespaceUri},
    {"TEXT_VALUE", Comparison::kTextValue},
    {"PROCESSING_INSTRUCTION_TARGET", Comparison::kProcessingInstructionTarget},
    {"PROCESSING_INSTRUCTION_DATA", Comparison::kProcessingInstructionData},
    {"ELEMENT_NUM_ATTRIBUTES", Comparison::kElementNumAttributes},
    {"ATTR_VALUE", Comparison::kAttrValue},
    {"CHILD_NODELIST_LENGTH", Comparison::kChildNodelistLength},
    {"CHILD_LOOKUP", Comparison::kChildLookup},
    {"ATTR_NAME_LOOKUP", Comparison::kAttrNameLookup},
}};
constexpr std::array<std::string_view, 10> kNeverCounted = {"XML_VERSION",
                                                            "XML_STANDALONE",
                                                            "XML_ENCODING",
                                                            "HAS_DOCTYPE_DECLARATION",
                                                            "DOCTYPE_NAME",
                                                            "DOCTYPE_PUBLIC_ID",
                                                            "DOCTYPE_SYSTEM_ID",
                                                            "NAMESPACE_PREFIX",
                                                            "CHILD_NODELIST_SEQUENCE",
                                                            "ATTR_VALUE_EXPLICITLY_SPECIFIED"};

constexpr std::size_t kAll = 10'000;  // differences that somebody may still read

}  // namespace

std::string_view name_of(Comparison comparison) {
  for (const Named& row : kCounted) {
    if (row.comparison == comparison) return row.name;
  }
  return "";
}

std::optional<Comparison> comparison_named(std::string_view name) {
  for (const Named& row : kCounted) {
    if (row.name == name) return row.comparison;
  }
  return std::nullopt;
}

bool is_comparison_name(std::string_view name) {
  for (const std::string_view known : kNeverCounted) {
    if (known == name) return true;
  }
  return comparison_named(name).has_value();
}

struct Equality::Compiled {
  EqualOptions options;
  Item expected;

  ParseOptions parsing() const {
    return {.bound_prefixes = options.namespaces == NamespaceAwareness::kStrict};
  }
};

Result<Equality> Equality::compile(std::string_view expected, EqualOptions options) {
  auto compiled = std::make_shared<Compiled>();
  compiled->options = std::move(options);
  MIMUS_TRY(const Document document, Document::parse(expected, compiled->parsing()));
  compiled->expected = normal_form(document, compiled->options.namespaces);
  if (compiled->options.placeholders) {
    MIMUS_TRY(const PlaceholderReader reader,
              PlaceholderReader::compile(compiled->options.placeholder_open,
                                         compiled->options.placeholder_close));
    MIMUS_TRY_DONE(find_placeholders(compiled->expected, reader));
  }
  return Equality(std::shared_ptr<const Compiled>(std::move(compiled)));
}

bool Equality::matches(std::string_view actual) const {
  const Result<Document> document = Document::parse(actual, compiled_->parsing());
  if (!document) return false;
  Comparer comparer(compiled_->options, 1);
  comparer.compare(compiled_->expected, normal_form(*document, compiled_->options.namespaces));
  return comparer.differences.empty() && !comparer.out_of_steps();
}

Result<std::vector<Difference>> Equality::differences(std::string_view actual) const {
  MIMUS_TRY(const Document document, Document::parse(actual, compiled_->parsing()));
  Comparer comparer(compiled_->options, kAll);
  comparer.compare(compiled_->expected, normal_form(document, compiled_->options.namespaces));
  if (comparer.out_of_steps()) {
    return Error{Code::kLimit,
                 "too many equal names to put in order; the documents were not compared to the end",
                 {},
                 {}};
  }
  return std::move(comparer.differences);
}

}  // namespace mimus::xml
