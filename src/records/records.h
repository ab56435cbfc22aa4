#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/chance.h"
#include "base/result.h"
#include "fake/draws.h"
#include "fake/engine.h"
#include "fake/locale.h"
#include "fake/value.h"
#include "json/json.h"

namespace mimus::records {

// A row of the language of schemas, for docs and editors.
struct Word {
  std::string_view name;  // "int", "$ref"
  std::string_view summary;
  std::string_view example;  // a field's value, as JSON
};
std::span<const Word>
shorthands();  // "int", "uuid", "age", …: what a text may say besides a method's name
std::span<const Word> directives();  // members that begin with '$'

// What records look like, compiled once and then read by any thread.
//
//   MIMUS_TRY(const Schema schema, Schema::compile(R"({"id": "int", "name": "person.fullName",
//   "tags": ["word.noun"]})"_json));
//
// A document is one record type, or several: {"$records": {"user": {…}, "order": {…}}}. compile()
// fails with where.pointer ("/address/city") and the nearest names. The whole language:
// docs/fake-data.md.
class Schema {
 public:
  static Result<Schema> compile(const json::Value& document);

  std::size_t types() const;  // one or more, in the document's order
  std::string_view name(
      std::size_t type) const;  // "record" when the document has one type and no name for it
  std::optional<std::size_t> find(std::string_view name) const;
  std::optional<std::uint64_t> count(std::size_t type) const;  // what $count says
  std::optional<fake::Locale> locale() const;                  // what $locale says

  struct Compiled;

 private:
  friend class Maker;
  friend struct Scope;
  std::shared_ptr<const Compiled> compiled_;
};

// The records of a schema under one seed. A record depends on seed, type and index alone (and,
// where the schema refers to another type, on how many of it there are), never on what else was
// asked: the same on one thread as on many.
//
//   Records records(schema, Chance(7), {.count = 1'000'000});
//   Maker maker(records);                                       // one for each thread
//   MIMUS_TRY_DONE(maker.append_json(0, 999'999, out));         // {"id":1000000,"name":"…"}
//
// A value: copy it freely; no record is ever stored.
class Records {
 public:
  struct Options {
    std::optional<std::uint64_t> count =
        {};  // of every type whose schema does not say $count; else 100
    std::optional<fake::Locale> locale = {};  // before the schema's $locale
    double reference_ms = 0;                  // what "now" means: milliseconds since 1970
    std::uint64_t most_elements = 1'000'000;  // of all lists of one record; Code::kLimit beyond
  };
  Records(Schema schema, Chance seed, Options options);

  const Schema& schema() const { return schema_; }
  std::uint64_t count(std::size_t type) const;
  fake::Locale locale() const;

 private:
  friend class Maker;
  friend struct Scope;
  Schema schema_;
  Chance seed_;
  Options options_;
};

// Makes records, on one thread. The Records outlive it.
class Maker {
 public:
  explicit Maker(const Records& records);
  // One stream in place of keys: every field draws from `engine` in the order of the document, as
  // faker-js would. Nothing is fitted to anything else then. For reproducing what a script with
  // faker.seed() made.
  Maker(const Records& records, fake::Engine& engine);
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;

  // index: from 0, of any size; beyond count() too. They fail where a method fails in this locale;
  // nothing stays in `out`.
  Result<fake::Value> record(std::size_t type, std::uint64_t index);
  Status append_json(std::size_t type, std::uint64_t index, std::string& out);

 private:
  const Records* records_;
  fake::KeyedDraws draws_;
  fake::Engine own_;
  fake::Engine* engine_;
};

// One value under a key, whatever is asked besides: fake(seed, "users/42", "person.firstName").
Result<fake::Value> keyed_value(Chance seed, std::string_view key, std::string_view method,
                                fake::Locale locale = {}, std::optional<double> reference_ms = {});

}  // namespace mimus::records
