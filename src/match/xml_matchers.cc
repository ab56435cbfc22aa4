#include <algorithm>

#include "operands.h"
#include "xml/document.h"
#include "xml/equal.h"
#include "xml/xpath.h"

namespace mimus::match {
namespace {

constexpr std::uint8_t kBoth = MatcherKind::kBoth;

// A value read as XML: a body once, a text each time.
std::optional<xml::Document> document_of(const Sample& sample, const Asking& asking) {
  if (sample.document() != nullptr) {
    const xml::Document* document = sample.document()->xml();
    return document == nullptr ? std::nullopt : std::optional(*document);
  }
  auto document = xml::Document::parse(sample.text(asking.arena()));
  return document ? std::optional(*std::move(document)) : std::nullopt;
}

// ---- equalToXml --------------------------------------------------------------------------------

constexpr std::string_view kEqualOptions[] = {"enablePlaceholders",
                                              "placeholderOpeningDelimiterRegex",
                                              "placeholderClosingDelimiterRegex",
                                              "exemptedComparisons",
                                              "ignoreOrderOfSameNode",
                                              "namespaceAwareness"};

Result<std::vector<xml::Comparison>> exempted_comparisons(const Test& test) {
  std::vector<xml::Comparison> exempted;
  const json::Value* names = test.options.if_contains("exemptedComparisons");
  if (names == nullptr || names->is_null()) return exempted;
  if (!names->is_array()) return wants("an array of names as exemptedComparisons", *names);
  for (const json::Value& name : names->get_array()) {
    const std::string_view text = name.is_string() ? view(name.get_string()) : std::string_view();
    if (const auto comparison = xml::comparison_named(text)) {
      exempted.push_back(*comparison);
    } else if (!xml::is_comparison_name(text)) {
      return invalid("unknown comparison '" + std::string(text) + "' in exemptedComparisons");
    }
  }
  return exempted;
}

Result<xml::NamespaceAwareness> namespace_awareness(const Test& test) {
  MIMUS_TRY(const std::string name, text_option(test, "namespaceAwareness", "STRICT"));
  if (name == "STRICT") return xml::NamespaceAwareness::kStrict;
  if (name == "LEGACY") return xml::NamespaceAwareness::kLegacy;
  if (name == "NONE") return xml::NamespaceAwareness::kNone;
  return invalid("unknown namespaceAwareness '" + name + "'", "expected STRICT, LEGACY or NONE");
}

bool equal_to_xml(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return !sample.absent() && matcher.as<xml::Equality>().matches(sample.text(asking.arena()));
}

Result<Matcher> compile_equal_to_xml(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(test, setting));
  xml::EqualOptions options;
  MIMUS_TRY(options.placeholders, flag_option(test, "enablePlaceholders"));
  MIMUS_TRY(options.ignore_order_of_same_node, flag_option(test, "ignoreOrderOfSameNode"));
  MIMUS_TRY(options.placeholder_open, text_option(test, "placeholderOpeningDelimiterRegex", options.placeholder_open));
  MIMUS_TRY(options.placeholder_close, text_option(test, "placeholderClosingDelimiterRegex", options.placeholder_close));
  MIMUS_TRY(options.exempted, exempted_comparisons(test));
  MIMUS_TRY(options.namespaces, namespace_awareness(test));
  MIMUS_TRY(xml::Equality equality, xml::Equality::compile(matcher.text, std::move(options)));
  matcher.own = std::make_shared<const xml::Equality>(std::move(equality));
  matcher.on_value = &equal_to_xml;
  return matcher;
}

// ---- matchesXPath ------------------------------------------------------------------------------

constexpr std::string_view kXPathOptions[] = {"xPathNamespaces"};

struct XPathMatcher {
  xml::XPath path;
  std::optional<Matchers> value;
};

// Elements as XML, everything else as its text.
std::vector<std::string> texts_of(const xml::XPathValue& value) {
  std::vector<std::string> texts;
  if (const auto* nodes = std::get_if<std::vector<xml::Node>>(&value)) {
    for (const xml::Node& node : *nodes) texts.push_back(node.write(xml::Layout::kPretty));
  } else {
    texts.push_back(xml::to_text(value));
  }
  return texts;
}

std::optional<xml::XPathValue> found_by(const XPathMatcher& m, const Sample& sample, const Asking& asking) {
  if (sample.absent() || !sample.text(asking.arena()).starts_with('<')) return std::nullopt;
  const auto document = document_of(sample, asking);
  if (!document) return std::nullopt;
  auto value = m.path.evaluate(*document);
  return value ? std::optional(*std::move(value)) : std::nullopt;
}

bool matches_xpath(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const auto& m = matcher.as<XPathMatcher>();
  const auto found = found_by(m, sample, asking);
  if (!found) return false;
  const auto* nodes = std::get_if<std::vector<xml::Node>>(&*found);
  if (nodes != nullptr && nodes->empty()) return false;
  if (!m.value) return true;
  const std::vector<std::string> texts = texts_of(*found);
  Samples samples(asking.arena());
  for (const std::string& text : texts) samples.add(Sample(std::string_view(text)));
  return m.value->hold(samples.view(), asking);
}

Result<std::vector<std::pair<std::string, std::string>>> bound_namespaces(const Test& test) {
  std::vector<std::pair<std::string, std::string>> bound;
  const json::Value* option = test.options.if_contains("xPathNamespaces");
  if (option == nullptr || option->is_null()) return bound;
  if (!option->is_object()) return wants("an object from prefix to URI as xPathNamespaces", *option);
  for (const auto& member : option->get_object()) {
    if (!member.value().is_string()) return wants("a URI in xPathNamespaces", member.value());
    bound.emplace_back(member.key(), view(member.value().get_string()));
  }
  return bound;
}

Result<Matcher> compile_xpath(const Test& test, Setting setting) {
  std::optional<Matchers> value;
  Matcher matcher;
  if (const json::Object* object = test.operand.if_object()) {
    const json::Value* text = object->if_contains("expression");
    if (text == nullptr || !text->is_string()) return invalid(test.key + " needs an 'expression', a string");
    matcher.text = view(text->get_string());
    if (object->size() > 1) {
      MIMUS_TRY(value, compile_beside(*object, "expression", {Place::kHeader, setting.manner}));
    }
  } else {
    MIMUS_TRY(matcher.text, text_operand(test, setting));
  }
  xml::XPathOptions options;
  options.any_namespace = true;
  MIMUS_TRY(options.namespaces, bound_namespaces(test));
  MIMUS_TRY(xml::XPath path, xml::XPath::compile(matcher.text, std::move(options)));
  matcher.own = std::make_shared<const XPathMatcher>(XPathMatcher{std::move(path), std::move(value)});
  matcher.on_value = &matches_xpath;
  return matcher;
}

// ---- near misses -------------------------------------------------------------------------------

std::string laid_out(std::string_view text) {
  const auto document = xml::Document::parse(text);
  return document ? document->write(xml::Layout::kPretty) : std::string(text);
}

// Each difference counts; there are as many places as the expected document has elements, roughly.
double xml_distance(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const auto differences = matcher.as<xml::Equality>().differences(sample.text(asking.arena()));
  if (!differences) return 1;
  const auto places = static_cast<double>(std::ranges::count(matcher.text, '<'));
  return std::clamp(static_cast<double>(differences->size()) / std::max(places, 1.0), 0.0, 1.0);
}

std::string expected_xml(const Matcher& matcher) { return laid_out(matcher.text); }

std::optional<std::string> seen_xml(const Matcher&, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return std::nullopt;
  return laid_out(sample.text(asking.arena()));
}

std::string expected_xpath(const Matcher& matcher) {
  const auto& m = matcher.as<XPathMatcher>();
  std::string text = matcher.text;
  if (!m.value) return text;
  for (const Matcher& one : m.value->on_value()) {
    text += " [" + std::string(one.kind->row.key) + "] " +
            (one.operand.is_string() ? std::string(view(one.operand.get_string())) : json::write(one.operand));
  }
  return text;
}

std::optional<std::string> seen_at_xpath(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return std::nullopt;
  const auto& m = matcher.as<XPathMatcher>();
  if (!m.value) return std::string(sample.text(asking.arena()));
  const auto found = found_by(m, sample, asking);
  const std::vector<std::string> texts = found ? texts_of(*found) : std::vector<std::string>();
  return texts.empty() ? std::nullopt : std::optional(texts.front());
}

}  // namespace

std::span<const MatcherKind> xml_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"equalToXml", "string", "the same XML, whatever its blanks and the order of attributes", kEqualOptions},
       kBoth, 20, &compile_equal_to_xml, &xml_distance, &expected_xml, &seen_xml},
      {{"matchesXPath", "any", "an XPath that finds something, or {expression, and a matcher for what it finds}",
        kXPathOptions},
       kBoth, 21, &compile_xpath, nullptr, &expected_xpath, &seen_at_xpath},
  };
  return kKinds;
}

}  // namespace mimus::match
