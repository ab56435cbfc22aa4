#include "records.h"

#include "compiler.h"
#include "text/suggest.h"

namespace mimus::records {
namespace {

constexpr std::uint64_t kUsualCount = 100;

Result<std::optional<fake::Locale>> read_locale(const json::Object& document, const Place& place) {
  const json::Value* code = document.if_contains("$locale");
  if (code == nullptr) return std::optional<fake::Locale>();
  const std::optional<fake::Locale> found =
      code->is_string() ? fake::nearest_locale(code->get_string()) : std::nullopt;
  if (!found)
    return at(invalid("there is no locale " + json::write(*code), "say \"de\" or \"pt_BR\""),
              place.member("$locale"));
  return found;
}

// Depth is for the recursion of compile(); far beyond what anybody writes.
bool too_deep(const json::Value& value, int left) {
  if (left == 0) return true;
  if (const json::Array* list = value.if_array()) {
    for (const json::Value& item : *list) {
      if (too_deep(item, left - 1)) return true;
    }
  }
  if (const json::Object* members = value.if_object()) {
    for (const auto& member : *members) {
      if (too_deep(member.value(), left - 1)) return true;
    }
  }
  return false;
}

}  // namespace

Result<Schema> Schema::compile(const json::Value& document) {
  if (too_deep(document, 64))
    return Error{Code::kLimit, "the schema nests deeper than 64 levels", "flatten it", {}};
  const json::Object* root = document.if_object();
  if (root == nullptr)
    return invalid("a schema is an object of fields",
                   "say {\"id\": \"int\", \"name\": \"person.fullName\"}");
  auto compiled = std::make_shared<Compiled>();
  MIMUS_TRY(compiled->locale, read_locale(*root, {}));
  std::vector<Compiler::Type> types;
  Place place;
  const json::Value* several = root->if_contains("$records");
  if (several == nullptr) {
    types.push_back({"record", root});
  } else {
    place = place.member("$records");
    const json::Object* bodies = several->if_object();
    if (bodies == nullptr || bodies->empty())
      return at(
          invalid("$records holds the record types by name", "say {\"user\": {\"id\": \"int\"}}"),
          place);
    for (const auto& [name, body] : *bodies) {
      if (!body.is_object())
        return at(invalid("a record type is an object of fields", "say {\"id\": \"int\"}"),
                  place.member(name));
      types.push_back({std::string(name), &body.get_object()});
    }
    for (const auto& member : *root) {
      if (member.key() == "$records" || member.key() == "$locale") continue;
      return at(invalid("'" + std::string(member.key()) + "' does not belong beside $records",
                        "put it into one of the record types"),
                Place().member(member.key()));
    }
  }
  Compiler compiler(types);
  for (std::size_t i = 0; i < types.size(); ++i) {
    MIMUS_TRY(RecordType type,
              compiler.record_type(i, several == nullptr ? place : place.member(types[i].name)));
    compiled->types.push_back(std::move(type));
  }
  Schema schema;
  schema.compiled_ = std::move(compiled);
  return schema;
}

std::size_t Schema::types() const {
  return compiled_->types.size();
}
std::string_view Schema::name(std::size_t type) const {
  return compiled_->types[type].name;
}
std::optional<std::size_t> Schema::find(std::string_view name) const {
  for (std::size_t i = 0; i < types(); ++i) {
    if (this->name(i) == name) return i;
  }
  return std::nullopt;
}
std::optional<std::uint64_t> Schema::count(std::size_t type) const {
  return compiled_->types[type].count;
}
std::optional<fake::Locale> Schema::locale() const {
  return compiled_->locale;
}

Records::Records(Schema schema, Chance seed, Options options)
    : schema_(std::move(schema)), seed_(seed), options_(options) {}

std::uint64_t Records::count(std::size_t type) const {
  return schema_.count(type).value_or(options_.count.value_or(kUsualCount));
}
fake::Locale Records::locale() const {
  if (options_.locale) return *options_.locale;
  return schema_.locale().value_or(fake::Locale());
}

Maker::Maker(const Records& records)
    : records_(&records), draws_(records.seed_), own_(draws_, records.locale()), engine_(&own_) {
  own_.freeze_ms(records.options_.reference_ms);
}
Maker::Maker(const Records& records, fake::Engine& engine)
    : records_(&records), draws_(records.seed_), own_(draws_, records.locale()), engine_(&engine) {}

Result<fake::Value> Maker::record(std::size_t type, std::uint64_t index) {
  const RecordType& made = records_->schema_.compiled_->types[type];
  const Chance key = records_->seed_.fork(made.name).fork(index);
  Work work{records_->options_.most_elements};
  Scope scope(*records_, type, index, key, *engine_, engine_ == &own_ ? &draws_ : nullptr, work);
  fake::Value value = made.fields->value(scope, key);
  if (engine_->failed()) return engine_->take_failure();
  return value;
}

Status Maker::append_json(std::size_t type, std::uint64_t index, std::string& out) {
  const RecordType& made = records_->schema_.compiled_->types[type];
  const Chance key = records_->seed_.fork(made.name).fork(index);
  Work work{records_->options_.most_elements};
  Scope scope(*records_, type, index, key, *engine_, engine_ == &own_ ? &draws_ : nullptr, work);
  const std::size_t start = out.size();
  made.fields->append_json(scope, key, out);
  if (!engine_->failed()) return Done{};
  out.resize(start);
  return engine_->take_failure();
}

Result<fake::Value> keyed_value(Chance seed, std::string_view key, std::string_view method,
                                fake::Locale locale, std::optional<double> reference_ms) {
  MIMUS_TRY(const fake::Call call, fake::Call::parse(method));
  fake::KeyedDraws draws(seed.fork(key).fork(method));
  fake::Engine engine(draws, locale);
  if (reference_ms) engine.freeze_ms(*reference_ms);
  return call.value(engine);
}

}  // namespace mimus::records
