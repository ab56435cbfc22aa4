#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "json/json.h"

namespace mimus::admin {

// Reads the members of a JSON object by name. The first fault is kept, and said by finish(), which also refuses what
// nobody has asked for:
//
//   Members members(document);
//   const auto name = members.text("name");
//   MIMUS_TRY_DONE(members.finish());        // /nmae: unknown member 'nmae'; did you mean 'name'?
class Members {
 public:
  // `at`: where the object stands in the document, as a JSON pointer.
  explicit Members(const json::Value& document, std::string at = "");

  std::optional<std::string> text(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<double> number(std::string_view name, double above);
  std::optional<bool> flag(std::string_view name);
  std::optional<WallTime> time(std::string_view name);                       // ISO 8601
  std::optional<std::chrono::nanoseconds> duration(std::string_view name);   // "5m", or seconds as a number
  const json::Value* any(std::string_view name);
  std::optional<Members> object(std::string_view name);                      // finish() that one, too
  Status finish();

 private:
  const json::Value* find(std::string_view name);
  void wrong(std::string_view name, std::string_view wanted);

  const json::Object* object_;
  std::string at_;
  std::vector<std::string> asked_;
  std::optional<Error> fault_;
};

}  // namespace mimus::admin
