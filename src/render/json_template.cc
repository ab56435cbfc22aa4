#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "json_code.h"
#include "json_run.h"
#include "json_text.h"
#include "rendering_parts.h"
#include "template.h"
#include "text/encoding.h"

namespace mimus::render {
namespace {

using Kind = JsonOperation::Kind;
using Program = handlebars::Program;

constexpr std::string_view kEach = "$each";
constexpr std::string_view kIf = "$if";
constexpr std::string_view kMerge = "$merge";
constexpr std::string_view kSpread = "$spread";

// Walks a document once; `pointer_` says where it is.
class Walk {
 public:
  explicit Walk(JsonCode& code) : code_(code) {}

  Status value(const json::Value& value) {
    if (const json::String* string = value.if_string()) return text(*string, false);
    if (const json::Array* array = value.if_array()) return elements(*array);
    const json::Object* object = value.if_object();
    if (object == nullptr) {
      json::write(value, literal());
      return Done{};
    }
    if (object->contains(kEach)) return each(*object, false);
    if (object->contains(kIf)) return condition(*object, nullptr);
    if (object->contains(kMerge)) return merge(*object);
    if (object->contains(kSpread))
      return wrong("$spread stands for elements of a list, so it stands in one");
    return members(*object);
  }

 private:
  // ---- operations
  std::string& literal() {
    if (code_.operations.empty() || sealed_ == code_.operations.size() ||
        code_.operations.back().kind != Kind::kText) {
      code_.operations.emplace_back();
    }
    return code_.operations.back().text;
  }
  // What comes next is an operation of its own: others refer to its beginning.
  std::uint32_t seal() {
    sealed_ = code_.operations.size();
    return static_cast<std::uint32_t>(sealed_);
  }
  std::size_t open(Kind kind) {
    code_.operations.emplace_back().kind = kind;
    seal();
    return code_.operations.size() - 1;
  }
  JsonOperation& at(std::size_t index) { return code_.operations[index]; }
  void close(std::size_t index) { at(index).last = seal(); }

  // ---- objects and lists
  static bool is_optional(const json::Value& value) {
    const json::Object* object = value.if_object();
    return object != nullptr && object->contains(kIf) && !object->contains("$else");
  }
  static bool is_spliced(const json::Value& value) {
    const json::Object* object = value.if_object();
    return object != nullptr &&
           (object->contains(kEach) || object->contains(kSpread) || is_optional(value));
  }

  // A comma before an element: known now, or only when it is known what stood before.
  void comma(bool first, bool dynamic) {
    if (dynamic) {
      code_.operations.emplace_back().kind = Kind::kComma;
    } else if (!first) {
      literal() += ',';
    }
  }

  Status members(const json::Object& object) {
    const bool dynamic = std::any_of(object.begin(), object.end(), [](const auto& member) {
      return is_optional(member.value());
    });
    literal() += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      const std::size_t here = enter(key);
      if (is_optional(member)) {
        const std::string_view name = key;
        MIMUS_TRY_DONE(condition(member.get_object(), &name));
      } else {
        comma(first, dynamic);
        MIMUS_TRY_DONE(text(key, true));
        literal() += ':';
        MIMUS_TRY_DONE(value(member));
      }
      first = false;
      pointer_.resize(here);
    }
    literal() += '}';
    return Done{};
  }

  Status elements(const json::Array& array) {
    const bool dynamic = std::any_of(array.begin(), array.end(), &is_spliced);
    literal() += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      const std::size_t here = enter(std::to_string(i));
      MIMUS_TRY_DONE(element(array[i], i == 0, dynamic));
      pointer_.resize(here);
    }
    literal() += ']';
    return Done{};
  }

  Status element(const json::Value& item, bool first, bool dynamic) {
    const json::Object* object = item.if_object();
    if (object != nullptr && object->contains(kEach)) return each(*object, true);
    if (object != nullptr && object->contains(kSpread)) return spread(*object);
    if (is_optional(item)) return condition(*object, nullptr, true);
    comma(first, dynamic);
    return value(item);
  }

  // ---- forms
  Status source(const json::Object& object, std::string_view key) {
    const std::size_t here = enter(key);
    MIMUS_TRY_DONE(value(object.at(key)));
    pointer_.resize(here);
    return Done{};
  }

  // Members other than these.
  Status only(const json::Object& object, std::initializer_list<std::string_view> known) {
    for (const auto& [key, member] : object) {
      if (std::find(known.begin(), known.end(), std::string_view(key)) != known.end()) continue;
      std::string names;
      for (const std::string_view name : known)
        names += (names.empty() ? "" : ", ") + std::string(name);
      const std::size_t here = enter(key);
      Error error =
          wrong("'" + std::string(key) + "' cannot stand beside " + std::string(*known.begin()));
      error.hint = "the members are " + names;
      pointer_.resize(here);
      return error;
    }
    return Done{};
  }

  // {"$each": list, "$as": "item", "$value": …}: a list of values, or elements of the list around
  // it.
  Status each(const json::Object& object, bool splice) {
    MIMUS_TRY_DONE(only(object, {kEach, "$as", "$value"}));
    if (!object.contains("$value"))
      return wrong("$each wants a $value: what stands there for each of them");
    const std::size_t index = open(Kind::kEach);
    at(index).splice = splice;
    if (const json::Value* name = object.if_contains("$as")) {
      if (!name->is_string() || name->get_string().empty())
        return wrong("$as is the name of each of them, a text");
      at(index).text = name->get_string();
    }
    MIMUS_TRY_DONE(source(object, kEach));
    at(index).first = seal();
    ++loops_;
    code_.operations.emplace_back().kind = Kind::kComma;
    MIMUS_TRY_DONE(source(object, "$value"));
    --loops_;
    close(index);
    return Done{};
  }

  // {"$if": …, "$then": …, "$else": …}; without $then it is the object without $if and $else. As a
  // member or element without $else it is left out when the condition does not hold.
  Status condition(const json::Object& object, const std::string_view* member,
                   bool is_element = false) {
    const std::size_t index = open(Kind::kIf);
    MIMUS_TRY_DONE(source(object, kIf));
    at(index).first = seal();
    if (member != nullptr || is_element) code_.operations.emplace_back().kind = Kind::kComma;
    if (member != nullptr) {
      MIMUS_TRY_DONE(text(*member, true));
      literal() += ':';
    }
    MIMUS_TRY_DONE(then(object));
    at(index).middle = seal();
    if (object.contains("$else")) {
      MIMUS_TRY_DONE(source(object, "$else"));
    } else if (member == nullptr && !is_element) {
      literal() += "null";
    }
    close(index);
    return Done{};
  }

  Status then(const json::Object& object) {
    if (object.contains("$then")) {
      MIMUS_TRY_DONE(only(object, {kIf, "$then", "$else"}));
      return source(object, "$then");
    }
    json::Object rest = object;
    rest.erase(kIf);
    rest.erase("$else");
    return value(json::Value(std::move(rest)));
  }

  Status spread(const json::Object& object) {
    MIMUS_TRY_DONE(only(object, {kSpread}));
    const std::size_t index = open(Kind::kSpread);
    MIMUS_TRY_DONE(source(object, kSpread));
    close(index);
    return Done{};
  }

  // {"$merge": [object, …], more members…}: one object; what comes later wins.
  Status merge(const json::Object& object) {
    const json::Value& parts = object.at(kMerge);
    const std::size_t index = open(Kind::kMerge);
    const std::size_t here = enter(kMerge);
    if (const json::Array* list = parts.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        const std::size_t there = enter(std::to_string(i));
        MIMUS_TRY_DONE(part((*list)[i]));
        pointer_.resize(there);
      }
    } else {
      MIMUS_TRY_DONE(part(parts));
    }
    pointer_.resize(here);
    json::Object rest = object;
    rest.erase(kMerge);
    if (!rest.empty()) {
      MIMUS_TRY_DONE(part(json::Value(std::move(rest))));
    }
    close(index);
    return Done{};
  }

  Status part(const json::Value& source) {
    const std::size_t index = open(Kind::kPart);
    MIMUS_TRY_DONE(value(source));
    close(index);
    return Done{};
  }

  // ---- strings
  // A string of the document. A member's name is always text; another that is nothing but an
  // expression is a value.
  Status text(std::string_view string, bool name) {
    if (name && string.starts_with("\\$")) string.remove_prefix(1);  // \$each: the name $each
    if (string.find("{{") == std::string_view::npos) {
      append_quoted(string, literal());
      return Done{};
    }
    const std::span<const std::string_view> roots =
        loops_ > 0 ? std::span<const std::string_view>() : roots_of(Language::kOurs);
    auto compiled = Program::compile(
        string, {.dialect = &handlebars::kOurs,
                 .helpers = tables_of(Language::kOurs),
                 .root_names = roots,
                 .hidden_roots = roots.empty() ? 0 : hidden_roots_of(Language::kOurs),
                 .occurrences = &occurrences_});
    if (!compiled) return here(std::move(compiled).error());
    if (compiled->constant() && !(compiled->single() && !name)) {
      append_quoted(compiled->constant_text(), literal());
      return Done{};
    }
    const bool alone = compiled->single() && !name;
    if (!alone) literal() += '"';
    code_.operations.emplace_back().kind = alone ? Kind::kValue : Kind::kString;
    code_.operations.back().program = static_cast<std::uint32_t>(code_.programs.size());
    code_.programs.push_back(*std::move(compiled));
    if (!alone) literal() += '"';
    return Done{};
  }

  // ---- errors
  std::size_t enter(std::string_view token) {
    const std::size_t here = pointer_.size();
    pointer_ += '/' + json::escape_pointer(token);
    return here;
  }
  Error here(Error error) const {
    error.where.line = error.where.column = 0;
    error.where.pointer = pointer_;
    return error;
  }
  Error wrong(std::string message) const { return here(invalid(std::move(message))); }

  JsonCode& code_;
  std::string pointer_;
  handlebars::Occurrences occurrences_;
  std::size_t sealed_ = SIZE_MAX;
  int loops_ = 0;  // $each around: names may be those of its elements
};

}  // namespace

JsonTemplate::JsonTemplate() = default;

Result<JsonTemplate> JsonTemplate::compile(const json::Value& document) {
  auto code = std::make_shared<JsonCode>();
  MIMUS_TRY_DONE(Walk(*code).value(document));
  code->is_constant =
      std::all_of(code->operations.begin(), code->operations.end(),
                  [](const JsonOperation& operation) { return operation.kind == Kind::kText; });
  if (code->is_constant) {
    for (const JsonOperation& operation : code->operations) code->constant += operation.text;
    code->operations.clear();
  }
  JsonTemplate compiled;
  compiled.code_ = std::move(code);
  return compiled;
}

std::optional<std::string> JsonTemplate::plain_text(const json::Value& document) {
  std::string text = json::write(document);
  const bool plain =
      text.find('$') == text.npos && text.find("{{") == text.npos && text::is_valid_utf8(text);
  return plain ? std::optional(std::move(text)) : std::nullopt;
}

bool JsonTemplate::constant() const {
  return code_ == nullptr || code_->is_constant;
}

std::string_view JsonTemplate::constant_text() const {
  return code_ == nullptr ? std::string_view("null") : std::string_view(code_->constant);
}

Status JsonTemplate::render(const Scope& scope, std::string& out) const {
  if (constant()) {
    out += constant_text();
    return Done{};
  }
  RenderingParts parts(scope, Language::kOurs);
  return run_json(*code_, parts.rendering, out);
}

}  // namespace mimus::render
