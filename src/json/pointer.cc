#include "pointer.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "text/percent.h"

namespace mimus::json {
namespace {

// Decodes ~0 and ~1 onto the end of `out`; the offset of the first bad '~', or nothing.
std::optional<std::size_t> unescape(std::string_view token, std::string& out) {
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    const char code = i + 1 < token.size() ? token[i + 1] : ' ';
    if (code != '0' && code != '1') return i;
    out += code == '0' ? '~' : '/';
    ++i;
  }
  return std::nullopt;
}

// The child that a decoded token selects, or nullptr.
const Value* step(const Value& value, std::string_view token) {
  if (const Object* object = value.if_object()) return object->if_contains(token);
  if (const Array* array = value.if_array()) {
    const auto index = array_index(token);
    return index && *index < array->size() ? &(*array)[*index] : nullptr;
  }
  return nullptr;
}

const char* kind_name(const Value& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  if (value.is_string()) return "a string";
  if (value.is_null()) return "null";
  return value.is_bool() ? "a boolean" : "a number";
}

Error not_found(const Pointer& pointer, std::string message) {
  return {
      .code = Code::kNotFound, .message = std::move(message), .where = {.pointer = pointer.text()}};
}

// Puts a value under a container that exists. `insert`: between array elements, not over one.
Status put(Value& parent, const Pointer& place, Value value, bool insert) {
  const std::string& token = place.tokens().back();
  if (Object* object = parent.if_object()) {
    object->insert_or_assign(token, std::move(value));
    return Done{};
  }
  Array* const array = parent.if_array();
  if (array == nullptr) {
    return not_found(place, std::string("cannot add '") + token + "' to " + kind_name(parent));
  }
  const auto index = token == "-" ? std::optional(array->size()) : array_index(token);
  if (!index || *index > array->size()) {
    return not_found(
        place, "'" + token + "' is no index into an array of " + std::to_string(array->size()));
  }
  if (insert || *index == array->size()) {
    array->insert(array->begin() + *index, std::move(value));
  } else {
    (*array)[*index] = std::move(value);
  }
  return Done{};
}

}  // namespace

std::optional<std::size_t> array_index(std::string_view token) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  if (token.size() > 1 && token.front() == '0') return std::nullopt;
  return index;
}

Result<Pointer> Pointer::parse(std::string_view text) {
  Pointer pointer;
  if (!text.empty() && text.front() != '/')
    return syntax_error("a JSON pointer is empty or begins with '/'", 0);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at + 1;
    at = std::min(text.find('/', start), text.size());
    std::string& token = pointer.tokens_.emplace_back();
    if (const auto bad = unescape(text.substr(start, at - start), token)) {
      return syntax_error("in a JSON pointer '~' is followed by 0 or 1", start + *bad);
    }
  }
  return pointer;
}

Result<Pointer> Pointer::parse_fragment(std::string_view text) {
  return parse(text::percent_decode(text));
}

std::string Pointer::text() const {
  std::string text;
  for (const std::string& token : tokens_) text.append(1, '/').append(escape_pointer(token));
  return text;
}

Pointer Pointer::child(std::string_view token) const {
  Pointer child = *this;
  child.tokens_.emplace_back(token);
  return child;
}

Pointer Pointer::parent() const {
  Pointer parent = *this;
  if (!parent.empty()) parent.tokens_.pop_back();
  return parent;
}

bool Pointer::is_prefix_of(const Pointer& other) const {
  return tokens_.size() <= other.tokens_.size() &&
         std::equal(tokens_.begin(), tokens_.end(), other.tokens_.begin());
}

const Value* Pointer::resolve(const Value& root) const {
  const Value* value = &root;
  for (const std::string& token : tokens_) {
    value = step(*value, token);
    if (value == nullptr) return nullptr;
  }
  return value;
}

Value* Pointer::resolve(Value& root) const {
  return const_cast<Value*>(resolve(std::as_const(root)));
}

Status Pointer::add(Value& root, Value value) const {
  if (empty()) {
    root = std::move(value);
    return Done{};
  }
  Value* const container = parent().resolve(root);
  if (container == nullptr)
    return not_found(*this, "there is no '" + parent().text() + "' to add to");
  return put(*container, *this, std::move(value), true);
}

Status Pointer::set(Value& root, Value value) const {
  if (empty()) {
    root = std::move(value);
    return Done{};
  }
  // Go as far as the document goes; what is missing is built beside it and put in place at once.
  Value* container = &root;
  std::size_t depth = 0;
  for (; depth + 1 < tokens_.size(); ++depth) {
    const Value* const next = step(*container, tokens_[depth]);
    if (next == nullptr) break;
    container = const_cast<Value*>(next);
  }
  for (std::size_t i = tokens_.size(); --i > depth;) {
    Object wrapper;
    wrapper.emplace(tokens_[i], std::move(value));
    value = std::move(wrapper);
  }
  Pointer place;
  place.tokens_.assign(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(depth) + 1);
  return put(*container, place, std::move(value), false);
}

Result<Value> Pointer::remove(Value& root) const {
  if (empty()) return invalid("the whole document cannot be removed");
  Value* const container = parent().resolve(root);
  Value* const target = resolve(root);
  if (target == nullptr) return not_found(*this, "there is no '" + text() + "'");
  Value removed = std::move(*target);
  if (Array* array = container->if_array()) {
    array->erase(array->begin() + (target - array->data()));
  } else {
    Object& object = container->get_object();
    object.stable_erase(object.find(tokens_.back()));
  }
  return removed;
}

const Value* find(const Value& root, std::string_view pointer) {
  if (!pointer.empty() && pointer.front() != '/') return nullptr;
  const Value* value = &root;
  std::string decoded;
  while (!pointer.empty() && value != nullptr) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    std::string_view token = pointer.substr(1, end - 1);
    if (token.find('~') != token.npos) {
      decoded.clear();
      if (unescape(token, decoded)) return nullptr;
      token = decoded;
    }
    value = step(*value, token);
    pointer.remove_prefix(end);
  }
  return value;
}

std::string escape_pointer(std::string_view member) {
  std::string escaped;
  escaped.reserve(member.size());
  for (const char c : member) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace mimus::json
