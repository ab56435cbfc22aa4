#include <memory>

#include "host.h"
#include "java_json.h"
#include "jsonpath/path.h"
#include "text/encoding.h"
#include "wiremock.h"

// jsonPath, parseJson, toJson, formatJson.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using jsonpath::Path;
using Use = HelperRow::Use;

constexpr jsonpath::Dialect kDialect = jsonpath::Dialect::kJaywayNullLeaves;

Result<std::shared_ptr<const void>> prepare_path(Call& call) {
  if (!call.arg(1).is_text()) return std::shared_ptr<const void>();
  MIMUS_TRY(Path path, Path::compile(call.arg(1).as_text(), kDialect));
  return std::shared_ptr<const void>(std::make_shared<const Path>(std::move(path)));
}

// The document to search: the request's body is parsed once, whoever asks. nullptr: it is none.
const json::Value* document(const Call& call, const Value& value) {
  if (value.is_nothing()) return nullptr;
  if (const json::Value* known = document_of(value)) return known;
  if (value.kind() == Value::Kind::kObject) {
    if (const json::Value* parsed = value.as_object().document()) return parsed;
  }
  if (!value.is_text() && (value.is_list_like() || value.is_map_like())) {
    return &handlebars::as_document(value, call.dialect(), call.arena());
  }
  const std::string_view text = call.text(value);
  Host& host = host_of(call);
  if (!text.empty() && text.data() == host.body().data() && text.size() == host.body().size()) {
    if (const json::Value* body = host.body_json()) return body;
  }
  const auto read = json::parse(text, {.trailing_text = true});
  return read ? &call.keep(*read) : nullptr;
}

Result<Value> json_path(Call& call) {
  const Value otherwise = call.hash("default");
  if (call.arg(1).is_nothing()) return complaint(call, "The JSONPath cannot be empty");
  if (!call.arg(1).is_text()) return class_cast(call, call.arg(1), "java.lang.String");
  const Path* path = call.prepared<Path>();
  std::optional<Path> compiled;
  if (path == nullptr) {
    auto made = Path::compile(call.arg(1).as_text(), kDialect);
    if (!made)
      return complaint(call,
                       std::string(call.arg(1).as_text()) + " is not a valid JSONPath expression");
    path = &compiled.emplace(*std::move(made));
  }
  const json::Value* root = document(call, call.arg(0));
  if (root == nullptr) return otherwise;
  if (const json::Value* at = path->singular() ? path->at(*root) : nullptr) {
    return at->is_null() ? otherwise : found_value(call, *at);
  }
  const auto found = path->read(*root);
  if (!found) return call.fail(found.error().message);
  if (!*found || (*found)->is_null()) return otherwise;
  return found_value(call, call.keep(**found));
}

Result<Value> parse_json(Call& call) {
  std::string_view text;
  Value name;
  if (call.is_block()) {
    MIMUS_TRY(text, call.captured_block());
    name = call.arg(0);
  } else {
    const Value given = subject(call);
    if (given.is_nothing()) return null_pointer(call);
    text = call.arena().copy(call.text(given));
    name = call.arg(1);
  }
  Value value = Value::map({});
  if (!text::trim(text).empty()) {
    const auto read = read_spelled(text, call.arena());
    if (!read || !(read->is_list_like() || read->is_map_like())) {
      return thrown(call, "com.github.tomakehurst.wiremock.common.JsonException",
                    read ? std::string("neither an object nor a list") : describe(read.error()));
    }
    value = *read;
  }
  if (name.is_nothing()) return value;
  call.set_variable(call.text(name), value);
  return Value();
}

Result<Value> to_json(Call& call) {
  Value value = subject(call);
  if (value.is_nothing()) return Value();
  // A single query parameter is a text, not a list of one.
  const bool single = value.kind() == Value::Kind::kObject && value.is_list_like() &&
                      document_of(value) == nullptr && handlebars::size_of(value) == 1;
  if (single) value = handlebars::entry_of(value, 0, call.arena()).value;
  return call.made(write_pretty(value, call.dialect(), call.arena(), {.drop_nulls = true}));
}

Result<Value> format_json(Call& call) {
  const bool inside = call.is_block() && call.size() == 0;
  std::string_view text;
  if (inside) {
    MIMUS_TRY(text, call.captured_block());
  } else if (call.arg(0).is_text()) {
    text = call.arena().copy(call.arg(0).as_text());
  }
  if (text.empty()) {
    return complaint(
        call,
        "formatJson should take a block of JSON to format or a single parameter of type String");
  }
  const Value format = call.hash("format");
  const std::string_view name =
      format.is_nothing() ? std::string_view("pretty") : call.text(format);
  if (name != "pretty" && name != "compact") {
    return complaint(
        call, "formatJson: format [" + std::string(name) + "] should be one of [pretty, compact]");
  }
  const auto value = read_spelled(text, call.arena());
  if (value && name == "pretty")
    return call.made(write_pretty(*value, call.dialect(), call.arena()));
  if (value) {
    std::string out;
    handlebars::append_json(*value, call.dialect(), call.arena(), out);
    return call.made(out);
  }
  if (name == "compact") {
    return complaint(call,
                     "There was an error parsing the json. Please make sure the json is valid");
  }
  return thrown(call, "wiremock.com.fasterxml.jackson.core.JsonParseException",
                describe(value.error()));
}

constexpr HelperRow kRows[] = {
    {"jsonPath", &json_path, "{{jsonPath request.body '$.items[0].name' default='none'}}",
     "what a JSONPath (Jayway's) finds in a text or object", Use::kInline, false, &prepare_path},
    {"parseJson", &parse_json,
     "{{parseJson request.body 'order'}}{{order.id}}, {{#parseJson 'order'}}…{{/parseJson}}",
     "JSON as objects and lists; numbers keep their spelling", Use::kEither},
    {"toJson", &to_json, "{{toJson x}}", "a value as pretty JSON"},
    {"formatJson", &format_json,
     "{{formatJson x format='compact'}}, {{#formatJson}}…{{/formatJson}}",
     "JSON printed pretty or compact", Use::kEither},
};

}  // namespace

handlebars::HelperTable json_rows() {
  return kRows;
}

}  // namespace mimus::helpers
