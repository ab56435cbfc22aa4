#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "helper.h"
#include "program.h"
#include "value.h"

// What a template compiles to: flat tables that refer to each other by index. Private to the
// module: the compiler writes it, the machine runs it. All views point into
// CompiledProgram::constants.
namespace mimus::handlebars {

struct PathCode {
  enum class From : std::uint8_t { kContext, kData, kParam };
  From from = From::kContext;
  bool parents = false;  // look in the contexts around too
  bool strict = false;
  bool assume_objects = false;
  bool two_steps =
      false;  // path.id of the context itself, which RootObject::member_in() may answer
  std::uint32_t depth = 0;  // contexts up; of data frames up; of block params the blocks up
  std::uint32_t param = 0;  // which of them
  std::uint32_t slot = ~std::uint32_t{0};   // of parts[0] in CompileOptions::root_names
  std::span<const std::string_view> parts;  // without the name of a param
  std::string_view original;
  std::uint32_t shared = kUnshared;  // which of CompiledProgram::shared_values, with its twins
  int line = 0;
  int column = 0;
  static constexpr std::uint32_t kUnshared = ~std::uint32_t{0};
};

struct ExprCode {
  enum class Kind : std::uint8_t { kConstant, kPath, kCall } kind = Kind::kConstant;
  std::uint32_t index = 0;  // of the path or call
  Value constant;
};

struct HashCode {
  std::string_view name;
  ExprCode value;
};

// Operations first … last-1.
struct BodyCode {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t first_inline = 0;  // partials that it brings: inlines first_inline … last_inline-1
  std::uint32_t last_inline = 0;
  std::uint32_t params = 0;  // how many names stand in as |…|
  bool present = false;
};

struct CallSite {
  const HelperRow* helper = nullptr;  // none: a missing one
  std::uint32_t fallback = kNone;     // path that a name alone stands for when no helper has it
  std::span<const ExprCode> arguments;
  std::span<const HashCode> hash;
  BodyCode body;
  BodyCode inverse;
  bool block = false;
  bool subexpression = false;
  bool strict = false;
  bool fails = false;                    // a missing helper fails instead of yielding nothing
  std::uint64_t fork = 0;                // of chance
  std::shared_ptr<const void> prepared;  // by the helper, of constant arguments
  std::string_view name;
  int line = 0;
  int column = 0;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
};

struct InlineCode {
  ExprCode name;
  BodyCode body;
};

struct PartialCode {
  std::string_view name;  // when it is known; else `dynamic`
  ExprCode dynamic;
  bool has_context = false;
  ExprCode context;
  std::span<const HashCode> hash;
  BodyCode body;  // of a partial block
  std::string_view indent;
  std::uint32_t known = CallSite::kNone;  // of CompiledProgram::partials
  std::uint64_t fork = 0;
  int line = 0;
  int column = 0;
};

struct Operation {
  enum class Kind : std::uint8_t {
    kText,
    kPrint,
    kPrintEscaped,
    kBlock,
    kSection,
    kPartial
  } kind = Kind::kText;
  std::uint32_t index =
      0;  // kPrint: of expressions; kBlock, kSection: of calls; kPartial: of partial sites
  std::string_view text;  // of kText
};

struct NamedBody {
  std::string_view name;
  BodyCode body;
};

struct CompiledProgram {
  Arena constants;
  std::vector<Operation> operations;
  std::vector<ExprCode> expressions;
  std::vector<PathCode> paths;
  std::uint32_t shared_values = 0;  // how many paths stand in several places: looked up once
  std::vector<CallSite> calls;
  std::vector<InlineCode> inlines;
  std::vector<PartialCode> partial_sites;
  std::vector<NamedBody> partials;
  BodyCode root;
  std::string constant_text;  // when there is nothing but text
  bool constant = false;
  bool single = false;
  std::optional<Value> single_constant;  // of a constant one that was a single expression
  bool explicit_partial_context = false;
};

}  // namespace mimus::handlebars
