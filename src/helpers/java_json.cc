#include "java_json.h"

#include <charconv>
#include <vector>

#include "intl/decimal.h"

namespace mimus::helpers {
namespace {

using handlebars::Dialect;
using handlebars::Entry;
using handlebars::entry_of;
using handlebars::size_of;

template <class T>
std::span<const T> kept(Arena& arena, const std::vector<T>& items) {
  const std::span<T> all = arena.array<T>(items.size());
  std::copy(items.begin(), items.end(), all.begin());
  return all;
}

// Reads a text that is known to be JSON.
class SpelledReader {
 public:
  SpelledReader(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  Value value() {
    blanks();
    switch (text_[at_]) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return Value::text(string());
      case 't':
        at_ += 4;
        return Value::boolean(true);
      case 'f':
        at_ += 5;
        return Value::boolean(false);
      case 'n':
        at_ += 4;
        return Value::null();
      default:
        return number();
    }
  }

 private:
  void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  // Behind an element: true while there is another.
  bool more() {
    blanks();
    return text_[at_++] == ',';
  }

  bool empty(char close) {
    ++at_;
    blanks();
    if (text_[at_] != close) return false;
    ++at_;
    return true;
  }

  Value object() {
    std::vector<Entry> entries;
    if (empty('}')) return Value::map({});
    do {
      blanks();
      const std::string_view name = string();
      blanks();
      ++at_;  // :
      put(entries, {name, value()});
    } while (more());
    return Value::map(kept(arena_, entries));
  }

  static void put(std::vector<Entry>& entries, Entry entry) {
    constexpr std::size_t kSearched =
        64;  // a large object with a member twice keeps both; the first is found
    for (std::size_t i = 0; i < entries.size() && entries.size() <= kSearched; ++i) {
      if (entries[i].name != entry.name) continue;
      entries[i].value = entry.value;
      return;
    }
    entries.push_back(entry);
  }

  Value array() {
    std::vector<Value> items;
    if (empty(']')) return Value::list({});
    do {
      items.push_back(value());
    } while (more());
    return Value::list(kept(arena_, items));
  }

  std::string_view string() {
    const std::size_t begin = at_++;
    bool escaped = false;
    for (; text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\') continue;
      escaped = true;
      ++at_;
    }
    ++at_;
    const std::string_view inside = text_.substr(begin + 1, at_ - begin - 2);
    if (!escaped) return inside;
    const auto read = json::parse(text_.substr(begin, at_ - begin));
    return read && read->is_string() ? arena_.copy(std::string_view(read->get_string())) : inside;
  }

  Value number() {
    const std::size_t end = std::min(text_.find_first_not_of("+-0123456789.eE", at_), text_.size());
    const std::string_view spelled = text_.substr(at_, end - at_);
    at_ = end;
    const bool exponent = spelled.find_first_of("eE") != std::string_view::npos;
    std::int64_t whole = 0;
    const auto [stop, error] =
        std::from_chars(spelled.data(), spelled.data() + spelled.size(), whole);
    if (error == std::errc() && stop == spelled.data() + spelled.size())
      return Value::number(whole);
    if (!exponent) return Value::numeral(spelled);
    const auto decimal = intl::Decimal::parse(spelled);
    return Value::numeral(decimal ? arena_.copy(decimal->text()) : spelled);
  }

  std::string_view text_;
  Arena& arena_;
  std::size_t at_ = 0;
};

class PrettyWriter {
 public:
  PrettyWriter(const Dialect& dialect, Arena& arena, PrettyOptions options)
      : dialect_(dialect), arena_(arena), options_(options) {}

  void write(const Value& value, int depth) {
    if (value.is_list_like()) return list(value, depth);
    if (value.is_map_like()) return map(value, depth);
    handlebars::append_json(value, dialect_, arena_, out);
  }

  std::string out;

 private:
  void list(const Value& value, int depth) {
    const std::size_t size = size_of(value);
    if (size == 0) {
      out += "[ ]";
      return;
    }
    for (std::size_t i = 0; i < size; ++i) {
      out += i == 0 ? "[ " : ", ";
      write(entry_of(value, i, arena_).value, depth);
    }
    out += " ]";
  }

  void map(const Value& value, int depth) {
    bool first = true;
    for (std::size_t i = 0; i < size_of(value); ++i) {
      const Entry entry = entry_of(value, i, arena_);
      if (options_.drop_nulls && entry.value.is_nothing()) continue;
      out += first ? "{" : ",";
      first = false;
      line(depth + 1);
      handlebars::append_json(Value::text(entry.name), dialect_, arena_, out);
      out += " : ";
      write(entry.value, depth + 1);
    }
    if (first) {
      out += "{ }";
      return;
    }
    line(depth);
    out += "}";
  }

  void line(int depth) { out.append("\n").append(static_cast<std::size_t>(depth) * 2, ' '); }

  const Dialect& dialect_;
  Arena& arena_;
  PrettyOptions options_;
};

template <class T>
const T& in_arena(Arena& arena, const json::Value& document) {
  return *new (arena.allocate(sizeof(T), alignof(T))) T(document);
}

Value wrapped(Arena& arena, const json::Value& document, bool top);

class FoundList final : public handlebars::Object {
 public:
  static constexpr char kType[] = "JSON list found";
  explicit FoundList(const json::Value& document) : document_(&document) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kList; }
  const json::Value* found() const { return document_; }

  Value member(std::string_view name, Arena& arena) const override {
    if (name == "size" || name == "length") return Value::number(static_cast<std::int64_t>(size()));
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    const bool whole = error == std::errc() && end == name.data() + name.size();
    return whole && index < size() ? entry(index, arena).value : Value();
  }
  std::size_t size() const override { return document_->get_array().size(); }
  Entry entry(std::size_t index, Arena& arena) const override {
    return {"", wrapped(arena, document_->get_array()[index], false)};
  }
  void print(std::string& out, const Dialect&) const override { json::write(*document_, out); }
  void write_json(std::string& out, const Dialect&, Arena&) const override {
    json::write(*document_, out);
  }

 private:
  const json::Value* document_;
};

class FoundMap : public handlebars::Object {
 public:
  explicit FoundMap(const json::Value& document) : document_(&document) {}
  Shape shape() const override { return Shape::kMap; }
  const json::Value* found() const { return document_; }

  Value member(std::string_view name, Arena& arena) const override {
    const json::Value* found = document_->get_object().if_contains(name);
    return found ? wrapped(arena, *found, false) : Value();
  }
  std::size_t size() const override { return document_->get_object().size(); }
  Entry entry(std::size_t index, Arena& arena) const override {
    const auto& member = *(document_->get_object().begin() + static_cast<std::ptrdiff_t>(index));
    return {member.key(), wrapped(arena, member.value(), false)};
  }
  void write_json(std::string& out, const Dialect&, Arena&) const override {
    json::write(*document_, out);
  }

 protected:
  ~FoundMap() = default;
  const json::Value* document_;
};

class TopMap final : public FoundMap {
 public:
  static constexpr char kType[] = "JSON object found";
  using FoundMap::FoundMap;
  const char* type() const override { return kType; }
  void print(std::string& out, const Dialect& dialect) const override {
    Arena arena;
    out += write_pretty(Value::json(*document_), dialect, arena, {.drop_nulls = true});
  }
};

class InnerMap final : public FoundMap {
 public:
  static constexpr char kType[] = "JSON object inside";
  using FoundMap::FoundMap;
  const char* type() const override { return kType; }
  void print(std::string& out, const Dialect& dialect) const override {
    Arena arena;
    out += '{';
    for (std::size_t i = 0; i < size(); ++i) {
      if (i > 0) out += ", ";
      const Entry member = entry(i, arena);
      out.append(member.name) += '=';
      if (member.value.is_nothing()) {
        out += "null";
      } else {
        handlebars::append_text(member.value, dialect, out);
      }
    }
    out += '}';
  }
};

Value wrapped(Arena& arena, const json::Value& document, bool top) {
  if (document.is_array()) return Value::object(in_arena<FoundList>(arena, document));
  if (!document.is_object()) return Value::json(document);
  if (top) return Value::object(in_arena<TopMap>(arena, document));
  return Value::object(in_arena<InnerMap>(arena, document));
}

}  // namespace

Result<Value> read_spelled(std::string_view text, Arena& arena) {
  MIMUS_TRY(const json::Value checked, json::parse(text));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return SpelledReader(text, arena).value();
}

std::string write_pretty(const Value& value, const Dialect& dialect, Arena& arena,
                         PrettyOptions options) {
  PrettyWriter writer(dialect, arena, options);
  writer.write(value, 0);
  return std::move(writer.out);
}

Value found_value(const Call& call, const json::Value& document) {
  return wrapped(call.arena(), document, true);
}

const json::Value* document_of(const Value& value) {
  if (value.kind() == Value::Kind::kJson) return &value.as_json();
  if (const auto* list = value.if_object<FoundList>()) return list->found();
  if (const auto* top = value.if_object<TopMap>()) return top->found();
  if (const auto* inner = value.if_object<InnerMap>()) return inner->found();
  return nullptr;
}

}  // namespace mimus::helpers
