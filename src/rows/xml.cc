#include "columns.h"
#include "writers.h"

namespace mimus::rows {
namespace {

void append_text(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        // XML 1.0 §2.2: the other control characters cannot be written at all.
        out +=
            static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' ? '?' : c;
    }
  }
}

// A member's name as an element's: what XML does not allow becomes '_'.
std::string element_name(std::string_view name) {
  std::string made;
  for (const unsigned char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    const bool inside = !made.empty() && ((c >= '0' && c <= '9') || c == '-' || c == '.');
    if (!letter && !inside && made.empty()) made += '_';
    if (letter || inside || (c >= '0' && c <= '9'))
      made += static_cast<char>(c);
    else if (!made.ends_with('_'))
      made += '_';
  }
  return made.empty() ? "_" : made;
}

void append_element(std::string_view name, const fake::Value& value, std::string& out) {
  const std::string tag = element_name(name);
  if (const auto* list = value.get<fake::Value::Array>()) {
    for (const fake::Value& item : *list) append_element(name, item, out);
    return;
  }
  if (is_null(&value)) {
    out.append("<").append(tag).append("/>");
    return;
  }
  out.append("<").append(tag).append(">");
  if (const auto* members = value.get<fake::Value::Object>()) {
    for (const auto& [key, member] : *members) append_element(key, member, out);
  } else {
    std::string text;
    append_cell(value, text);
    append_text(text, out);
  }
  out.append("</").append(tag).append(">");
}

class XmlWriter final : public Writer {
 public:
  explicit XmlWriter(std::string_view table)
      : root_(element_name(table)),
        row_(root_.ends_with('s') && root_.size() > 1 ? root_.substr(0, root_.size() - 1) : "row") {
  }
  void begin(std::string& out) const override {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<").append(root_).append(">\n");
  }
  void row(const fake::Value& value, std::uint64_t, std::string& out) const override {
    if (value.get<fake::Value::Array>() != nullptr) {
      append_element(row_, fake::Value::Object{{"item", value}}, out);
    } else {
      append_element(row_, value, out);
    }
    out += '\n';
  }
  void end(std::uint64_t, std::string& out) const override {
    out.append("</").append(root_).append(">\n");
  }

 private:
  std::string root_, row_;
};

}  // namespace

WriterPtr xml_writer(const fake::Value&, const Options& options) {
  return std::make_unique<XmlWriter>(options.table);
}

}  // namespace mimus::rows
