#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "json/json.h"
#include "place.h"
#include "yaml/document.h"

namespace mimus::native {

// Everything that is wrong or doubtful in one document, collected while it is read. Positions are
// looked up at the end, all in one pass over the text, because most documents are good.
class Faults {
 public:
  // At the value of a place, or at its key.
  void error(const Place& at, std::string message, std::string hint = {});
  void error_at_key(const Place& at, std::string message, std::string hint = {});
  // `cause` has a byte offset into the string that stands at `at`; `skipped` bytes of it were not
  // shown to whoever found the fault. The offset becomes a column.
  void error_inside(const Place& at, Error cause, std::size_t skipped = 0);
  // "latency_ms must be a number; got a string"
  void wrong_type(const Place& at, std::string_view wanted, const json::Value& got);

  void warn(const Place& at, std::string message, std::string hint = {});
  void warn_at_key(const Place& at, std::string message, std::string hint = {});
  // A warning that has its pointer already (from lint()).
  void warn(Error finding);

  std::size_t error_count() const { return error_count_; }

  // In the order of the text.
  struct Placed {
    std::vector<Error> errors;
    std::vector<Error> warnings;
  };
  Placed place(const yaml::Document& document) &&;

 private:
  struct Fault {
    Error error;
    yaml::Document::Part part = yaml::Document::Part::kValue;
    bool warning = false;
    std::optional<std::size_t> inside;  // byte offset in the string's value
  };
  void add(const Place& at, Fault fault);

  std::vector<Fault> faults_;
  std::size_t error_count_ = 0;
};

}  // namespace mimus::native
