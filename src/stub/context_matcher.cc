#include "context_matcher.h"

#include <charconv>

#include "facts/context_path.h"
#include "json/pointer.h"

namespace mimus::stub {
namespace {

constexpr match::Setting kSetting{match::Place::kBody, match::Manner::kWireMock};

Error at(std::string_view parameter, Error error) {
  error.where.pointer = "/" + json::escape_pointer(parameter) + error.where.pointer;
  return error;
}

// A text, or a number or boolean as text.
std::string text_of(const json::Value& value) {
  if (const json::String* text = value.if_string()) return std::string(*text);
  return json::write(value);
}

Result<render::Template> template_of(const json::Value& value) {
  return render::Template::compile(text_of(value), render::Language::kWireMock);
}

bool has_template(const json::Value& value) {
  if (const json::String* text = value.if_string()) return std::string_view(*text).find("{{") != std::string_view::npos;
  if (const json::Array* array = value.if_array()) {
    for (const json::Value& one : *array) {
      if (has_template(one)) return true;
    }
  }
  if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object) {
      if (has_template(member.value())) return true;
    }
  }
  return false;
}

std::string rendered(const render::Template& text, const render::Scope& scope) {
  std::string out;
  return text.render(scope, out) ? out : std::string();
}

// The same with its templates rendered.
json::Value rendered(const json::Value& value, const render::Scope& scope) {
  if (value.is_string()) {
    const auto text = template_of(value);
    return text ? json::Value(rendered(*text, scope)) : value;
  }
  if (const json::Array* array = value.if_array()) {
    json::Array out;
    for (const json::Value& one : *array) out.push_back(rendered(one, scope));
    return out;
  }
  if (const json::Object* object = value.if_object()) {
    json::Object out;
    for (const auto& member : *object) out.emplace(member.key(), rendered(member.value(), scope));
    return out;
  }
  return value;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

const json::Object* element_of(const json::Array& list, std::string_view index) {
  const auto number = index == "first" ? std::optional<std::int64_t>(0) : index == "last" ? std::optional<std::int64_t>(-1) : whole(index);
  if (!number) return nullptr;
  const auto at = facts::element_at(*number, list.size());
  return at ? list[*at].if_object() : nullptr;
}

// The request as the parameters' templates see it.
class Asked {
 public:
  Asked(facts::RequestFacts& facts, const match::Captures& captures)
      : path_(facts.arena().array<facts::NameValue>(captures.count)),
        scope_{facts, path_, facts.now(), Chance(0)},
        asking_{facts, captures} {
    for (std::size_t i = 0; i < captures.count; ++i) path_[i] = {captures.items[i].name, captures.items[i].value};
    scope_.raw_path = path_;
  }
  const render::Scope& scope() const { return scope_; }
  const match::Asking& asking() const { return asking_; }
  const json::Object* context(std::string_view name) const {
    return facts::live_context(scope_.facts.state(facts::context_path(name)), scope_.now);
  }

 private:
  std::span<facts::NameValue> path_;
  render::Scope scope_;
  match::Asking asking_;
};

}  // namespace

Result<std::vector<ContextMatcher::Value>> ContextMatcher::read_values(const json::Value& map) {
  const json::Object* object = map.if_object();
  if (object == nullptr) return invalid("expected an object of properties and their matchers", R"({"size": {"equalTo": "3"}})");
  std::vector<Value> values;
  for (const auto& member : *object) {
    Value value{std::string(member.key()), member.value(), {}};
    if (!has_template(value.matcher)) {
      auto compiled = match::Matchers::compile(value.matcher, kSetting);
      if (!compiled) return at(member.key(), std::move(compiled).error());
      value.compiled = *std::move(compiled);
    }
    values.push_back(std::move(value));
  }
  return values;
}

Result<ContextMatcher> ContextMatcher::read(const json::Object& parameters) {
  ContextMatcher out;
  struct Count {
    std::string_view key;
    Number number;
    Sign sign;
  };
  static constexpr Count kCounts[] = {
      {"updateCountEqualTo", Number::kUpdateCount, Sign::kEqual}, {"updateCountLessThan", Number::kUpdateCount, Sign::kLess},
      {"updateCountMoreThan", Number::kUpdateCount, Sign::kMore}, {"listSizeEqualTo", Number::kListSize, Sign::kEqual},
      {"listSizeLessThan", Number::kListSize, Sign::kLess},       {"listSizeMoreThan", Number::kListSize, Sign::kMore},
  };
  for (const auto& member : parameters) {
    const std::string_view key = member.key();
    const auto text = [&]() -> Result<render::Template> {
      auto compiled = template_of(member.value());
      if (!compiled) return at(key, std::move(compiled).error());
      return compiled;
    };
    if (key == "hasContext") {
      MIMUS_TRY(out.there_, text());
    } else if (key == "hasNotContext") {
      MIMUS_TRY(out.not_there_, text());
    } else if (key == "hasProperty") {
      MIMUS_TRY(auto name, text());
      out.with_.push_back(std::move(name));
    } else if (key == "hasNotProperty") {
      MIMUS_TRY(auto name, text());
      out.without_.push_back(std::move(name));
    } else if (key == "property") {
      auto values = read_values(member.value());
      if (!values) return at(key, std::move(values).error());
      out.values_ = *std::move(values);
    } else if (key == "list") {
      const json::Object* list = member.value().if_object();
      if (list == nullptr) return at(key, invalid("expected an object of elements", R"({"first": {"id": {"equalTo": "1"}}})"));
      for (const auto& element : *list) {
        auto values = read_values(element.value());
        if (!values) return at(key, at(element.key(), std::move(values).error()));
        out.elements_.push_back({std::string(element.key()), *std::move(values)});
      }
    } else {
      for (const Count& count : kCounts) {
        if (count.key != key) continue;
        MIMUS_TRY(auto wanted, text());
        out.counts_.push_back({count.number, count.sign, std::move(wanted)});
      }
    }
  }
  if (!out.there_ && !out.not_there_) return invalid("a state-matcher asks hasContext or hasNotContext");
  out.text_ = "state-matcher " + json::write(json::Value(parameters));
  return out;
}

bool ContextMatcher::Value::holds(const json::Object& of, const render::Scope& scope, const match::Asking& asking) const {
  const json::Value* value = of.if_contains(property);
  const match::Sample sample = value == nullptr ? match::Sample() : match::Sample(value);
  if (compiled) return compiled->hold_for(sample, asking);
  const auto made = match::Matchers::compile(rendered(matcher, scope), kSetting);
  return made && made->hold_for(sample, asking);
}

bool ContextMatcher::holds(facts::RequestFacts& facts, const match::Captures& captures) const {
  const Asked asked(facts, captures);
  const render::Scope& scope = asked.scope();
  if (not_there_) return asked.context(rendered(*not_there_, scope)) == nullptr;
  const json::Object* context = asked.context(rendered(*there_, scope));
  if (context == nullptr) return false;
  static const json::Object kNone;
  static const json::Array kEmpty;
  const json::Value* stored = context->if_contains("properties");
  const json::Object& properties = stored != nullptr && stored->is_object() ? stored->get_object() : kNone;
  stored = context->if_contains("list");
  const json::Array& list = stored != nullptr && stored->is_array() ? stored->get_array() : kEmpty;

  for (const render::Template& name : with_) {
    if (!properties.contains(rendered(name, scope))) return false;
  }
  for (const render::Template& name : without_) {
    if (properties.contains(rendered(name, scope))) return false;
  }
  for (const Value& value : values_) {
    if (!value.holds(properties, scope, asked.asking())) return false;
  }
  for (const Element& element : elements_) {
    const json::Object* found = element_of(list, element.index);
    if (found == nullptr) return false;
    for (const Value& value : element.values) {
      if (!value.holds(*found, scope, asked.asking())) return false;
    }
  }
  for (const Counted& counted : counts_) {
    const auto wanted = whole(rendered(counted.wanted, scope));
    if (!wanted) return false;
    const json::Value* updates = context->if_contains("updateCount");
    const std::int64_t is = counted.number == Number::kListSize ? static_cast<std::int64_t>(list.size())
                            : updates != nullptr && updates->is_number() ? updates->to_number<std::int64_t>() : 0;
    const bool holds = counted.sign == Sign::kEqual ? is == *wanted : counted.sign == Sign::kLess ? is < *wanted : is > *wanted;
    if (!holds) return false;
  }
  return true;
}

std::string ContextMatcher::seen(facts::RequestFacts& facts, const match::Captures& captures) const {
  const Asked asked(facts, captures);
  const std::string name = rendered(not_there_ ? *not_there_ : *there_, asked.scope());
  const json::Object* context = asked.context(name);
  if (context == nullptr) return "context '" + name + "' is not there";
  constexpr std::size_t kMost = 200;
  std::string text = json::write(json::Value(*context));
  if (text.size() > kMost) text = text.substr(0, kMost) + "...";
  return "context '" + name + "' is " + text;
}

}  // namespace mimus::stub
