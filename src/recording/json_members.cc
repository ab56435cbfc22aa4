#include "json_members.h"

#include <utility>
#include <vector>

#include "json/json.h"

namespace mimus::recording {
namespace {

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) ++at;
  return at;
}

// Behind the closing quote of the string that begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::string unescaped(std::string_view quoted) {
  if (quoted.find('\\') == quoted.npos) return std::string(quoted.size() < 2 ? quoted : quoted.substr(1, quoted.size() - 2));
  const auto value = json::parse(quoted);
  return value && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string(quoted);
}

bool ends_a_word(char c) { return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// One pass: members that are not finished wait for their value's end. Each container that is open knows the member whose
// value it is.
class Members {
 public:
  explicit Members(std::string_view text) : text_(text) {}

  std::vector<Member> read() {
    for (std::size_t at = skip_blanks(text_, 0); at < text_.size(); at = skip_blanks(text_, at)) at = step(at);
    for (const std::size_t member : open_) close(member, text_.size());
    return std::move(members_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t step(std::size_t at) {
    const char c = text_[at];
    if (c == '"') return string(at);
    if (c == '{' || c == '[') {
      if (pending_ != kNone) members_[pending_].begin = at;
      open_.push_back(std::exchange(pending_, kNone));
      return at + 1;
    }
    if (c == '}' || c == ']') {
      if (!open_.empty()) {
        close(open_.back(), at + 1);
        open_.pop_back();
      }
      return at + 1;
    }
    if (c == ',' || c == ':') return at + 1;
    std::size_t end = at + 1;
    while (end < text_.size() && !ends_a_word(text_[end])) ++end;
    value(at, end);
    return end;
  }

  std::size_t string(std::size_t at) {
    const std::size_t end = end_of_string(text_, at);
    const std::size_t next = skip_blanks(text_, end);
    if (pending_ == kNone && next < text_.size() && text_[next] == ':') {
      pending_ = members_.size();
      members_.push_back({unescaped(text_.substr(at, end - at)), text_.size(), text_.size()});
      return next + 1;
    }
    value(at, end);
    return end;
  }

  void value(std::size_t begin, std::size_t end) {
    if (pending_ == kNone) return;
    members_[pending_].begin = begin;
    close(std::exchange(pending_, kNone), end);
  }

  void close(std::size_t member, std::size_t end) {
    if (member != kNone) members_[member].end = end;
  }

  std::string_view text_;
  std::vector<Member> members_;
  std::vector<std::size_t> open_;  // of each open container: the member whose value it is, or kNone
  std::size_t pending_ = kNone;    // the member whose value comes next
};

}  // namespace

void for_each_member(std::string_view text, const std::function<void(const Member&)>& visit) {
  for (const Member& member : Members(text).read()) visit(member);
}

}  // namespace mimus::recording
