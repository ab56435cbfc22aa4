#include "json_scalars.h"

#include <algorithm>

#include "json/json.h"

namespace mimus::replay {
namespace {

class Scanner {
 public:
  Scanner(std::string_view text, const std::function<void(const JsonScalar&)>& visit) : text_(text), visit_(visit) {}

  void value(int depth = 0) {
    skip_blanks();
    if (at_ >= text_.size() || depth > kDeepest) {
      at_ = text_.size();
    } else if (text_[at_] == '{') {
      object(depth);
    } else if (text_[at_] == '[') {
      array(depth);
    } else if (text_[at_] == '"') {
      const std::size_t begin = at_ + 1;
      visit_({pointer_, name_, begin, end_of_string(), true});
    } else {
      literal();
    }
  }

 private:
  static constexpr int kDeepest = 600;

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }

  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // From an opening quote to behind the closing one; where that stands.
  std::size_t end_of_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    const std::size_t end = std::min(at_, text_.size());
    at_ = std::min(end + 1, text_.size());
    return end;
  }

  void literal() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    if (at_ == begin) {
      ++at_;  // no JSON at all
    } else if (text_[begin] == '-' || (text_[begin] >= '0' && text_[begin] <= '9')) {
      visit_({pointer_, name_, begin, at_, false});
    }
  }

  void inside(const std::string& step, int depth) {
    const std::size_t size = pointer_.size();
    (pointer_ += '/') += json::escape_pointer(step);
    value(depth + 1);
    pointer_.resize(size);
  }

  void object(int depth) {
    ++at_;
    const std::string around = name_;
    while (!take('}') && at_ < text_.size()) {
      if (text_[at_] != '"') {
        ++at_;
        continue;
      }
      const std::size_t begin = at_ + 1;
      const std::string_view raw = text_.substr(begin, end_of_string() - begin);
      const auto name = raw.find('\\') == raw.npos ? Result<json::Value>(json::Value(raw)) : json::parse("\"" + std::string(raw) + "\"");
      name_ = name && name->is_string() ? std::string(name->get_string()) : std::string(raw);
      (void)take(':');
      inside(std::string(name_), depth);
      (void)take(',');
    }
    name_ = around;
  }

  void array(int depth) {
    ++at_;
    for (std::size_t index = 0; !take(']') && at_ < text_.size(); ++index) {
      const std::size_t before = at_;
      inside(std::to_string(index), depth);
      (void)take(',');
      if (at_ == before) ++at_;
    }
  }

  const std::string_view text_;
  const std::function<void(const JsonScalar&)>& visit_;
  std::size_t at_ = 0;
  std::string pointer_, name_;
};

}  // namespace

void for_each_scalar(std::string_view document, const std::function<void(const JsonScalar&)>& visit) {
  if (document.starts_with("\xEF\xBB\xBF")) {
    return for_each_scalar(document.substr(3), [&](JsonScalar scalar) {
      scalar.begin += 3;
      scalar.end += 3;
      visit(scalar);
    });
  }
  Scanner(document, visit).value();
}

}  // namespace mimus::replay
