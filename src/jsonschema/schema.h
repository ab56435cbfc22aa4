#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace mimus::jsonschema {

// Which words a schema is written in. A document's own "$schema" has precedence over the caller's
// choice.
enum class Dialect : std::uint8_t {
  kDraft4,
  kDraft6,
  kDraft7,
  kDraft2019_09,
  kDraft2020_12,
  kOpenApi30,  // the Schema Object of OpenAPI 3.0: nullable, discriminator, boolean
               // exclusiveMinimum
  kOpenApi31,  // https://spec.openapis.org/oas/3.1/dialect/base
};

// What "format" means.
enum class Formats : std::uint8_t {
  kByDialect,  // says nothing, unless a meta-schema asks for the format-assertion vocabulary
  kAssert,     // a value that has not the form is refused; unknown formats say nothing
};

// Fetches a document that a "$ref" names, by its absolute address without fragment. The published
// meta-schemas are built in and never asked for.
using Loader = std::function<Result<json::Value>(std::string_view uri)>;

struct CompileOptions {
  Dialect dialect = Dialect::kDraft2020_12;
  Formats formats = Formats::kByDialect;
  std::string base_uri;  // where the document comes from; "" when nobody knows
  Loader loader;         // none: only the document itself and the meta-schemas can be referred to
};

// Why a value is refused.
struct Violation {
  std::string instance;  // JSON pointer of the value, or of the object that lacks something
  std::string schema;  // JSON pointer of the keyword in its document; "uri#/pointer" in another one
  std::string keyword;  // "minimum"; "" when it is nested too deeply
  std::string message;  // "must be at least 3, is 2"

  friend bool operator==(const Violation&, const Violation&) = default;
};

struct Program;

// A JSON Schema, compiled: references resolved, expressions and tables made.
//
//   MIMUS_TRY(const Schema schema, Schema::compile(document, {.dialect = Dialect::kDraft7}));
//   if (const auto why = schema.first(value)) reject(why->instance + " " + why->message);
//
// Numbers are compared by their decimal value (0.07 is a multiple of 0.01), lengths are code
// points, patterns are ECMA-262's. A schema that refers to itself at the same place (a oneOf whose
// branches extend their parent) does not repeat itself there. Cost is bounded: what is asked again
// and again of one place is remembered, and a value nested more than kMostDepth levels is refused
// with a violation that says so.
//
// Immutable; copies share; any thread.
class Schema {
 public:
  // Errors: kInvalid or kSyntax with where.pointer of the offending keyword (where.source: its
  // document, when it is another one), kNotFound for a reference that leads nowhere.
  static Result<Schema> compile(const json::Value& document, const CompileOptions& options = {});
  // The schemas that stand at these places of one document, such as "/components/schemas/Pet" of an
  // OpenAPI description: one program for all of them. In the order of `pointers`; one that is
  // faulty spoils none of the others.
  static std::vector<Result<Schema>> compile_each(const json::Value& document,
                                                  std::span<const std::string> pointers,
                                                  const CompileOptions& options = {});

  // Hot: does not allocate, unless for unevaluated… of very wide values and where the same place is
  // asked many thousand times.
  bool accepts(const json::Value& value) const;
  std::optional<Violation> first(const json::Value& value) const;
  std::vector<Violation> all(const json::Value& value, std::size_t most = 100) const;

  // For this module's own use.
  const Program& program() const { return *program_; }
  std::uint32_t root() const { return root_; }

  static constexpr std::size_t kMostDepth = 1024;

 private:
  Schema(std::shared_ptr<const Program> program, std::uint32_t root)
      : program_(std::move(program)), root_(root) {}
  std::shared_ptr<const Program> program_;
  std::uint32_t root_;
};

}  // namespace mimus::jsonschema
