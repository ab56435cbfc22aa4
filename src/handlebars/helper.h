#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "call.h"
#include "value.h"

namespace mimus::handlebars {

using Helper = Result<Value> (*)(Call&);
using Prepare = Result<std::shared_ptr<const void>> (*)(Call&);

// An argument as far as it is known when the template is compiled.
struct KnownArgument {
  Value value;
  bool known = false;  // a constant
};

// What is wrong with a call before it ever runs.
struct Complaint {
  std::string message;
  std::string hint;
  std::size_t argument = SIZE_MAX;  // which of them; beyond the last: the call itself
};
using Check = std::optional<Complaint> (*)(std::span<const KnownArgument>);

// One helper: the engine finds it by name, `mimus help template`, the reference page and editors
// show the rest.
//
//   constexpr HelperRow kStrings[] = {
//       {"upper", &upper, "{{upper 'abc'}}", "ABC"},
//       {"trim", &trim, "{{trim x}}", "without blanks around it", HelperRow::Use::kEither},
//   };
struct HelperRow {
  enum class Use : std::uint8_t { kInline, kBlock, kEither };

  std::string_view name;
  Helper function = nullptr;
  std::string_view usage;    // an example
  std::string_view summary;  // one line without a point at its end
  Use use = Use::kInline;
  // True for what depends on its arguments alone: called with constants it runs when the template
  // is compiled. Such a helper must ask for no host, chance, context, data or variable, and a
  // failure of it is only one at render time.
  bool pure = false;
  // Asked once for each call when the template is compiled, for work that constant arguments allow:
  // a path compiled, a method bound. Arguments that are no constants are absent then, and there is
  // no host, chance, context, data or variable. What it yields is call.prepared() whenever
  // `function` runs; nullptr: nothing to prepare. A failure fails the template where unknown helpers
  // fail to compile; elsewhere nothing is prepared, and `function` fails when it is rendered.
  Prepare prepare = nullptr;
  Check check = nullptr;  // asked when the template is compiled
};

// Tables in the order in which they are asked: the first that has the name wins.
using HelperTable = std::span<const HelperRow>;
using HelperTables = std::span<const HelperTable>;

const HelperRow* find_helper(HelperTables tables, std::string_view name);

// if, unless, each, with, lookup, log: what every dialect has. Asked after the tables that are
// given.
HelperTable builtin_helpers();

}  // namespace mimus::handlebars
