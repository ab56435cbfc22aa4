#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call.h"
#include "image.h"

namespace mimus::fake {

// One pattern of helpers.fake, compiled: literals with an expression after each, and a tail.
//
// faker-js replaces the first {{…}}, and begins again from the start with the new text. That is the
// same as going on to the right, unless what was inserted holds a '{': then it is compiled in its
// turn (texts of the image: once and for all). Where braces might join across a seam, run() falls
// back to faker-js's own way on the text as it stands.
class Program {
 public:
  explicit Program(std::string source);

  void run(Engine& engine, std::string& out) const { run(engine, out, out.size(), nullptr); }
  Status check() const;

  // The program of a text in the image, compiled on first use and kept. Any thread.
  static const Program& of_image_text(std::string_view text);

 private:
  struct Op {
    enum class Kind {
      kCall,      // module.method: the raw list of that name is drawn from first, if there is one
      kCallWith,  // the same with arguments
      kRaw,       // module.entry.member…: data without a method
      kGeneral,   // everything else, by evaluate()
    };
    std::string_view literal;
    std::string_view expression;  // as written, between the braces
    std::size_t end = 0;          // in the source, behind the }}
    Kind kind = Kind::kGeneral;
    std::string text;  // the expression as evaluate() wants it
    std::uint16_t entry = 0xFFFF;
    std::optional<Call> call;
    std::optional<Error> error;     // why `call` is not there
    std::vector<std::string> path;  // kRaw: members below the entry
  };
  // The programs around this one, whose rest comes after ours.
  struct Outer {
    const Program& program;
    const Op& op;
    const Outer* next;
  };

  static Op compile(std::string text);
  bool run(Engine& engine, std::string& out, std::size_t start, const Outer* outer) const;
  bool insert(Engine& engine, std::string_view text, const Program& program, std::string& out,
              std::size_t start, const Outer& here) const;
  std::optional<std::string_view> evaluate_op(Engine& engine, const Op& op, std::string& out) const;

  std::unique_ptr<const std::string> source_;  // views below stay good when a Program moves
  std::vector<Op> ops_;
  std::string_view tail_;
  bool seamless_ = true;  // no literal before an expression ends in '{'
  bool closed_ = true;    // the tail begins nothing that text behind it could end
};

// The end of faker-js's search: where the first {{[a-z]…}} stands.
struct Expression {
  std::size_t begin, end;  // of the braces
  std::string text;        // what is evaluated
};
std::optional<Expression> find_expression(std::string_view pattern, std::size_t from = 0);

// The value of an expression, by walking faker's modules and the locale's raw data side by side.
Value evaluate(Engine& engine, std::string_view expression);

// "(…)" at the front of `text`: where the closing parenthesis stands, and the arguments between.
// Nothing when none closes.
struct ParsedArguments {
  std::size_t close;
  json::Array arguments;
};
std::optional<ParsedArguments> parse_arguments(std::string_view text);

}  // namespace mimus::fake
