#include <algorithm>

#include "data_path.h"
#include "host.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// Compact, or indented by so many blanks. As JSON of our dialect: texts get their quotes.
Result<Value> json_text(Call& call) {
  std::string out;
  const auto indent = call.hash("indent").to_integer().value_or(0);
  if (indent <= 0) {
    handlebars::append_json(call.arg(0), call.dialect(), call.arena(), out);
  } else {
    const json::Value document = handlebars::to_json(call.arg(0), call.dialect(), call.arena());
    json::write(document, out, {.indent = static_cast<int>(std::min<std::int64_t>(indent, 16))});
  }
  return call.made(out);
}

Result<Value> html(Call& call) {
  std::string out;
  for (const char c : call.text(0)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return call.made_safe(out);
}

// RFC 4180: in quotes when it holds a comma, a quote or a line's end.
Result<Value> csv(Call& call) {
  const std::string_view text = call.text(0);
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return Value::text(text);
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return call.made(out + '"');
}

// The first argument that is there: not absent, not null, not "".
Result<Value> coalesce(Call& call) {
  for (const Value& value : call.args()) {
    if (!value.is_nothing() && !(value.is_text() && value.as_text().empty())) return value;
  }
  return Value();
}

Result<Value> pick(Call& call) {
  const Value found = at_path(call, call.arg(0), 1);
  return found.is_absent() ? call.arg(2) : found;
}

Result<Value> env(Call& call) {
  bool permitted = false;
  const auto found = host_of(call).environment(call.text(0), permitted);
  if (!permitted)
    return call.fail(
        "templates may not read the environment variable '" + std::string(call.text(0)) + "'",
        "--permitted-system-keys says which they may");
  return found ? Value::text(*found) : call.arg(1);
}

Result<Value> include(Call& call) {
  const auto content = host_of(call).include(call.text(0));
  if (!content) return call.fail(content.error().message, content.error().hint);
  return Value::safe(*content);
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"json", &json_text, "{{json body.user indent=2}}", "as JSON, with the quotes of a text",
     Use::kInline, true},
    {"html", &html, "{{html body.name}}", "with & < > and quotes as HTML and XML write them",
     Use::kInline, true},
    {"csv", &csv, "{{csv body.name}}", "as one field of a CSV line", Use::kInline, true},
    {"coalesce", &coalesce, "{{coalesce query.name body.name 'nobody'}}",
     "the first that is there and not empty", Use::kInline, true},
    {"pick", &pick, "{{pick body 'users.0.name' 'nobody'}}",
     "the value at a path (a.b.0 or JSONPath), else a default", Use::kInline, false,
     &prepare_data_path<1>},
    {"env", &env, "{{env 'REGION' 'eu'}}",
     "an environment variable that templates may see, else a default"},
    {"include", &include, "{{include 'parts/footer.html'}}",
     "what a file inside the root holds, as it is"},
};

}  // namespace

handlebars::HelperTable own_text() {
  return kRows;
}

}  // namespace mimus::helpers
