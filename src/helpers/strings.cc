#include <string>

#include "intl/java_format.h"
#include "intl/letter_case.h"
#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// Texts in, texts out.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using Use = HelperRow::Use;

bool is_blank(char byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

// The first letter of each word upper case.
std::string title(std::string_view text) {
  std::string out;
  bool begins = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t next = i + byte_of(text.substr(i), 1);
    const std::string_view letter = text.substr(i, next - i);
    out += begins ? intl::to_upper(letter) : std::string(letter);
    begins = is_blank(text[i]);
    i = next;
  }
  return out;
}

Result<Value> capitalize(Call& call) {
  MIMUS_TRY(const bool fully, boolean_option(call, "fully", false));
  const std::string_view text = call.text(subject(call));
  return call.made(title(fully ? intl::to_lower(text) : std::string(text)));
}

Result<Value> capitalize_first(Call& call) {
  const std::string_view text = call.text(subject(call));
  const std::size_t first = byte_of(text, 1);
  return call.made(intl::to_upper(text.substr(0, first)) + std::string(text.substr(first)));
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at; !what.empty() && (at = text.find(what, from)) != std::string_view::npos;
       from = at + what.size()) {
    out.append(text.substr(from, at - from)).append(by);
  }
  return out.append(text.substr(from));
}

Result<Value> cut(Call& call) {
  const std::string_view what = call.size() > 1 ? call.text(1) : std::string_view(" ");
  return call.made(replaced(call.text(subject(call)), what, ""));
}

Result<Value> replace(Call& call) {
  if (call.arg(2).is_nothing())
    return null_pointer(call, "java.lang.CharSequence.toString()", "replacement");
  return call.made(replaced(call.text(subject(call)), call.text(1), call.text(2)));
}

Result<Value> default_if_empty(Call& call) {
  const Value value = subject(call);
  return handlebars::truthy(value) ? value : call.size() > 1 ? call.arg(1) : Value::text("");
}

Result<Value> lower(Call& call) {
  return call.made(intl::to_lower(call.text(subject(call))));
}
Result<Value> upper(Call& call) {
  return call.made(intl::to_upper(call.text(subject(call))));
}

// join 'a' 'b' ', ' and join list ', '.
Result<Value> join(Call& call) {
  if (call.size() < 2) {
    return thrown(call, "java.lang.NullPointerException",
                  "found 'null', expected 'separator' at param[-1]");
  }
  const std::string_view separator = call.text(call.size() - 1);
  std::string out(call.text(call.hash("prefix")));
  bool first = true;
  const auto add = [&](const Value& item) {
    if (!first) out += separator;
    first = false;
    out += java_text(call, item);
  };
  if (call.size() == 2 && call.arg(0).is_list_like()) {
    for (std::size_t i = 0; i < handlebars::size_of(call.arg(0)); ++i) {
      add(handlebars::entry_of(call.arg(0), i, call.arena()).value);
    }
  } else {
    for (std::size_t i = 0; i + 1 < call.size(); ++i) add(call.arg(i));
  }
  return call.made(out.append(call.text(call.hash("suffix"))));
}

Result<Value> substring(Call& call) {
  if (call.size() < 2)
    return thrown(call, "java.lang.IndexOutOfBoundsException", "Required start offset: ");
  for (std::size_t i = 1; i < std::min<std::size_t>(call.size(), 3); ++i) {
    if (call.arg(i).kind() != Value::Kind::kInteger)
      return class_cast(call, call.arg(i), "java.lang.Integer");
  }
  const std::string_view text = call.text(0);
  const auto length = static_cast<std::int64_t>(java_length(text));
  const std::int64_t begin = call.arg(1).as_integer();
  const std::int64_t end = call.size() > 2 ? call.arg(2).as_integer() : length;
  if (begin < 0 || end > length || begin > end) {
    return thrown(call, "java.lang.StringIndexOutOfBoundsException",
                  "begin " + std::to_string(begin) + ", end " + std::to_string(end) + ", length " +
                      std::to_string(length));
  }
  const std::size_t from = byte_of(text, static_cast<std::size_t>(begin)),
                    to = byte_of(text, static_cast<std::size_t>(end));
  return call.made(text.substr(from, to - from));
}

// Letters and digits in lower case, blanks as dashes, nothing else.
Result<Value> slugify(Call& call) {
  const std::string_view text = text::trim(call.text(subject(call)));
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t next = i + byte_of(text.substr(i), 1);
    const std::string_view letter = text.substr(i, next - i);
    if (is_blank(text[i])) {
      out += '-';
    } else if (intl::is_letter_or_digit(letter)) {
      out += letter;
    }
    i = next;
  }
  return call.made(intl::to_lower(out));
}

intl::FormatArgument format_argument(const Call& call, const Value& value) {
  if (value.is_nothing()) return std::monostate();
  if (value.is_bool()) return value.as_bool();
  if (value.kind() == Value::Kind::kInteger) return value.as_integer();
  if (value.is_number()) return value.to_double().value_or(0);
  return std::string(call.text(value));
}

Result<Value> string_format(Call& call) {
  std::vector<intl::FormatArgument> arguments;
  for (std::size_t i = 1; i < call.size(); ++i)
    arguments.push_back(format_argument(call, call.arg(i)));
  const auto text = intl::java_format(call.text(subject(call)), arguments);
  if (!text) return call.fail(text.error().message);
  return call.made(*text);
}

Result<Value> strip_tags(Call& call) {
  const std::string_view text = call.text(subject(call));
  std::string out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t open = std::min(text.find('<', from), text.size());
    const std::size_t close = text.find('>', open);
    if (close == std::string_view::npos) return call.made(out.append(text.substr(from)));
    out.append(text.substr(from, open - from));
    from = close + 1;
  }
  return call.made(out);
}

Result<Value> yes_no(Call& call) {
  const Value value = subject(call);
  const auto word = [&](std::string_view name, std::string_view usual) {
    const Value given = call.hash(name);
    return given.is_absent() ? Value::text(usual) : given;
  };
  if (value.is_nothing()) return word("maybe", "maybe");
  if (!value.is_bool()) {
    return thrown(call, "java.lang.IllegalArgumentException",
                  "found '" + std::string(call.text(value)) + "', expected 'boolean'");
  }
  return value.as_bool() ? word("yes", "yes") : word("no", "no");
}

Result<Value> trim(Call& call) {
  MIMUS_TRY(std::string_view text, block_or_subject(call));
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return Value::text(text);
}

Result<Value> size(Call& call) {
  const Value value = subject(call);
  if (value.is_nothing()) return null_pointer(call, "Object.getClass()");
  if (value.is_text())
    return Value::number(static_cast<std::int64_t>(java_length(value.as_text())));
  if (!value.is_list_like() && !value.is_map_like()) return Value();
  return Value::number(static_cast<std::int64_t>(handlebars::size_of(value)));
}

constexpr HelperRow kRows[] = {
    {"capitalize", &capitalize, "{{capitalize 'hello wORLD' fully=true}}",
     "the first letter of each word in upper case", Use::kInline, true},
    {"capitalizeFirst", &capitalize_first, "{{capitalizeFirst 'abc'}}",
     "the first letter in upper case", Use::kInline, true},
    {"cut", &cut, "{{cut 'a b c' ' '}}", "the text without every occurrence of the other (blanks)",
     Use::kInline, true},
    {"defaultIfEmpty", &default_if_empty, "{{defaultIfEmpty x 'none'}}",
     "the value, or the other when it is empty", Use::kInline, true},
    {"join", &join, "{{join 'a' 'b' ', '}}, {{join list ', ' prefix='<' suffix='>'}}",
     "values with a separator between them", Use::kInline, true},
    {"substring", &substring, "{{substring 'abcdef' 2 4}}",
     "the characters from one place up to another", Use::kInline, true},
    {"lower", &lower, "{{lower 'ABC'}}", "the text in lower case", Use::kInline, true},
    {"upper", &upper, "{{upper 'abc'}}", "the text in upper case", Use::kInline, true},
    {"replace", &replace, "{{replace 'abc' 'b' 'x'}}", "every occurrence replaced, taken literally",
     Use::kInline, true},
    {"slugify", &slugify, "{{slugify 'Joel is a Slug!'}}",
     "letters and digits with dashes for blanks", Use::kInline, true},
    {"stringFormat", &string_format, "{{stringFormat '%s-%03d-%.2f' 'x' 7 2.5}}",
     "Java's String.format", Use::kInline, true},
    {"stripTags", &strip_tags, "{{stripTags '<b>x</b> y'}}", "the text without tags", Use::kInline,
     true},
    {"yesno", &yes_no, "{{yesno true yes='on' no='off' maybe='?'}}",
     "a word for true, false and null", Use::kInline, true},
    {"trim", &trim, "{{trim x}}, {{#trim}}…{{/trim}}", "the text without blanks around it",
     Use::kEither},
    {"size", &size, "{{size x}}", "the length of a text, a list or a map", Use::kInline, true},
};

}  // namespace

handlebars::HelperTable string_rows() {
  return kRows;
}

}  // namespace mimus::helpers
