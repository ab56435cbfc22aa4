#include <memory>

#include "java.h"
#include "wiremock.h"
#include "xml/document.h"
#include "xml/xpath.h"

// xPath, soapXPath, formatXml.
namespace mimus::helpers {
namespace {

using handlebars::Dialect;
using handlebars::Entry;
using handlebars::HelperRow;
using xml::XPath;
using Use = HelperRow::Use;

constexpr char kNodeType[] = "XML node";

// One node found: prints as WireMock renders it; .name, .text, .attributes.
class XmlNode final : public handlebars::Object {
 public:
  XmlNode(std::string_view name, std::string_view text, std::string_view printed,
          std::span<const Entry> attributes)
      : name_(name), text_(text), printed_(printed), attributes_(attributes) {}
  const char* type() const override { return kNodeType; }
  Value member(std::string_view name, Arena&) const override {
    if (name == "name") return Value::text(name_);
    if (name == "text") return Value::text(text_);
    return name == "attributes" ? Value::map(attributes_) : Value();
  }
  void print(std::string& out, const Dialect&) const override { out += printed_; }

 private:
  std::string_view name_, text_, printed_;
  std::span<const Entry> attributes_;
};

constexpr char kNodesType[] = "XML nodes";

// All of them: prints the first.
class XmlNodes final : public handlebars::Object {
 public:
  explicit XmlNodes(std::span<const Value> nodes) : nodes_(nodes) {}
  const char* type() const override { return kNodesType; }
  Shape shape() const override { return Shape::kList; }
  std::size_t size() const override { return nodes_.size(); }
  Entry entry(std::size_t index, Arena&) const override { return {"", nodes_[index]}; }
  Value member(std::string_view name, Arena& arena) const override {
    if (name == "size" || name == "length")
      return Value::number(static_cast<std::int64_t>(nodes_.size()));
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (name == std::to_string(i)) return nodes_[i];
    }
    return nodes_.empty() ? Value() : nodes_.front().as_object().member(name, arena);
  }
  void print(std::string& out, const Dialect& dialect) const override {
    if (!nodes_.empty()) nodes_.front().as_object().print(out, dialect);
  }

 private:
  std::span<const Value> nodes_;
};

std::string printed(const xml::Node& node) {
  switch (node.kind()) {
    case xml::Node::Kind::kComment:
      return "[#comment: " + node.text() + "]";
    case xml::Node::Kind::kCdata:
      return "[#cdata-section: " + node.text() + "]";
    default:
      return node.write(xml::Layout::kJava);
  }
}

Value node_value(const Call& call, const xml::Node& node) {
  const auto attributes = node.attributes();
  const std::span<Entry> entries = call.entries(attributes.size());
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    entries[i] = {call.arena().copy(attributes[i].name), call.made(attributes[i].value)};
  }
  return Value::object(
      call.make<XmlNode>(call.arena().copy(node.name()), call.arena().copy(node.text()),
                         call.arena().copy(printed(node)), std::span<const Entry>(entries)));
}

Value result_value(const Call& call, const xml::XPathValue& value) {
  const auto* nodes = std::get_if<std::vector<xml::Node>>(&value);
  if (nodes == nullptr) return call.made(xml::to_text(value));
  if (nodes->empty()) return Value();
  const std::span<Value> all = call.values(nodes->size());
  for (std::size_t i = 0; i < nodes->size(); ++i) all[i] = node_value(call, (*nodes)[i]);
  return Value::object(call.make<XmlNodes>(std::span<const Value>(all)));
}

Result<XPath> compile(std::string_view expression) {
  return XPath::compile(expression, {.any_namespace = true});
}

template <bool kSoap>
std::string expression_of(const Call& call) {
  return (kSoap ? "/Envelope/Body/" : "") + std::string(call.text(1));
}

template <bool kSoap>
Result<std::shared_ptr<const void>> prepare(Call& call) {
  if (!call.arg(1).is_text()) return std::shared_ptr<const void>();
  MIMUS_TRY(XPath path,
            compile((kSoap ? "/Envelope/Body/" : "") + std::string(call.arg(1).as_text())));
  return std::shared_ptr<const void>(std::make_shared<const XPath>(std::move(path)));
}

template <bool kSoap>
Result<Value> x_path(Call& call) {
  const std::string_view text = java_text(call, call.arg(0));
  if (call.arg(1).is_nothing()) return complaint(call, "The XPath expression cannot be empty");
  const auto document = xml::Document::parse(text);
  if (!document) return complaint(call, std::string(text) + " is not valid XML");
  const XPath* path = call.prepared<XPath>();
  std::optional<XPath> compiled;
  if (path == nullptr) {
    const std::string expression = expression_of<kSoap>(call);
    auto made = compile(expression);
    if (!made) return complaint(call, expression + " is not a valid XPath expression");
    path = &compiled.emplace(*std::move(made));
  }
  const auto value = path->evaluate(*document);
  if (!value) return call.fail(value.error().message);
  return result_value(call, *value);
}

Result<Value> format_xml(Call& call) {
  std::string_view text;
  if (call.is_block() && call.size() == 0) {
    MIMUS_TRY(text, call.captured_block());
  } else if (call.arg(0).is_text()) {
    text = call.arg(0).as_text();
  }
  if (text.empty()) {
    return complaint(
        call,
        "formatXml should take a block of XML to format or a single parameter of type String");
  }
  const Value format = call.hash("format");
  const std::string_view name =
      format.is_nothing() ? std::string_view("pretty") : call.text(format);
  if (name != "pretty" && name != "compact") {
    return complaint(
        call, "formatXml: format [" + std::string(name) + "] should be one of [pretty, compact]");
  }
  const auto document = xml::Document::parse(text);
  if (!document) return complaint(call, "Input is not valid XML");
  return call.made(document->write(name == "pretty" ? xml::Layout::kJava : xml::Layout::kCompact));
}

constexpr HelperRow kRows[] = {
    {"xPath", &x_path<false>, "{{xPath request.body '/order/@id'}}",
     "what an XPath finds first; names match in any namespace", Use::kInline, false,
     &prepare<false>},
    {"soapXPath", &x_path<true>, "{{soapXPath request.body '/order/@id'}}",
     "the same inside a SOAP message's body", Use::kInline, false, &prepare<true>},
    {"formatXml", &format_xml, "{{formatXml x format='compact'}}, {{#formatXml}}…{{/formatXml}}",
     "XML printed pretty or compact", Use::kEither},
};

}  // namespace

handlebars::HelperTable xml_rows() {
  return kRows;
}

}  // namespace mimus::helpers
