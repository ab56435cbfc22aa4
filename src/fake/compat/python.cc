#include <algorithm>
#include <cstdlib>

#include "compat/days.h"
#include "compat/draw.h"
#include "compat/people.h"
#include "compat/providers.h"
#include "compat/web.h"
#include "data.h"
#include "js_text.h"
#include "parts.h"

namespace mimus::fake::compat {
namespace {

Value pyint(Engine& engine, const Args& args) {
  const double min = args.number(0, 0);
  const double max = args.number(1, 9999);
  const double step = args.number(2, 1);
  if (!(step >= 1) || max < min) {
    engine.fail("pyint goes from min_value to max_value in steps of 1 and more",
                "give min_value <= max_value");
    return {};
  }
  return min + std::floor(engine.next() * (std::floor((max - min) / step) + 1)) * step;
}

// A number with so many digits before and behind the point, as text: decimals keep their zeros.
void append_decimal(Engine& engine, const Args& args, std::string& out) {
  const int right = args.has(1) ? static_cast<int>(args.number(1, 2)) : roll(engine, 1, 6);
  if (right < 0 || right > 15) return engine.fail("right_digits is 0 to 15", "give fewer");
  if (args.has(3) || args.has(4)) {
    const double min = args.number(3, args.number(4, 0) - 1e6);
    const double max = args.number(4, min + 1e6);
    if (max < min) return engine.fail("min_value is above max_value", "swap them");
    return append_fixed(min + engine.next() * (max - min), right, out);
  }
  const int left = args.has(0) ? static_cast<int>(args.number(0, 5)) : roll(engine, 1, 9);
  if (left < 0 || left > 15) return engine.fail("left_digits is 0 to 15", "give fewer");
  if (!args.flag(2, false) && engine.next() < 0.5) out += '-';
  if (left == 0)
    out += '0';
  else
    out += static_cast<char>('0' + roll(engine, 1, 9));
  if (left > 1) append_digits(engine, static_cast<std::size_t>(left - 1), out);
  if (right > 0) out += '.';
  append_digits(engine, static_cast<std::size_t>(right), out);
}
Value pydecimal(Engine& engine, const Args& args) {
  std::string text;
  append_decimal(engine, args, text);
  return engine.failed() ? Value() : Value(std::strtod(text.c_str(), nullptr));
}
Value pybool(Engine& engine, const Args& args) {
  return engine.next() * 100 < args.number(0, 50);
}
void pystr(Engine& engine, const Args& args, std::string& out) {
  const double max = args.number(1, 20);
  const double min = args.number(0, max);
  if (min < 0 || max < min || max > Engine::kMostItems)
    return engine.fail("pystr has min_chars to max_chars letters",
                       "give 0 <= min_chars <= max_chars");
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  out += args.text(2);
  append_of(engine, kLetters, static_cast<std::size_t>(min == max ? min : engine.integer(min, max)),
            out);
  out += args.text(3);
}
void pystr_format(Engine& engine, const Args& args, std::string& out) {
  replace_symbols(engine, args.text(0, "?#-###"), out);
}

Value any_text(Engine& engine) {
  std::string text;
  append_of(engine, kSmall, 10, text);
  return text;
}
using Kind = Value (*)(Engine&);
Value any_int(Engine& engine) {
  return static_cast<double>(roll(engine, 0, 9999));
}
Value any_float(Engine& engine) {
  return roll(engine, -99999999, 99999999) / 1e4;
}
Value any_bool(Engine& engine) {
  return engine.next() < 0.5;
}
Value any_date(Engine& engine) {
  return Date{std::floor(engine.next() * engine.reference_ms() / 1000) * 1000};
}
Value any_email(Engine& engine) {
  std::string text;
  append_user_name(engine, draw_name(engine, engine.next() < 0.5), text);
  return text + "@example.com";
}
Value any_url(Engine& engine) {
  std::string text;
  append_url(engine, text);
  return text;
}
struct Named {
  std::string_view name;
  Kind make;
};
constexpr Named kKinds[] = {{"str", any_text},  {"int", any_int},        {"float", any_float},
                            {"bool", any_bool}, {"date_time", any_date}, {"email", any_email},
                            {"uri", any_url},   {"decimal", any_float}};

// A value of one of the kinds that were asked for, or of any.
Value any_value(Engine& engine, const json::Array& kinds) {
  if (kinds.empty()) return row_of(engine, kKinds).make(engine);
  const json::Value& wanted = kinds[engine.below(kinds.size())];
  for (const Named& kind : kKinds) {
    if (wanted.is_string() && wanted.get_string() == kind.name) return kind.make(engine);
  }
  engine.fail("no kind of value is called " + json::write(wanted),
              "say str, int, float, bool, date_time, email, uri or decimal");
  return {};
}
Value pylist(Engine& engine, const Args& args) {
  Value::Array out;
  for (double left = args.count(engine, 0, 10); left > 0 && !engine.failed(); --left)
    out.push_back(any_value(engine, args.list(1)));
  return out;
}
Value pydict(Engine& engine, const Args& args) {
  Value::Object out;
  for (double left = args.count(engine, 0, 10); left > 0 && !engine.failed(); --left) {
    std::string key(sample_word(engine, Args::none()));
    while (std::any_of(out.begin(), out.end(),
                       [&](const auto& member) { return member.first == key; }))
      key += '_';
    Value value = any_value(engine, args.list(1));
    out.emplace_back(std::move(key), std::move(value));
  }
  return out;
}
Value pystruct(Engine& engine, const Args& args) {
  Value list = pylist(engine, args);
  Value dict = pydict(engine, args);
  Value::Object nested;
  for (double i = 0, count = args.count(engine, 0, 10); i < count && !engine.failed(); ++i) {
    Value::Array inner;
    inner.push_back(any_value(engine, args.list(1)));
    inner.push_back(pydict(engine, args));
    nested.emplace_back(number_text(i), std::move(inner));
  }
  return Value::Array{std::move(list), std::move(dict), std::move(nested)};
}

void random_digit(Engine& engine, const Args&, std::string& out) {
  out += digit(engine);
}
Value random_int(Engine& engine, const Args& args) {
  return pyint(engine, args);
}
void random_letter(Engine& engine, const Args&, std::string& out) {
  out += one_of(engine, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
void bothify(Engine& engine, const Args& args, std::string& out) {
  for (const char c : args.text(0, "## ??"))
    out += c == '#'   ? digit(engine)
           : c == '?' ? one_of(engine,
                               args.text(1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                      : c;
}
void hexify(Engine& engine, const Args& args, std::string& out) {
  for (const char c : args.text(0, "^^^^"))
    out +=
        c == '^' ? (args.flag(1, false) ? upper(one_of(engine, kHex)) : one_of(engine, kHex)) : c;
}
// '#' a digit, '%' one from 1 on, '!' a digit or nothing, '@' one from 1 on or nothing.
void numerify(Engine& engine, const Args& args, std::string& out) {
  for (const char c : args.text(0, "###")) {
    const bool maybe = c == '!' || c == '@';
    if (maybe && engine.next() < 0.5) continue;
    if (c == '#' || c == '!')
      out += digit(engine);
    else if (c == '%' || c == '@')
      out += static_cast<char>('0' + roll(engine, 1, 9));
    else
      out += c;
  }
}
Value random_element(Engine& engine, const Args& args) {
  const json::Array& list = args.list(0);
  if (list.empty()) {
    engine.fail("random_element needs elements", "give a list: [\"a\", \"b\"]");
    return {};
  }
  return Value::from_json(list[engine.below(list.size())]);
}

constexpr Param kInt[] = {{"min_value", Type::kNumber, "0"},
                          {"max_value", Type::kNumber, "9999"},
                          {"step", Type::kNumber, "1"}};
constexpr Param kDecimal[] = {{"left_digits", Type::kNumber, "1 to 9"},
                              {"right_digits", Type::kNumber, "1 to 6"},
                              {"positive", Type::kBoolean, "false"},
                              {"min_value", Type::kNumber, "none"},
                              {"max_value", Type::kNumber, "none"}};
constexpr Param kBool[] = {{"truth_probability", Type::kNumber, "50"}};
constexpr Param kText[] = {{"min_chars", Type::kNumber, "max_chars"},
                           {"max_chars", Type::kNumber, "20"},
                           {"prefix", Type::kText, ""},
                           {"suffix", Type::kText, ""}};
constexpr Param kForm[] = {{"string_format", Type::kText, "?#-###"}};
constexpr Param kMany[] = {{"nb_elements", Type::kRange, "10"},
                           {"value_types", Type::kList, "any"}};
constexpr Param kBothify[] = {{"text", Type::kText, "## ??"}, {"letters", Type::kText, "a-zA-Z"}};
constexpr Param kHexify[] = {{"text", Type::kText, "^^^^"}, {"upper", Type::kBoolean, "false"}};
constexpr Param kNumerify[] = {{"text", Type::kText, "###"}};
constexpr Param kElements[] = {{"elements", Type::kList, "!"}};

constexpr Method kMethods[] = {
    value_row("python", "pybool", Returns::kBoolean, pybool, "true or false", kBool, 1),
    value_row("python", "pydecimal", Returns::kNumber, pydecimal, "A decimal number", kDecimal, 5),
    value_row("python", "pydict", Returns::kObject, pydict, "An object of words and values", kMany,
              2),
    value_row("python", "pyfloat", Returns::kNumber, pydecimal, "A number with a fraction",
              kDecimal, 5),
    value_row("python", "pyint", Returns::kNumber, pyint, "A whole number", kInt, 3),
    value_row("python", "pyiterable", Returns::kAny, pylist, "A list of values", kMany, 2),
    value_row("python", "pylist", Returns::kAny, pylist, "A list of values", kMany, 2),
    value_row("python", "pyset", Returns::kAny, pylist, "A list of values", kMany, 2),
    text_row("python", "pystr", pystr, "Letters", kText, 4),
    text_row("python", "pystr_format", pystr_format, "Text by a form: # a digit, ? a letter", kForm,
             1),
    value_row("python", "pystruct", Returns::kAny, pystruct,
              "A list, an object, and an object of lists", kMany, 2),
    value_row("python", "pytuple", Returns::kAny, pylist, "A list of values", kMany, 2),
};
constexpr Method kBase[] = {
    text_row("base", "bothify", bothify, "# becomes a digit, ? a letter", kBothify, 2),
    text_row("base", "hexify", hexify, "^ becomes a hexadecimal digit", kHexify, 2),
    text_row("base", "lexify", bothify, "? becomes a letter", kBothify, 2),
    text_row("base", "numerify", numerify, "# a digit, % one from 1 on, ! and @ perhaps none",
             kNumerify, 1),
    text_row("base", "random_digit", random_digit, "A digit"),
    value_row("base", "random_element", Returns::kAny, random_element, "One of a list", kElements,
              1),
    value_row("base", "random_int", Returns::kNumber, random_int, "A whole number", kInt, 3),
    text_row("base", "random_letter", random_letter, "A letter"),
};

}  // namespace

Rows python_methods() {
  return kMethods;
}
Rows base_methods() {
  return kBase;
}

}  // namespace mimus::fake::compat
