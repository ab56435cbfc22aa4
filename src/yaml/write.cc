#include "write.h"

#include <algorithm>

#include "core_schema.h"
#include "text/encoding.h"

namespace mimus::yaml {
namespace {

constexpr std::size_t kWidth = 100;  // a list beyond this column goes over several lines
constexpr int kStep = 2;

std::string_view view(const json::String& text) {
  return {text.data(), text.size()};
}

// ---- scalars -----------------------------------------------------------------------------------

// Words that are booleans for readers of YAML 1.1, which other tools still are.
bool is_old_boolean(std::string_view text) {
  constexpr std::string_view kWords[] = {"y", "n", "yes", "no", "on", "off"};
  return text.size() <= 3 &&
         std::ranges::find(kWords, text::to_lower_ascii(text)) != std::end(kWords);
}

// A character that YAML does not print (YAML 1.2 §5.1), or that ends a line for some readers and not for others. `length`
// is that of the sequence, 1 for all that is plain.
bool is_unprintable(std::string_view rest, std::size_t& length) {
  const auto byte = static_cast<unsigned char>(rest.front());
  length = 1;
  if (byte < 0x80) return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
  constexpr std::string_view kMarks[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};
  const bool mark = std::ranges::any_of(kMarks, [&](std::string_view one) { return rest.starts_with(one); });
  const bool c1 = byte == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xA0;
  if (mark) length = 3;
  if (c1) length = 2;
  return mark || c1;
}

bool has_unprintable(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_unprintable(text.substr(i), length)) return true;
  }
  return false;
}

// May it stand without quotes, also within [ ]?
bool is_plain(std::string_view text) {
  if (text.empty() || text.back() == ' ' || text.back() == ':') return false;
  const char first = text.front();
  const bool begins = first == '/' || first == '_' || first == '$' || first == '.' || first == '+' || first == '(' ||
                      (first >= '0' && first <= '9') || ((first | 0x20) >= 'a' && (first | 0x20) <= 'z') ||
                      (first & 0x80) != 0;
  if (!begins || text.find_first_of("\n\t[]{},\"'`\\") != text.npos || has_unprintable(text)) return false;
  if (text.find(": ") != text.npos || text.find(" #") != text.npos || is_old_boolean(text)) return false;
  const auto meaning = plain_value(text);
  return meaning && meaning->is_string();
}

// A path is no flow: braces in it need no quotes where it stands alone on its line.
bool is_plain_in_block(std::string_view text) {
  if (!text.starts_with('/') || has_unprintable(text)) return is_plain(text);
  return text.find_first_of("\n\t ") == text.npos && text.back() != ':';
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out += '\'';
}

void append_escape(std::string_view sequence, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  unsigned point = static_cast<unsigned char>(sequence.front());
  if (sequence.size() > 1) {
    point &= sequence.size() == 2 ? 0x1Fu : 0x0Fu;
    for (const char c : sequence.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[point >> shift & 15];
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0, length = 1; i < text.size(); i += length) {
    const bool unprintable = is_unprintable(text.substr(i), length);
    switch (text[i]) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (unprintable) {
          append_escape(text.substr(i, length), out);
        } else {
          out += text[i];
        }
    }
  }
  return out += '"';
}

std::string quoted(std::string_view text) {
  const bool awkward = text.find_first_of("\"\\") != text.npos && text.find('\'') == text.npos;
  if (awkward && text.find_first_of("\n\t") == text.npos && !has_unprintable(text)) return single_quoted(text);
  return double_quoted(text);
}

std::string scalar(const json::Value& value, bool (*plain)(std::string_view)) {
  if (!value.is_string()) return json::write(value);
  const std::string_view text = view(value.get_string());
  return plain(text) ? std::string(text) : quoted(text);
}

bool is_scalar(const json::Value& value) {
  if (value.is_object()) return value.get_object().empty();
  if (value.is_array()) return value.get_array().empty();
  return true;
}

// ---- texts of several lines --------------------------------------------------------------------

// May it stand as it is, in a literal block? (YAML 1.2 §8.1.2)
bool is_literal(std::string_view text) {
  const std::size_t line = text.find('\n');
  if (line == text.npos || has_unprintable(text)) return false;
  return text.find_first_not_of("\n\t ") != text.npos;
}

std::string_view chomping(std::string_view text) {
  if (!text.ends_with('\n')) return "-";
  return text.ends_with("\n\n") ? "+" : "";
}

void write_literal(std::string_view text, int indent, std::string& out) {
  out += '|';
  if (text.front() == ' ' || text.front() == '\n' || text.front() == '\t') out += std::to_string(kStep);
  out += chomping(text);
  out += '\n';
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (;;) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.empty()) out.append(static_cast<std::size_t>(indent), ' ') += line;
    out += '\n';
    if (end == text.npos) return;
    text.remove_prefix(end + 1);
  }
}

// ---- collections -------------------------------------------------------------------------------

// [a, b], or "" when it is not of scalars, or too long for what is left of the line.
std::string flow(const json::Array& list, std::size_t column) {
  std::string out = "[";
  for (const json::Value& item : list) {
    if (!is_scalar(item)) return {};
    if (out.size() > 1) out += ", ";
    out += scalar(item, &is_plain);
    if (column + out.size() > kWidth) return {};
  }
  return out += ']';
}

void write_block(const json::Value& value, std::string& out, int indent, bool begun);

// What stands behind "key:" or "-": on the same line where it fits, else below.
void write_behind(const json::Value& value, std::string& out, int indent, bool of_list) {
  if (const json::String* text = value.if_string(); text != nullptr && is_literal(view(*text))) {
    out += ' ';
    return write_literal(view(*text), indent + kStep, out);
  }
  if (is_scalar(value)) {
    out += ' ';
    out += scalar(value, &is_plain_in_block);
    out += '\n';
    return;
  }
  if (const json::Array* list = value.if_array()) {
    const std::string line = flow(*list, out.size() - (out.rfind('\n') + 1));
    if (!line.empty()) {
      out += ' ' + line + '\n';
      return;
    }
  }
  out += of_list ? ' ' : '\n';
  write_block(value, out, of_list || value.is_object() || value.is_array() ? indent + kStep : indent, of_list);
}

void write_block(const json::Value& value, std::string& out, int indent, bool begun) {
  const auto lead = [&] {
    if (!begun) out.append(static_cast<std::size_t>(indent), ' ');
    begun = false;
  };
  if (const json::Array* list = value.if_array()) {
    for (const json::Value& item : *list) {
      lead();
      out += '-';
      write_behind(item, out, indent, true);
    }
    return;
  }
  for (const auto& member : value.get_object()) {
    lead();
    out += scalar(json::Value(member.key()), &is_plain_in_block);
    out += ':';
    write_behind(member.value(), out, indent, false);
  }
}

}  // namespace

std::string write_scalar(const json::Value& value) {
  return scalar(value, &is_plain_in_block);
}

void write(const json::Value& value, std::string& out, int indent) {
  if (!is_scalar(value)) return write_block(value, out, indent, false);
  out.append(static_cast<std::size_t>(indent), ' ');
  out += value.is_string() ? scalar(value, &is_plain) : json::write(value);
  out += '\n';
}

std::string write(const json::Value& value) {
  std::string out;
  write(value, out);
  return out;
}

void write_item(const json::Value& value, std::string& out, int indent) {
  out.append(static_cast<std::size_t>(indent), ' ');
  out += '-';
  write_behind(value, out, indent, true);
}

}  // namespace mimus::yaml
