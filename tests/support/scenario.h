#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace mimus::scenario {

// A whole-product scenario: files, requests, responses. The form is described in tests/README.md.

// Writes a file into the folder that Mimus is started in, or overwrites it.
struct WriteFile {
  std::string name, text;
};
// Starts `mimus serve` with these arguments.
struct Start {
  std::vector<std::string> arguments;
};
// `mimus serve` must refuse to start (exit status 2); every line stands somewhere in what it says.
struct Refuse {
  std::vector<std::string> lines;
};
struct Request {
  std::string method;  // for the framing of the response
  std::string bytes;   // all of it, ready to go out, but for "{PORT}" in Host
};

enum class BodyCheck { kNone, kText, kJson, kContains, kMatches };
struct FieldCheck {
  enum class Kind { kEquals, kMatches, kAbsent } kind;
  std::string name, value;
};
struct Response {
  // "200", or how the connection fails: "closed", "reset", "truncated", "garbage".
  std::string result;
  std::string reason;  // "" : not looked at
  std::vector<FieldCheck> fields;
  double at_least_ms = 0;
  bool closes = false;  // the server closes the connection afterwards
  BodyCheck check = BodyCheck::kNone;
  std::string body;
};

struct Step {
  int line = 0;  // of its marker in the scenario's file
  std::variant<WriteFile, Start, Refuse, Request, Response> action;
};

// Errors carry the line.
Result<std::vector<Step>> parse(std::string_view text);

}  // namespace mimus::scenario
