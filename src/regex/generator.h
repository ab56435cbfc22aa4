#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/chance.h"
#include "base/result.h"

namespace mimus::regex {

// Makes texts that a regular expression (ecma.h) matches.
//
//   MIMUS_TRY(const regex::Generator plates, regex::Generator::compile("^[A-Z]{2}-\\d{1,4}$"));
//   plates.text(chance.fork("plate"));      // "KD-804"; the same for the same chance, on every
//   machine
//
// Immutable; copies share; any thread.
class Generator {
 public:
  // Errors: kSyntax with the byte offset in the expression.
  static Result<Generator> compile(std::string_view expression);

  // A text that Regex::search of the expression finds itself in. Nothing when a number of attempts
  // brought none: the expression asks for what cannot be ("a^"), or its look-arounds leave little.
  std::optional<std::string> text(const Chance& chance) const;

  // One attempt, unjudged: right but for boundaries, look-arounds and \p{…}, which are only guessed at. A
  // repetition goes on at most `extra` times beyond its least.
  std::string draft(const Chance& chance, std::uint32_t extra) const;

 private:
  struct Compiled;
  explicit Generator(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mimus::regex
