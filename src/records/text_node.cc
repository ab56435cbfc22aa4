#include <variant>

#include "nodes.h"
#include "references.h"

namespace mimus::records {
namespace {

struct ThisField {
  std::string path;
};
using Piece = std::variant<fake::Template, ThisField>;

// "{{this.name}} <{{internet.email}}>": what stands between the references to own fields are
// templates of their own, so that no value of a field is ever looked at for expressions.
class TextNode final : public Node {
 public:
  explicit TextNode(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}
  fake::Value value(Scope& scope, Chance key) const override {
    std::string text;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (const auto* own = std::get_if<ThisField>(&pieces_[i])) {
        fake::append_string(this_field(scope, own->path), text);
        continue;
      }
      scope.begin(i == 0 ? key : key.fork(i));
      std::get<fake::Template>(pieces_[i]).run(scope.engine, text);
    }
    return text;
  }

 private:
  std::vector<Piece> pieces_;
};

}  // namespace

Result<NodePtr> text_node(std::string_view text) {
  constexpr std::string_view kThis = "{{this.";
  std::vector<Piece> pieces;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t own = text.find(kThis, at);
    const std::string_view between = text.substr(at, own - at);
    if (!between.empty()) {
      fake::Template made = fake::Template::compile(std::string(between));
      if (Status status = made.check(); !status) {
        Error error = std::move(status).error();
        if (error.where.offset) *error.where.offset += at;
        return error;
      }
      pieces.emplace_back(std::move(made));
    }
    if (own == text.npos) break;
    const std::size_t end = text.find("}}", own);
    if (end == text.npos) return syntax_error("'{{this.' is not closed with '}}'", own);
    pieces.emplace_back(
        ThisField{std::string(text.substr(own + kThis.size(), end - own - kThis.size()))});
    at = end + 2;
  }
  return NodePtr(std::make_shared<TextNode>(std::move(pieces)));
}

}  // namespace mimus::records
