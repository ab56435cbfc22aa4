#include "multipart.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/encoding.h"

namespace mimus::http {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Where a quoted value ends: at a quote behind which the next parameter or nothing comes. Browsers
// of old did not escape quotes in file names.
std::size_t closing_quote(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') {
      ++i;
    } else if (text[i] == '"') {
      const std::string_view rest = trimmed(text.substr(i + 1));
      if (rest.empty() || rest.front() == ';') return i;
    }
  }
  return std::string_view::npos;
}

// The parameter as it stands, without its quotes, escapes kept: ; name=value or ; name="value".
std::optional<std::string_view> raw_parameter(std::string_view text, std::string_view wanted) {
  std::size_t at = text.find(';');
  while (at != std::string_view::npos && at < text.size()) {
    text = trimmed(text.substr(at + 1));
    const std::size_t equals = text.find_first_of("=;");
    if (equals == std::string_view::npos) return std::nullopt;
    if (text[equals] == ';') {
      at = equals;
      continue;
    }
    const std::string_view name = trimmed(text.substr(0, equals));
    std::string_view rest = trimmed(text.substr(equals + 1));
    std::string_view value;
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      const std::size_t end = std::min(closing_quote(rest), rest.size());
      value = rest.substr(0, end);
      text = rest.substr(std::min(end + 1, rest.size()));
    } else {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      value = trimmed(rest.substr(0, end));
      text = rest.substr(end);
    }
    if (text::equal_ignoring_case(name, wanted)) return value;
    at = text.find(';');
  }
  return std::nullopt;
}

std::string_view without_escapes(std::string_view text, Arena& arena) {
  if (text.find("\\\"") == std::string_view::npos) return text;
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') ++i;
    made += text[i];
  }
  return arena.copy(made);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// RFC 2045 §6.7; what is no escape stays.
std::string from_quoted_printable(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      made += text[i];
    } else if (text.substr(i + 1).starts_with("\r\n")) {
      i += 2;
    } else if (text.substr(i + 1).starts_with('\n')) {
      i += 1;
    } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      made += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      made += '=';
    }
  }
  return made;
}

std::string_view decoded(std::string_view body, std::string_view encoding, Arena& arena) {
  if (text::equal_ignoring_case(encoding, "quoted-printable"))
    return arena.copy(from_quoted_printable(body));
  if (!text::equal_ignoring_case(encoding, "base64")) return body;
  std::string compact;
  std::copy_if(body.begin(), body.end(), std::back_inserter(compact),
               [](char c) { return c != '\r' && c != '\n'; });
  const std::optional<std::string> bytes = text::base64_decode(compact);
  return bytes ? arena.copy(*bytes) : body;
}

class Reader {
 public:
  Reader(std::string_view body, std::string_view boundary, Arena& arena)
      : body_(body), delimiter_("--" + std::string(boundary)), arena_(arena) {}

  Result<std::span<const Part>> parts() {
    std::optional<Delimiter> at = next_delimiter(0);
    if (!at) return syntax_error("the body has no delimiter " + delimiter_, 0);
    std::vector<Part> parts;
    while (!at->last) {
      if (parts.size() == kMostParts) return syntax_error("the body has too many parts", at->begin);
      std::size_t begin = at->end;
      MIMUS_TRY(Part part, headers(begin));
      at = next_delimiter(begin);
      if (!at)
        return syntax_error("the closing delimiter " + delimiter_ + "-- is missing", body_.size());
      const std::size_t end = std::max(at->begin, begin);
      part.body = decoded(body_.substr(begin, end - begin), encoding_, arena_);
      parts.push_back(part);
    }
    const std::span<Part> kept = arena_.array<Part>(parts.size());
    std::copy(parts.begin(), parts.end(), kept.begin());
    return std::span<const Part>(kept);
  }

 private:
  struct Delimiter {
    std::size_t begin = 0;  // of the line end before it, which belongs to it
    std::size_t end = 0;    // of its line
    bool last = false;
  };

  // From a line's beginning at `from`, or behind any line end after it.
  std::optional<Delimiter> next_delimiter(std::size_t from) const {
    for (std::size_t at = body_.find(delimiter_, from); at != std::string_view::npos;
         at = body_.find(delimiter_, at + 1)) {
      if (at != from && body_[at - 1] != '\n') continue;
      Delimiter found{at, at + delimiter_.size(), false};
      if (body_.substr(found.end).starts_with("--")) {
        found.last = true;
        found.end += 2;
      }
      while (found.end < body_.size() && is_blank(body_[found.end])) ++found.end;
      if (body_.substr(found.end).starts_with("\r\n")) {
        found.end += 2;
      } else if (body_.substr(found.end).starts_with('\n')) {
        ++found.end;
      } else if (!found.last) {
        continue;  // a line that only begins like it
      }
      if (found.begin > from) --found.begin;
      if (found.begin > from && body_[found.begin - 1] == '\r') --found.begin;
      return found;
    }
    return std::nullopt;
  }

  // The header lines at `at`, which moves behind the empty line after them.
  Result<Part> headers(std::size_t& at) {
    Part part;
    encoding_ = {};
    std::vector<HeaderField> fields;
    while (true) {
      const std::size_t end = body_.find('\n', at);
      if (end == std::string_view::npos)
        return syntax_error("the headers of a part do not end", at);
      std::string_view line = body_.substr(at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) {
        at = end + 1;
        break;
      }
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return syntax_error("a part's header line has no name", at);
      }
      if (const std::size_t bad = line.find('\r'); bad != std::string_view::npos) {
        return syntax_error("a CR stands alone in a part's header", at + bad);
      }
      fields.push_back({line.substr(0, colon), trimmed(line.substr(colon + 1))});
      read(fields.back(), part);
      at = end + 1;
    }
    const std::span<HeaderField> kept = arena_.array<HeaderField>(fields.size());
    std::copy(fields.begin(), fields.end(), kept.begin());
    part.fields = kept;
    return part;
  }

  void read(const HeaderField& field, Part& part) {
    if (same_name(field.name, "Content-Transfer-Encoding")) encoding_ = field.value;
    if (!same_name(field.name, "Content-Disposition")) return;
    part.name = without_escapes(raw_parameter(field.value, "name").value_or(""), arena_);
    part.filename = without_escapes(raw_parameter(field.value, "filename").value_or(""), arena_);
  }

  std::string_view body_;
  std::string delimiter_;
  std::string_view encoding_;
  Arena& arena_;
};

}  // namespace

std::optional<std::string_view> multipart_boundary(std::string_view content_type) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type.size() < 10 || !text::equal_ignoring_case(type.substr(0, 10), "multipart/"))
    return std::nullopt;
  const auto boundary = raw_parameter(content_type, "boundary");
  if (!boundary || boundary->empty()) return std::nullopt;
  return boundary;
}

Result<std::span<const Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                              Arena& arena) {
  return Reader(body, boundary, arena).parts();
}

}  // namespace mimus::http
