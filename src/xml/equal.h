#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::xml {

// What two documents can differ in. The names are those that users write in `exemptedComparisons`.
enum class Comparison {
  kElementTagName,
  kSchemaLocation,
  kNoNamespaceSchemaLocation,
  kNodeType,
  kNamespaceUri,
  kTextValue,
  kProcessingInstructionTarget,
  kProcessingInstructionData,
  kElementNumAttributes,
  kAttrValue,
  kChildNodelistLength,
  kChildLookup,
  kAttrNameLookup,
};
std::string_view name_of(Comparison comparison);  // "ELEMENT_TAG_NAME"
std::optional<Comparison> comparison_named(std::string_view name);
// True also for the comparisons that never count here: NAMESPACE_PREFIX, XML_VERSION, …
bool is_comparison_name(std::string_view name);

enum class NamespaceAwareness {
  kStrict,  // URIs compare, prefixes do not; prefixes must be bound
  kLegacy,  // local names of elements compare; xmlns:… is not there
  kNone,    // names compare as written; xmlns… are attributes like others
};

struct EqualOptions {
  std::vector<Comparison> exempted;
  NamespaceAwareness namespaces = NamespaceAwareness::kStrict;
  bool ignore_order_of_same_node =
      false;                  // siblings of one name in any order; of different names always
  bool placeholders = false;  // ${xmlunit.…} in the expected texts and attribute values
  std::string placeholder_open = R"(\$\{)";  // regular expressions
  std::string placeholder_close = R"(\})";
  // Answers ${xmlunit.isDateTime(format)}, the format being Java's; without it, or without a
  // format, ISO 8601 decides.
  std::function<bool(std::string_view text, std::string_view format)> is_date_time;
};

struct Difference {
  Comparison comparison;
  std::string path;              // in the expected document: "/m[1]/v[2]/@x", "/m[1]/text()[1]"
  std::string expected, actual;  // names, values or counts; "" for what is not there

  friend bool operator==(const Difference&, const Difference&) = default;
};

// WireMock's equalToXml: the same document, but for whitespace around texts, comments, the order of
// attributes and of siblings with different names.
//
//   MIMUS_TRY(const xml::Equality same, xml::Equality::compile("<r><a
//   k='1'>${xmlunit.isNumber}</a></r>", options)); same.matches("<r> <a k=\"1\">7</a> </r>");   //
//   true
//
// Placeholders (alone in their text): ${xmlunit.ignore}, isNumber, matchesRegex(re) (found
// anywhere), isDateTime, isDateTime(format). compile() fails as Document::parse() does, and with
// Code::kSyntax for a bad regular expression. Immutable; copies share; any thread.
class Equality {
 public:
  static Result<Equality> compile(std::string_view expected, EqualOptions options);

  bool matches(std::string_view actual) const;  // false for what is no XML
  // In the order of the expected document; what only `actual` has comes behind. Empty: equal. Fails
  // as Document::parse() does, and with Code::kLimit when the order of many equal names takes more
  // than kSteps to find.
  Result<std::vector<Difference>> differences(std::string_view actual) const;

  static constexpr std::uint64_t kSteps = 500'000;  // nodes compared with each other

 private:
  struct Compiled;
  explicit Equality(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mimus::xml
