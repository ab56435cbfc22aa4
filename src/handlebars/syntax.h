#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a template says, as a tree. Private to the module: the parser makes it, the compiler reads
// it.
namespace mimus::handlebars::syntax {

// @../a.[b c]/d
struct Path {
  bool data = false;    // begins with @
  bool scoped = false;  // begins with this, ./ or ../: never a helper
  int depth = 0;        // how many ../
  std::vector<std::string> parts;
  std::string original;  // as written, brackets and @ left out
  std::size_t offset = 0;
};

struct Call;

struct Expression {
  enum class Kind : std::uint8_t {
    kPath,
    kText,
    kNumber,
    kBool,
    kNull,
    kUndefined,
    kCall
  } kind = Kind::kPath;
  Path path;                   // of kPath
  std::string text;            // of kText; of all other literals their spelling
  bool truth = false;          // of kBool
  std::shared_ptr<Call> call;  // of kCall: (name …)
  std::size_t offset = 0;
};

// name arguments… key=value…, inside whatever braces or parentheses.
struct Call {
  Expression callee;
  std::vector<Expression> arguments;
  std::vector<std::pair<std::string, Expression>> hash;
  std::string_view source;  // without what encloses it, blanks trimmed
  std::size_t offset = 0;   // of the callee
};

struct Strip {
  bool open = false;   // {{~
  bool close = false;  // ~}}
};

struct Node;

struct Body {
  std::vector<Node> nodes;
  std::vector<std::string> params;  // as |a b|
  bool chained = false;             // an {{else if}}: holds one block and nothing else
};

struct Node {
  enum class Kind : std::uint8_t {
    kText,
    kMustache,
    kBlock,
    kPartial,
    kPartialBlock,
    kInline,  // {{#*inline "name"}}
    kComment,
  } kind = Kind::kText;
  std::size_t offset = 0;

  std::string text;            // of kText, as it is rendered; of kComment
  std::string original;        // of kText, as it was written
  bool behind_escape = false;  // of kText: begins with an escaped tag
  bool left_stripped = false;
  bool right_stripped = false;

  Call call;
  bool escaped = true;  // {{x}}
  Strip strip;          // of kMustache, kPartial, kComment; of a block its opening tag
  Strip inverse_strip;
  Strip close_strip;
  std::optional<Body> body;  // of blocks; none for {{^name}}
  std::optional<Body> inverse;
  std::string indent;  // of a kPartial on a line of its own
};

}  // namespace mimus::handlebars::syntax
