// /fake/…: every method, records by schema, templates.
#include "arguments.h"
#include "fake/call.h"
#include "fake/template.h"
#include "formats.h"
#include "index.h"
#include "records/records.h"
#include "text/percent.h"

namespace mimus::fakeapi {
namespace {

std::string segment(const Ask& ask, std::size_t i) { return text::percent_decode(ask.segments.items[i]); }

// What went wrong before a format was chosen, or while it was.
void refuse_format(Ask& ask, const Error& error) {
  ask.refuse(error.code == Code::kUnsupported ? 406 : 400, error);
}

// How many, and in which words: read the same way for all endpoints of this file.
struct Wanted {
  Setting setting;
  const Format* format = nullptr;
  std::uint64_t count = 1;
  bool many = false;
};

// false: refused. `quantity`: the segment that says how many, if the path has one.
bool read_wanted(Ask& ask, std::optional<std::size_t> quantity, std::span<const std::string_view> own, bool arguments, Wanted& wanted) {
  auto setting = ask.setting(own, arguments);
  if (!setting) return ask.refuse(setting.error()), false;
  wanted.setting = *setting;
  const auto format = choose_format(ask);
  if (!format) return refuse_format(ask, format.error()), false;
  wanted.format = *format;
  if (!quantity) return true;
  const auto count = ask.quantity(ask.segments.items[*quantity]);
  if (!count) return ask.refuse(count.error()), false;
  wanted.count = *count;
  wanted.many = true;
  return true;
}

// ---- methods -----------------------------------------------------------------------------------

std::string frame_of(const fake::Method& method, const Wanted& wanted) {
  std::string out = R"({"method":")" + method.full_name() + R"(","locale":")";
  out.append(wanted.setting.locale.code()) += '"';
  if (wanted.setting.seed) out.append(R"(,"seed":)") += json::write(static_cast<std::int64_t>(*wanted.setting.seed));
  if (wanted.many) out.append(R"(,"quantity":)") += std::to_string(wanted.count);
  out += wanted.many ? R"(,"values":)" : R"(,"value":)";
  return out;
}

void make_some(Ask& ask, std::optional<std::size_t> quantity) {
  const std::string name = segment(ask, 0) + "." + segment(ask, 1);
  const fake::Method* method = fake::find_method(name);
  if (method == nullptr) {
    Error error = fake::unknown_method(name);
    error.code = Code::kNotFound;
    return ask.refuse(error);
  }
  Wanted wanted;
  if (!read_wanted(ask, quantity, {}, true, wanted)) return;
  const auto arguments = read_arguments(*method, ask.query());
  if (!arguments) return ask.refuse(arguments.error());
  auto call = fake::Call::compile(*method, *arguments);
  if (!call) return ask.refuse(400, call.error());
  Table table;
  table.make = [call = *std::move(call)](fake::Engine& engine, std::uint64_t) { return call.value(engine); };
  table.count = wanted.count;
  table.many = wanted.many;
  table.frame = frame_of(*method, wanted);
  table.name = std::string(method->name);
  send_table(ask, wanted.setting, *wanted.format, std::move(table));
}

void one_value(Ask& ask) { make_some(ask, std::nullopt); }
void many_values(Ask& ask) { make_some(ask, 2); }

// ---- records -----------------------------------------------------------------------------------

// Records of one type. With a seed one stream, as a script of faker-js would; else each by its index.
Make maker_of(const records::Records& all, std::size_t type, bool stream) {
  struct State {
    State(records::Records r) : records(std::move(r)) {}
    records::Records records;
    std::optional<records::Maker> maker;
  };
  auto state = std::make_shared<State>(all);
  return [state, type, stream](fake::Engine& engine, std::uint64_t i) -> Result<fake::Value> {
    if (!state->maker) stream ? state->maker.emplace(state->records, engine) : state->maker.emplace(state->records);
    return state->maker->record(type, i);
  };
}

void make_records(Ask& ask, std::optional<std::size_t> quantity) {
  static constexpr std::string_view kOwn[] = {"type"};
  Wanted wanted;
  if (!read_wanted(ask, quantity, kOwn, false, wanted)) return;
  const auto body = ask.body();
  if (!body) return ask.refuse(body.error());
  const auto schema = records::Schema::compile(**body);
  if (!schema) return ask.refuse(400, schema.error());
  std::size_t type = 0;
  if (const auto name = ask.parameter("type")) {
    const auto found = schema->find(*name);
    if (!found) return ask.refuse(invalid("the schema has no record type '" + std::string(*name) + "'"));
    type = *found;
  }
  records::Records::Options options;
  if (wanted.many) options.count = wanted.count;
  if (ask.parameter("locale")) options.locale = wanted.setting.locale;
  options.reference_ms = static_cast<double>(
      std::chrono::duration_cast<std::chrono::milliseconds>(ask.clock().now().time_since_epoch()).count());
  Table table;
  table.make = maker_of(records::Records(*schema, ask.chance(), options), type, wanted.setting.seed.has_value());
  table.count = wanted.count;
  table.many = wanted.many;
  table.name = std::string(schema->name(type));
  send_table(ask, wanted.setting, *wanted.format, std::move(table));
}

void one_record(Ask& ask) { make_records(ask, std::nullopt); }
void many_records(Ask& ask) { make_records(ask, 0); }

// ---- templates ---------------------------------------------------------------------------------

Result<std::string> read_template(Ask& ask) {
  const std::string_view type = ask.request().header("Content-Type").value_or("");
  if (type.starts_with("text/")) return std::string(ask.request().body);
  MIMUS_TRY(const json::Value* body, ask.body());
  const json::Value* text = body->is_object() ? body->get_object().if_contains("template") : body;
  if (text == nullptr || !text->is_string()) {
    return invalid("the body has no text 'template'", R"({"template": "{{person.firstName}} from {{location.city}}"})");
  }
  return std::string(std::string_view(text->get_string()));
}

void render(Ask& ask, std::optional<std::size_t> quantity) {
  Wanted wanted;
  if (!read_wanted(ask, quantity, {}, false, wanted)) return;
  auto text = read_template(ask);
  if (!text) return ask.refuse(text.error());
  const fake::Template pattern = fake::Template::compile(*std::move(text));
  if (const Status fine = pattern.check(); !fine) return ask.refuse(400, fine.error());
  Table table;
  table.make = [pattern](fake::Engine& engine, std::uint64_t) -> Result<fake::Value> {
    std::string out;
    MIMUS_TRY_DONE(pattern.append(engine, out));
    return fake::Value(std::move(out));
  };
  table.count = wanted.count;
  table.many = wanted.many;
  table.frame = wanted.many ? R"({"values":)" : R"({"value":)";
  table.name = "texts";
  send_table(ask, wanted.setting, *wanted.format, std::move(table));
}

void one_text(Ask& ask) { render(ask, std::nullopt); }
void many_texts(Ask& ask) { render(ask, 0); }

// ---- lists -------------------------------------------------------------------------------------

void list_all(Ask& ask) {
  static const std::string kAll = describe_all();
  if (const auto setting = ask.setting(); !setting) return ask.refuse(setting.error());
  ask.send(200, "application/json", kAll);
}

void list_module(Ask& ask) {
  if (const auto setting = ask.setting(); !setting) return ask.refuse(setting.error());
  const std::string name = segment(ask, 0);
  json::Array methods = methods_of(name);
  if (methods.empty()) {
    return ask.refuse(404, invalid("there is no module '" + name + "'", "GET /fake lists them all"));
  }
  ask.send(200, "application/json", json::write(json::Object{{"name", name}, {"methods", std::move(methods)}}));
}

// ---- rows --------------------------------------------------------------------------------------

constexpr Parameter kType{"type", "record type of a schema with several", "", "", false};
constexpr Parameter kQuantity{"quantity", "whole number", "3"};
constexpr Parameter kModule{"module", "of GET /fake", "person"};
constexpr Parameter kMethod{"method", "of GET /fake", "fullName"};
constexpr Parameter kOfModule[] = {kModule};
constexpr Parameter kOfMethod[] = {kModule, kMethod};
constexpr Parameter kOfMethods[] = {kModule, kMethod, kQuantity};
constexpr Parameter kOfRecord[] = {kType};
constexpr Parameter kOfRecords[] = {kQuantity, kType};
constexpr Parameter kOfTexts[] = {kQuantity};
constexpr std::string_view kSchema = R"({
  "id": "int",
  "name": "person.fullName",
  "email": "internet.email",
  "city": "location.city",
  "tags": ["word.noun"]
})";
constexpr std::string_view kTemplate = R"({ "template": "{{person.firstName}} lives in {{location.city}}." })";

constexpr Endpoint kRows[] = {
    {"POST", "/fake/record", &one_record, "your own data", "a record of your schema", kOfRecord, kSchema, true},
    {"POST", "/fake/record/{quantity}", &many_records, "your own data", "so many records of your schema", kOfRecords, kSchema, true},
    {"POST", "/fake/template", &one_text, "your own data", "text with {{methods}} filled in", {}, kTemplate, true},
    {"POST", "/fake/template/{quantity}", &many_texts, "your own data", "the same so many times", kOfTexts, kTemplate, true},
    {"GET", "/fake", &list_all, "every method", "everything there is, as JSON: this page is made of it", {}, "", false},
    {"GET", "/fake/{module}", &list_module, "every method", "the methods of a module", kOfModule, "", false},
    {"GET", "/fake/{module}/{method}", &one_value, "every method", "a value; the method's parameters are query parameters", kOfMethod, "", true},
    {"GET", "/fake/{module}/{method}/{quantity}", &many_values, "every method", "so many values", kOfMethods, "", true},
};

}  // namespace

std::span<const Endpoint> method_endpoints() { return kRows; }

}  // namespace mimus::fakeapi
