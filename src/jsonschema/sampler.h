#pragma once

#include "base/chance.h"
#include "base/result.h"
#include "json/json.h"
#include "schema.h"

namespace mimus::jsonschema {

struct SampleOptions {
  bool prefer_examples =
      false;  // "example", "examples" and "default" of the schema, where it accepts them
  double optional_members = 0.7;  // how likely each member is that may be absent
  unsigned depth = 5;             // below so many levels only what must be there
};

// Values that a schema accepts, and values that it refuses.
//
//   const Sampler sampler(schema);
//   MIMUS_TRY(const json::Value pet, sampler.accepted(Chance(seed).fork("pet")));
//
// Built from the keywords, not guessed: ranges, lengths, patterns (from the expression's tree),
// formats, enumerations, one branch of each choice; then judged by the schema itself, and built
// anew with other choices where it says no
// ("not", conditions and overlapping branches have no other way). The same schema, chance and
// options give the same value. Immutable; any thread.
class Sampler {
 public:
  explicit Sampler(Schema schema, SampleOptions options = {});

  // Errors: kNotFound when the schema accepts nothing, kLimit when no value was found within the
  // bounded effort.
  Result<json::Value> accepted(const Chance& chance) const;

  struct Refused {
    json::Value value;
    Violation why;
  };
  // A near miss where that is possible: a value that would be accepted, with one thing wrong.
  // kNotFound when every attempt is accepted (a schema that says nothing).
  Result<Refused> refused(const Chance& chance) const;

 private:
  Schema schema_;
  SampleOptions options_;
};

}  // namespace mimus::jsonschema
