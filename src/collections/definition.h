#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "jsonschema/schema.h"
#include "records/records.h"

namespace mimus::collections {

// Which ids rows get that bring none.
//
//   "int"       1, 2, 3 …: one more than the greatest so far
//   "uuid"      version 4, by the world's chance
//   "given"     the client has to bring one
//   "order-{n}" a text with the next number in it
//   otherwise   a method of fake data: "string.nanoid"
struct IdRule {
  enum class Kind : std::uint8_t { kSequence, kUuid, kGiven, kPattern, kFake };
  Kind kind = Kind::kSequence;
  std::string text;  // of kPattern and kFake

  static Result<IdRule> parse(std::string_view text);
  friend bool operator==(const IdRule&, const IdRule&) = default;
};

// What becomes of the rows that refer to one that is deleted.
enum class OnDelete : std::uint8_t {
  kRestrict,  // it stays: 409
  kCascade,   // they go too
  kSetNull,   // their reference becomes null
};
std::optional<OnDelete> read_on_delete(std::string_view name);  // "restrict", "cascade", "set-null"

// posts belong to users: their member userId names one. Seen from the user it is a has-many.
struct BelongsTo {
  std::string member;  // "userId"
  std::string target;  // "users"
  std::string as;      // what _expand calls the parent: "user"
  OnDelete on_delete = OnDelete::kRestrict;
  friend bool operator==(const BelongsTo&, const BelongsTo&) = default;
};

// A collection as its author describes it. Immutable once it is in a store.
struct Definition {
  std::string name;  // "products"; unique among the collections of a world
  std::string id = "id";
  IdRule id_rule;
  bool singular = false;  // one object, no list: db.json's "profile"

  // The rows that are there at the beginning: these, or `count` made by `schema`, row i when it is asked for.
  std::shared_ptr<const std::vector<json::Value>> rows;
  std::optional<records::Schema> schema;
  std::uint64_t count = 0;
  std::optional<std::uint64_t> seed;  // of generated rows; else the world's
  double reference_ms = 0;            // what "now" means to them

  std::vector<BelongsTo> belongs_to;
  std::vector<std::string> indexed;  // members that even a million rows are sorted and filtered by at once

  json::Value validation;  // a JSON Schema for what is written; null: anything
  std::optional<jsonschema::Schema> validator;

  std::uint64_t page_size = 20;      // of a page whose size nobody said
  std::uint64_t unpaged_size = 100;  // of a list that nobody asked to be paged
  std::uint64_t most_page_size = 1000;
  std::uint64_t most_scanned = 100'000;  // rows that one request may look through
  bool lenient = false;         // parameters that mean nothing are ignored; else 400
  bool require_match = false;   // changing a row needs If-Match; else 428
  bool put_creates = true;      // PUT to an id that is not there creates it; else 404
  bool put_replaces_all = false;  // PUT of a list: these are all rows from now on; else each replaces its own
  bool delete_many = false;     // DELETE of all that a filter finds

  // What it was made from: two definitions of equal text are the same, and a reload keeps the data.
  std::string text;
};
using DefinitionPtr = std::shared_ptr<const Definition>;

// The collections of one configuration. A later one has a greater generation.
struct Set {
  std::uint64_t generation = 0;
  std::vector<DefinitionPtr> definitions;
};

// Completes a definition (validator; members that relations use are indexed) and checks it by itself.
// Errors: where.pointer as in the native file ("/validate/…", "/id").
Result<DefinitionPtr> complete(Definition definition);

// What generated rows look like is described like this, so their ids are known without making any.
Result<IdRule> id_rule_of_schema(const json::Value& schema, std::string_view id);

}  // namespace mimus::collections
