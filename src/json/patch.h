#pragma once

#include <string>
#include <vector>

#include "json.h"
#include "pointer.h"

namespace mimus::json {

// A JSON Patch, RFC 6902: a list of operations, all of which succeed or none of which happens.
//
//   MIMUS_TRY(const Patch patch, Patch::parse(*parse(R"([{"op": "replace", "path": "/a", "value":
//   1}])"))); MIMUS_TRY_DONE(patch.apply(document));
//
// Errors say which operation failed, in words ("operation 2 (test): …") and as where.pointer, which
// leads into the patch ("/1/path"). parse() fails with Code::kInvalid, apply() with kNotFound, or
// kConflict when a test does not hold.
class Patch {
 public:
  enum class Op { kAdd, kRemove, kReplace, kMove, kCopy, kTest };
  struct Operation {
    Op op;
    Pointer path;
    Pointer from;  // kMove, kCopy
    Value value;   // kAdd, kReplace, kTest
  };

  static Result<Patch> parse(const Value& document);
  explicit Patch(std::vector<Operation> operations) : operations_(std::move(operations)) {}

  Status apply(Value& document) const;
  const std::vector<Operation>& operations() const { return operations_; }
  Value document() const;  // what parse() reads

 private:
  std::vector<Operation> operations_;
};

}  // namespace mimus::json
