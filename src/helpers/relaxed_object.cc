#include "relaxed_object.h"

#include "text/encoding.h"

namespace mimus::helpers {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

// Rewrites the text as JSON; whatever it does not know stays for the JSON parser to refuse.
class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : text_(text) {}

  std::string json() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool escaped = c == '\\' && at_ + 1 < text_.size() && is_quote(text_[at_ + 1]);
      if (is_quote(c) || escaped) {
        at_ += escaped ? 1 : 0;
        quoted(escaped);
      } else if (is_name(c)) {
        word();
      } else {
        out_ += c;
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  static bool is_quote(char c) { return c == '"' || c == '\''; }

  // `escaped`: the template's own quotes made backslashes before these necessary, at both ends.
  void quoted(bool escaped) {
    const char mark = text_[at_++];
    const std::string end = (escaped ? "\\" : "") + std::string(1, mark);
    out_ += '"';
    for (; at_ < text_.size() && !text_.substr(at_).starts_with(end); ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        if (text_[at_ + 1] != '\'') out_ += '\\';
        ++at_;
      } else if (text_[at_] == '"') {
        out_ += '\\';
      }
      out_ += text_[at_];
    }
    if (at_ < text_.size()) {
      at_ += end.size();
      out_ += '"';
    }
  }

  // A name when a colon follows, else a number, true, false or null.
  void word() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
    const bool name = next != std::string_view::npos && text_[next] == ':';
    if (name) out_ += '"';
    out_ += text_.substr(from, at_ - from);
    if (name) out_ += '"';
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::optional<json::Object> relaxed_object(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  if (!trimmed.starts_with('{') || !trimmed.ends_with('}')) return std::nullopt;
  const json::ReadOptions options{.max_depth = 32, .trailing_commas = true};
  auto read = json::parse(trimmed, options);
  if (!read) read = json::parse(Rewriter(trimmed).json(), options);
  if (!read || !read->is_object()) return std::nullopt;
  return std::move(read->get_object());
}

}  // namespace mimus::helpers
