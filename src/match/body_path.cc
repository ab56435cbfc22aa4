#include "body_path.h"

#include <charconv>

namespace mimus::match {
namespace {

std::optional<std::size_t> index_of(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || at != text.data() + text.size()) return std::nullopt;
  return index;
}

}  // namespace

BodyPath::Step BodyPath::step_of(std::string member) {
  const std::optional<std::size_t> index = index_of(member);
  return {std::move(member), index, false};
}

Result<BodyPath> BodyPath::parse(std::string_view text) {
  if (text.starts_with('/')) return parse_pointer(text);
  if (text.empty() || text == "$") return BodyPath();
  if (text.starts_with("$.")) return parse_members(text, 2);
  if (text.starts_with("$[")) return parse_members(text, 1);
  return parse_members(text, 0);
}

Result<BodyPath> BodyPath::parse_pointer(std::string_view text) {
  BodyPath path;
  std::string member;
  for (std::size_t i = 1; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == '/') {
      path.steps_.push_back(step_of(std::exchange(member, {})));
    } else if (text[i] != '~') {
      member += text[i];
    } else if (i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1')) {
      member += text[++i] == '0' ? '~' : '/';
    } else {
      return syntax_error("in a JSON pointer '~' is followed by 0 or 1", i);
    }
  }
  return path;
}

Result<BodyPath> BodyPath::parse_members(std::string_view text, std::size_t at) {
  BodyPath path;
  bool dot = true;  // a name may follow
  while (at < text.size()) {
    if (text[at] == '[') {
      MIMUS_TRY(at, path.take_bracket(text, at));
      dot = false;
      continue;
    }
    if (!dot) {
      if (text[at] != '.') return syntax_error("expected '.' or '['", at);
      ++at;
    }
    const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
    if (end == at) return syntax_error("expected a member name", at);
    path.steps_.push_back(step_of(std::string(text.substr(at, end - at))));
    at = end;
    dot = false;
  }
  return path;
}

// [0], ["name"] or ['name']; returns where it ends.
Result<std::size_t> BodyPath::take_bracket(std::string_view text, std::size_t at) {
  const char quote = at + 1 < text.size() ? text[at + 1] : ' ';
  if (quote == '"' || quote == '\'') {
    const std::size_t end = text.find(quote, at + 2);
    if (end == text.npos || end + 1 >= text.size() || text[end + 1] != ']') {
      return syntax_error("a quoted name ends in a quote and ']'", at);
    }
    steps_.push_back({std::string(text.substr(at + 2, end - at - 2)), std::nullopt, false});
    return end + 2;
  }
  const std::size_t end = text.find(']', at);
  const auto index = index_of(text.substr(at + 1, end == text.npos ? 0 : end - at - 1));
  if (!index) return syntax_error("expected [0] or [\"name\"]", at);
  steps_.push_back({{}, index, true});
  return end + 1;
}

const json::Value* BodyPath::find(const json::Value& root) const {
  const json::Value* at = &root;
  for (const Step& step : steps_) {
    const json::Array* array = at->if_array();
    const json::Object* object = at->if_object();
    if (array != nullptr && step.index) {
      at = array->if_contains(*step.index);
    } else if (object != nullptr && !step.only_index) {
      at = object->if_contains(step.member);
    } else {
      return nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace mimus::match
