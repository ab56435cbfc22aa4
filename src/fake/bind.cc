#include "bind.h"

#include "dates.h"
#include "js_text.h"
#include "text/suggest.h"

namespace mimus::fake {
namespace {

Error at(std::string pointer, std::string message, std::string hint) {
  Error error = invalid(std::move(message), std::move(hint));
  error.where.pointer = std::move(pointer);
  return error;
}

std::string shown(const json::Value& value) {
  std::string text;
  append_js_json(value, text);
  constexpr std::size_t kShown = 60;
  if (text.size() > kShown) text.replace(kShown, text.npos, "…");
  return text;
}

bool bind_number(const json::Value& value, Arg& arg) {
  if (!value.is_number()) return false;
  arg.is = Arg::Is::kNumber;
  arg.number = value.to_number<double>();
  return true;
}

bool bind_range(const json::Value& value, Arg& arg) {
  if (bind_number(value, arg)) return true;
  if (!value.is_object()) return false;
  for (const auto& member : value.get_object()) {
    const bool known = member.key() == "min" || member.key() == "max" || member.key() == "multipleOf";
    if (!known || !member.value().is_number()) return false;
    const double number = member.value().to_number<double>();
    (member.key() == "min" ? arg.number : member.key() == "max" ? arg.max : arg.step) = number;
  }
  arg.is = Arg::Is::kRange;
  return true;
}

bool bind_text(const json::Value& value, Arg& arg) {
  if (!value.is_string()) return false;
  arg.is = Arg::Is::kText;
  arg.text = std::string_view(value.get_string());
  return true;
}

// Finds `word` in "a|b|c": its place, and its text there. -1 when it is not there.
int choice_of(std::string_view choices, std::string_view& word) {
  for (int i = 0;; ++i) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == word) {
      word = choices.substr(0, bar);
      return i;
    }
    if (bar == choices.npos) return -1;
    choices.remove_prefix(bar + 1);
  }
}

bool bind_choice(const Param& param, const json::Value& value, Arg& arg) {
  std::string number;
  if (value.is_number()) append_js_json(value, number);
  else if (!value.is_string()) return false;
  arg.text = value.is_string() ? std::string_view(value.get_string()) : std::string_view(number);
  const int choice = choice_of(param.choices, arg.text);
  arg.is = Arg::Is::kText;
  arg.choice = static_cast<std::uint8_t>(choice);
  return choice >= 0;
}

bool bind_date(const json::Value& value, Arg& arg) {
  if (value.is_string()) arg.number = parse_date(std::string_view(value.get_string()));
  else if (value.is_number()) arg.number = time_clip(value.to_number<double>());
  arg.is = Arg::Is::kNumber;
  return !std::isnan(arg.number);
}

bool all_texts(const json::Value& value, std::string_view choices) {
  if (!value.is_array()) return false;
  for (const json::Value& item : value.get_array()) {
    if (!item.is_string()) return false;
    std::string_view word = item.get_string();
    if (!choices.empty() && choice_of(choices, word) < 0) return false;
  }
  return true;
}

bool bind_json(Arg& arg, bool fits) {
  arg.is = Arg::Is::kJson;
  return fits;
}

bool is_point(const json::Value& value) {
  return value.is_array() && value.get_array().size() >= 2 && value.get_array()[0].is_number() &&
         value.get_array()[1].is_number();
}

bool is_pattern(const json::Value& value) {
  if (!value.is_object()) return false;
  const json::Value* source = value.get_object().if_contains("$regex");
  const json::Value* flags = value.get_object().if_contains("flags");
  return source != nullptr && source->is_string() && (flags == nullptr || flags->is_string());
}

bool bind_template(const json::Value& value, Arg& arg, std::list<Template>& patterns) {
  if (value.is_string()) {
    arg.text = std::string_view(value.get_string());
    patterns.push_back(Template::compile(std::string(arg.text)));
  } else if (all_texts(value, {}) && !value.get_array().empty()) {
    std::vector<std::string> texts;
    for (const json::Value& item : value.get_array()) texts.emplace_back(std::string_view(item.get_string()));
    patterns.push_back(Template::compile(std::move(texts)));
  } else {
    return false;
  }
  arg.is = Arg::Is::kTemplate;
  arg.pattern = &patterns.back();
  return true;
}

std::string what_is_right(const Param& param) {
  std::string right(type_name(param.type));
  if (param.choices.empty()) return right;
  right += param.type == Type::kTexts ? ", each one of " : ": one of ";
  for (const char c : param.choices) c == '|' ? right.append(", ") : right.append(1, c);
  return right;
}

}  // namespace

Error Binding::wrong(const Param& param, const json::Value& value, std::string pointer) const {
  return at(std::move(pointer),
            method.full_name() + ": '" + std::string(param.name) + "' cannot be " + shown(value),
            "it is a " + what_is_right(param));
}

Status Binding::bind_param(std::size_t index, const json::Value& value, std::string pointer) {
  const Param& param = method.params[index];
  Arg& arg = into.args[index];
  arg = Arg();
  arg.json = &value;
  bool fits = false;
  switch (param.type) {
    case Type::kNumber: fits = bind_number(value, arg); break;
    case Type::kRange: fits = bind_range(value, arg); break;
    case Type::kBoolean:
      fits = value.is_bool();
      arg.is = Arg::Is::kBoolean;
      arg.number = fits && value.get_bool() ? 1 : 0;
      break;
    case Type::kText: fits = bind_text(value, arg); break;
    case Type::kChoice: fits = bind_choice(param, value, arg); break;
    case Type::kDate: fits = bind_date(value, arg); break;
    case Type::kCharacters: fits = bind_text(value, arg) || bind_json(arg, all_texts(value, {})); break;
    case Type::kList: fits = bind_json(arg, value.is_array()); break;
    case Type::kTexts: fits = bind_json(arg, all_texts(value, param.choices)); break;
    case Type::kObject: fits = bind_json(arg, value.is_object()); break;
    case Type::kInteger: fits = bind_json(arg, value.is_number() || value.is_string() || value.is_bool()); break;
    case Type::kPattern: fits = bind_text(value, arg) || bind_json(arg, is_pattern(value)); break;
    case Type::kTemplate:
      fits = bind_template(value, arg, into.patterns) || (index == 0 && method.name == "uniqueArray" && bind_json(arg, value.is_array()));
      break;
    case Type::kPoint: fits = bind_json(arg, is_point(value)); break;
  }
  if (!fits) return wrong(param, value, std::move(pointer));
  return Done{};
}

Status Binding::bind_options(const json::Value& value, std::size_t position) {
  const std::string pointer = "/" + std::to_string(position);
  const std::size_t options = method.params.size() - method.positional;
  if (!value.is_object() || options == 0) {
    if (method.shorthand != Method::kNone) return bind_param(method.shorthand, value, pointer);
    return at(pointer, method.full_name() + ": its options cannot be " + shown(value), "they are an object");
  }
  for (const auto& member : value.get_object()) {
    std::size_t i = method.positional;
    while (i < method.params.size() && method.params[i].name != member.key()) ++i;
    if (i < method.params.size()) {
      MIMUS_TRY_DONE(bind_param(i, member.value(), pointer + "/" + json::escape_pointer(member.key())));
    } else if (unknown == Unknown::kRefuse) {
      std::vector<std::string_view> names;
      for (const Param& param : method.params.subspan(method.positional)) names.push_back(param.name);
      return at(pointer + "/" + json::escape_pointer(member.key()),
                method.full_name() + " has no option '" + std::string(member.key()) + "'",
                text::did_you_mean(member.key(), names));
    }
  }
  return Done{};
}

Status Binding::bind() {
  into.args.resize(std::max<std::size_t>(method.params.size(), 1));
  const bool has_options = method.params.size() > method.positional;
  for (std::size_t i = 0; i < into.source.size(); ++i) {
    if (i < method.positional) {
      MIMUS_TRY_DONE(bind_param(i, into.source[i], "/" + std::to_string(i)));
    } else if (i == method.positional && has_options) {
      MIMUS_TRY_DONE(bind_options(into.source[i], i));
    } else if (unknown == Unknown::kRefuse) {
      return at("/" + std::to_string(i), method.full_name() + " has no argument " + std::to_string(i + 1),
                i == 0 ? "it takes none" : "it takes " + std::to_string(i));
    }
  }
  for (std::size_t i = 0; i < method.params.size(); ++i) {
    if (!method.params[i].required() || into.args[i].is != Arg::Is::kAbsent) continue;
    const bool positional = i < method.positional;
    return at("/" + std::to_string(positional ? i : method.positional),
              method.full_name() + " needs '" + std::string(method.params[i].name) + "'",
              "it is a " + what_is_right(method.params[i]));
  }
  return Done{};
}

}  // namespace mimus::fake
