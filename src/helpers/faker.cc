#include "faker.h"

#include <cmath>

#include "fake/draws.h"
#include "host.h"
#include "javascript.h"
#include "javascript_date.h"
#include "relaxed_object.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Dialect;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

bool is_mockoon(const Call& call) {
  return call.dialect().printing == Dialect::Printing::kJavaScript;
}

// ---- arguments

json::Value argument(const Call& call, const Value& value) {
  if (value.is_text()) {
    if (auto object = relaxed_object(value.as_text())) return *std::move(object);
  }
  return handlebars::to_json(value, call.dialect(), call.arena());
}

json::Array arguments(const Call& call) {
  json::Array all;
  for (const Value& value : call.args().subspan(1)) all.push_back(argument(call, value));
  if (call.hash().empty()) return all;
  json::Object options;
  for (const Entry& entry : call.hash()) options[entry.name] = argument(call, entry.value);
  all.push_back(std::move(options));
  return all;
}

Error mockoon_failure(const Call& call, std::string what) {
  return call.fail(std::move(what) + R"( (valid: "location.zipCode", "date.past", etc) line )" +
                   std::to_string(call.line()));
}

Result<fake::Call> bind(const Call& call) {
  const bool mockoon = is_mockoon(call);
  const std::string name(call.text(0));
  if (name.empty()) {
    return mockoon
               ? mockoon_failure(call, "Faker method name is missing")
               : call.fail("faker takes the name of a method", "write {{faker 'person.fullName'}}");
  }
  auto bound = fake::Call::compile(name, arguments(call),
                                   mockoon ? fake::Unknown::kIgnore : fake::Unknown::kRefuse);
  if (bound) return bound;
  if (mockoon && bound.error().code == Code::kNotFound)
    return mockoon_failure(call, name + " is not a valid Faker method");
  return call.fail(bound.error().message, bound.error().hint);
}

// ---- values

struct Converter {
  Call& call;

  Value operator()(fake::Undefined) const { return {}; }
  Value operator()(std::nullptr_t) const { return Value::null(); }
  Value operator()(bool value) const { return Value::boolean(value); }
  Value operator()(double value) const { return javascript::value_of(value); }
  Value operator()(const fake::BigInt& value) const {
    return Value::numeral(call.arena().copy(value.digits));
  }
  Value operator()(fake::Date value) const {
    const JavaScriptDate& date = call.make<JavaScriptDate>(instant_of(value.ms), &server_zone(call));
    if (is_mockoon(call)) return Value::object(date);
    return Value::text(call.text(Value::object(date)));
  }
  Value operator()(std::string_view value) const { return Value::text(value); }
  Value operator()(const std::string& value) const { return call.made(value); }
  Value operator()(const fake::Value::Array& values) const {
    const auto items = call.values(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) items[i] = std::visit(*this, values[i].state());
    return Value::list(items);
  }
  Value operator()(const fake::Value::Object& values) const {
    const auto members = call.entries(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      members[i] = {call.arena().copy(values[i].first),
                    std::visit(*this, values[i].second.state())};
    }
    return Value::map(members);
  }
};

// ---- helpers

Result<std::shared_ptr<const void>> prepare_faker(Call& call) {
  for (const Value& value : call.args()) {
    if (value.is_absent()) return std::shared_ptr<const void>();
  }
  for (const Entry& entry : call.hash()) {
    if (entry.value.is_absent()) return std::shared_ptr<const void>();
  }
  MIMUS_TRY(fake::Call bound, bind(call));
  return std::shared_ptr<const void>(std::make_shared<fake::Call>(std::move(bound)));
}

Result<Value> faker(Call& call) {
  if (const fake::Call* prepared = call.prepared<fake::Call>()) return make_fake(call, *prepared);
  MIMUS_TRY(const fake::Call bound, bind(call));
  return make_fake(call, bound);
}

Result<std::shared_ptr<const void>> prepare_random(Call& call) {
  auto bound = fake::Call::compile(call.text(0));
  if (!bound) return std::shared_ptr<const void>();  // says so in its place
  return std::shared_ptr<const void>(std::make_shared<fake::Call>(*std::move(bound)));
}

Result<Value> random(Call& call) {
  const fake::Call* prepared = call.prepared<fake::Call>();
  const auto bound =
      prepared != nullptr ? Result<fake::Call>(*prepared) : fake::Call::compile(call.text(0));
  if (bound) {
    auto made = make_fake(call, *bound);
    if (made) return made;
  }
  return call.made("[ERROR: Unable to evaluate the expression " + std::string(call.text(0)) + "]");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"faker", &faker, "{{faker 'number.int' min=1 max=6}}",
     "fake data by faker-js's method names, with its arguments; named ones are the options",
     Use::kInline, false, &prepare_faker},
};
constexpr HelperRow kWireMockRows[] = {
    {"random", &random, "{{random 'Name.first_name'}}", "fake data by Datafaker's names",
     Use::kInline, false, &prepare_random},
};

}  // namespace

Result<Value> make_fake(Call& call, const fake::Call& bound) {
  fake::KeyedDraws draws(call.chance());
  const fake::Locale* locale = host_of(call).fake_locale();
  fake::Engine engine = locale != nullptr ? fake::Engine(draws, *locale) : fake::Engine(draws);
  engine.freeze(host_of(call).fake_reference().value_or(host_of(call).now()));
  auto made = bound.value(engine);
  if (!made) return call.fail(made.error().message, made.error().hint);
  return std::visit(Converter{call}, made->state());
}

handlebars::HelperTable faker_rows() {
  return kRows;
}
handlebars::HelperTable wiremock_faker_rows() {
  return kWireMockRows;
}

}  // namespace mimus::helpers
