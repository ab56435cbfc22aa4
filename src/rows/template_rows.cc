#include "columns.h"
#include "writers.h"

namespace mimus::rows {
namespace {

// Text with {{member}} and {{nested.member}}; {{value}} for rows that are no objects, {{row}} the
// row's number from 1. A line each.
class TemplateWriter final : public Writer {
 public:
  explicit TemplateWriter(std::string_view text) {
    while (!text.empty()) {
      const std::size_t open = text.find("{{");
      const std::size_t close = open == text.npos ? text.npos : text.find("}}", open);
      if (close == text.npos) break;
      std::string_view name = text.substr(open + 2, close - open - 2);
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      pieces_.push_back({std::string(text.substr(0, open)), std::string(name)});
      text.remove_prefix(close + 2);
    }
    tail_ = std::string(text) + "\n";
  }
  void begin(std::string&) const override {}
  void row(const fake::Value& value, std::uint64_t number, std::string& out) const override {
    for (const Piece& piece : pieces_) {
      out += piece.before;
      const fake::Value* found = cell(value, piece.column);
      if (found != nullptr)
        append_cell(*found, out);
      else if (piece.column == "row")
        out += std::to_string(number + 1);
    }
    out += tail_;
  }
  void end(std::uint64_t, std::string&) const override {}

 private:
  struct Piece {
    std::string before, column;
  };
  std::vector<Piece> pieces_;
  std::string tail_;
};

class TextWriter final : public Writer {
 public:
  void begin(std::string&) const override {}
  void row(const fake::Value& value, std::uint64_t, std::string& out) const override {
    append_cell(value, out);
    out += '\n';
  }
  void end(std::uint64_t, std::string&) const override {}
};

}  // namespace

WriterPtr text_writer(const fake::Value&, const Options&) {
  return std::make_unique<TextWriter>();
}
WriterPtr template_writer(const fake::Value&, const Options& options) {
  return std::make_unique<TemplateWriter>(options.row_template);
}

}  // namespace mimus::rows
