#include <cmath>
#include <vector>

#include "intl/letter_case.h"
#include "javascript.h"
#include "mockoon.h"
#include "text/encoding.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// A text or a number; nothing of objects and lists.
std::string_view scalar(const Call& call, std::size_t argument) {
  const Value value = call.arg(argument);
  return value.is_list_like() || value.is_map_like() ? std::string_view() : call.text(value);
}

Result<Value> lowercase(Call& call) {
  return call.made(intl::to_lower(call.text(0)));
}
Result<Value> uppercase(Call& call) {
  return call.made(intl::to_upper(call.text(0)));
}

Result<Value> substr(Call& call) {
  const std::string_view text = scalar(call, 0);
  const std::size_t size = javascript::length(text);
  const std::size_t from =
      call.size() > 1 ? javascript::bound(javascript::number(call.arg(1), call), size) : 0;
  if (call.size() < 3) return Value::text(javascript::slice(text, from, size));
  const double count = javascript::number(call.arg(2), call);
  const std::size_t most = size - from;
  const std::size_t length = !(count > 0)                         ? 0
                             : count >= static_cast<double>(most) ? most
                                                                  : static_cast<std::size_t>(count);
  return Value::text(javascript::slice(text, from, from + length));
}

Result<Value> replaced(Call& call, bool all) {
  if (call.size() < 3 || !call.arg(0).is_text() || !call.arg(1).is_text() || !call.arg(2).is_text())
    return Value::text("");
  return call.made(javascript::replace(call.text(0), call.text(1), call.text(2), all));
}
Result<Value> replace(Call& call) {
  return replaced(call, false);
}
Result<Value> replace_all(Call& call) {
  return replaced(call, true);
}

// What fills a text up to `size` units: the filler again and again, cut off.
Result<std::string> padding(Call& call) {
  const double wanted = call.size() > 1 ? javascript::number(call.arg(1), call) : 0;
  const std::string_view filler = call.size() > 2 ? call.text(2) : std::string_view(" ");
  const double missing = std::trunc(wanted) - static_cast<double>(javascript::length(call.text(0)));
  if (!(missing > 0) || filler.empty()) return std::string();
  if (missing > static_cast<double>(call.rendering().limits.max_output))
    return Error{
        Code::kLimit, "the template's output is too large", "raise --template-max-output", {}};
  std::string made;
  const std::size_t units = static_cast<std::size_t>(missing);
  const std::size_t each = javascript::length(filler);
  for (std::size_t done = 0; done + each <= units; done += each) made += filler;
  return made.append(javascript::slice(filler, 0, units % each));
}

Result<Value> pad_start(Call& call) {
  if (call.size() == 0) return Value::text("");
  MIMUS_TRY(const std::string made, padding(call));
  return call.made(made + std::string(call.text(0)));
}
Result<Value> pad_end(Call& call) {
  if (call.size() == 0) return Value::text("");
  MIMUS_TRY(const std::string made, padding(call));
  return call.made(std::string(call.text(0)) + made);
}

Result<Value> includes(Call& call) {
  return Value::boolean(scalar(call, 0).find(scalar(call, 1)) != std::string_view::npos);
}

Result<Value> index_of(Call& call) {
  const std::string_view text = scalar(call, 0);
  const double from = call.size() > 2 ? javascript::number(call.arg(2), call) : 0;
  const std::size_t start = javascript::bound(from < 0 ? 0 : from, javascript::length(text));
  const std::size_t at = text.find(scalar(call, 1), javascript::byte_at(text, start));
  return Value::number(at == std::string_view::npos
                           ? std::int64_t{-1}
                           : static_cast<std::int64_t>(javascript::unit_at(text, at)));
}

Result<Value> split(Call& call) {
  if (!call.arg(0).is_text() || call.text(0).empty()) return Value::text("");
  const bool given = call.arg(1).is_text() && !call.text(1).empty();
  const std::string_view separator = given ? call.text(1) : std::string_view(" ");
  std::string_view rest = call.text(0);
  std::vector<Value> parts;
  for (std::size_t at = 0; (at = rest.find(separator)) != std::string_view::npos;
       rest.remove_prefix(at + separator.size()))
    parts.push_back(Value::text(rest.substr(0, at)));
  parts.push_back(Value::text(rest));
  const auto kept = call.values(parts.size());
  std::copy(parts.begin(), parts.end(), kept.begin());
  return Value::list(kept);
}

Result<Value> newline(Call&) {
  return Value::text("\n");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"lowercase", &lowercase, "{{lowercase 'Ab'}}", "in small letters", Use::kInline, true},
    {"uppercase", &uppercase, "{{uppercase 'Ab'}}", "in capitals", Use::kInline, true},
    {"substr", &substr, "{{substr 'abcdef' 1 3}}", "so many characters from a place on, or all",
     Use::kInline, true},
    {"replace", &replace, "{{replace 'aXa' 'a' 'b'}}", "with the first occurrence replaced",
     Use::kInline, true},
    {"replaceAll", &replace_all, "{{replaceAll 'aXa' 'a' 'b'}}", "with all occurrences replaced",
     Use::kInline, true},
    {"padStart", &pad_start, "{{padStart '7' 3 '0'}}", "filled up at the front to a length"},
    {"padEnd", &pad_end, "{{padEnd 'a' 3 '-'}}", "filled up at the end to a length"},
    {"includes", &includes, "{{#if (includes (header 'Accept') 'json')}}…{{/if}}",
     "is the text somewhere inside?", Use::kInline, true},
    {"indexOf", &index_of, "{{indexOf 'abc' 'c'}}",
     "where the text stands inside, from a place on; -1: nowhere", Use::kInline, true},
    {"split", &split, "{{join (split 'a,b' ',') '+'}}",
     "the parts between a separator (a blank), as a list"},
    {"newline", &newline, "{{newline}}", "a line's end", Use::kInline, true},
};

}  // namespace

handlebars::HelperTable mockoon_strings() {
  return kRows;
}

}  // namespace mimus::helpers
