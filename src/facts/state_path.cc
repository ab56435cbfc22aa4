#include "state_path.h"

#include <algorithm>
#include <charconv>
#include <new>
#include <utility>

#include "base/hash.h"

namespace mimus::facts {
namespace {

std::optional<std::int64_t> as_index(std::string_view text) {
  std::int64_t index = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return index;
}

// Reads one path from front to back.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return at_ == text_.size(); }
  bool skip(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  Error error(std::string message) const { return syntax_error(std::move(message), at_); }

  // Up to the next dot or bracket.
  Result<std::string> word() {
    const std::size_t end = std::min(text_.find_first_of(".[", at_), text_.size());
    if (end == at_) return error("a name is missing in the path '" + std::string(text_) + "'");
    const std::size_t begin = std::exchange(at_, end);  // on its own: arguments are evaluated in no order
    return std::string(text_.substr(begin, end - begin));
  }

  // What follows '['.
  Result<StatePath::Step> bracket() {
    const char quote = done() ? '\0' : text_[at_];
    if (quote == '\'' || quote == '"') return quoted(quote);
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) return error("']' is missing");
    const auto index = as_index(text_.substr(at_, end - at_));
    if (!index) return error("an index or a quoted name belongs in brackets");
    at_ = end + 1;
    return StatePath::Step{"", index};
  }

 private:
  Result<StatePath::Step> quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return error("the quoted name does not end");
    std::string name(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (!skip(']')) return error("']' is missing");
    return StatePath::Step{std::move(name), std::nullopt};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::size_t> size_of(const json::Value& value) {
  if (const json::Array* array = value.if_array()) return array->size();
  if (const json::Object* object = value.if_object()) return object->size();
  if (const json::String* string = value.if_string()) {
    return std::ranges::count_if(*string, [](char c) { return (c & 0xc0) != 0x80; });  // UTF-8
  }
  return std::nullopt;
}

const json::Value* step_into(const json::Value& value, const StatePath::Step& step, Arena& arena) {
  if (const json::Array* array = value.if_array(); array != nullptr && step.index) {
    const auto at = element_at(*step.index, array->size());
    return at ? &(*array)[*at] : nullptr;
  }
  if (const json::Object* object = value.if_object()) {
    const bool named = !step.name.empty() || !step.index;
    if (const json::Value* member = named ? object->if_contains(step.name) : nullptr) return member;
  }
  if (step.name != "size") return nullptr;
  const auto size = size_of(value);
  return size ? new (arena.allocate(sizeof(json::Value), alignof(json::Value))) json::Value(*size)
              : nullptr;
}

}  // namespace

std::optional<std::size_t> element_at(std::int64_t index, std::size_t size) {
  const auto count = static_cast<std::int64_t>(size);
  if (index < 0 && index >= -count) return static_cast<std::size_t>(index + count);
  if (index < 0 || index >= count) return std::nullopt;
  return static_cast<std::size_t>(index);
}

StatePath StatePath::of_name(std::string name) {
  StatePath path;
  path.key_ = hash_bytes(name);
  path.name_ = std::move(name);
  return path;
}

Result<StatePath> StatePath::parse(std::string_view text) {
  Reader reader(text);
  StatePath path;
  if (reader.skip('[')) {
    MIMUS_TRY(Step first, reader.bracket());
    if (first.index) return syntax_error("a path begins with a name", 0);
    path = of_name(std::move(first.name));
  } else {
    MIMUS_TRY(std::string name, reader.word());
    path = of_name(std::move(name));
  }
  while (!reader.done()) {
    if (reader.skip('[')) {
      MIMUS_TRY(Step step, reader.bracket());
      path.steps_.push_back(std::move(step));
    } else if (reader.skip('.')) {
      MIMUS_TRY(std::string name, reader.word());
      const auto index = as_index(name);
      path.steps_.push_back({std::move(name), index});
    } else {
      return reader.error("a dot or a bracket belongs here");
    }
  }
  return path;
}

std::string StatePath::text() const {
  const auto quoted = [](const std::string& name) {
    const char quote = name.find('\'') == std::string::npos ? '\'' : '"';
    return '[' + (quote + name + quote) + ']';
  };
  const auto plain = [](const std::string& name) {
    return !name.empty() && name.find_first_of(".[]'\" ") == std::string::npos;
  };
  std::string text = plain(name_) ? name_ : quoted(name_);
  for (const Step& step : steps_) {
    if (step.name.empty() && step.index) {
      text += '[' + std::to_string(*step.index) + ']';
    } else {
      text += plain(step.name) ? '.' + step.name : quoted(step.name);
    }
  }
  return text;
}

const json::Value* StatePath::find_in(const json::Value& value, Arena& arena) const {
  const json::Value* at = &value;
  for (const Step& step : steps_) {
    at = step_into(*at, step, arena);
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace mimus::facts
