#include "json_text.h"

#include "text/encoding.h"

namespace mimus::render {

void append_quoted(std::string_view text, std::string& out) {
  if (text::is_valid_utf8(text)) {
    json::write_string(text, out);
  } else {
    json::write_string(text::to_valid_utf8(text), out);
  }
}

void append_escaped(std::string_view text, std::string& out) {
  // The opening quote goes over the last byte so far, which is put back.
  const std::size_t at = out.size();
  if (at == 0) {
    append_quoted(text, out);
    out.erase(0, 1);
  } else {
    const char last = out.back();
    out.pop_back();
    append_quoted(text, out);
    out[at - 1] = last;
  }
  out.pop_back();
}

void append_text(const Datum& datum, std::string& out) {
  if (datum.kind != Datum::Kind::kJson) {
    out += datum.text;
  } else if (const json::String* string = datum.value->if_string()) {
    out += std::string_view(*string);
  } else {
    json::write(*datum.value, out);
  }
}

void append_json(const Datum& datum, std::string& out) {
  switch (datum.kind) {
    case Datum::Kind::kAbsent: out += "null"; return;
    case Datum::Kind::kText: return append_quoted(datum.text, out);
    case Datum::Kind::kNumber: out += datum.text; return;
    case Datum::Kind::kJson: return json::write(*datum.value, out);
  }
}

void append_inside_string(const Datum& datum, std::string& out) {
  if (datum.kind != Datum::Kind::kJson) return append_escaped(datum.text, out);
  if (const json::String* string = datum.value->if_string()) return append_escaped(*string, out);
  append_escaped(json::write(*datum.value), out);
}

}  // namespace mimus::render
