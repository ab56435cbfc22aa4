#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "handlebars/program.h"

namespace mimus::render {

// A JSON document with expressions, flat: an operation that holds others is followed by them, up to
// `last`. Private to the module: json_template.cc writes it, json_run.cc runs it.
struct JsonOperation {
  enum class Kind : std::uint8_t {
    kText,    // text: finished JSON
    kComma,   // unless nothing stands before it in its list or object
    kValue,   // program: its value as JSON
    kString,  // program: its text, inside quotes
    kEach,    // source … first: what to go through; first … last: for each of them
    kIf,      // source … first: the condition; first … middle: then; middle … last: else
    kSpread,  // source … last: a list, whose elements are spliced in
    kMerge,   // holds kPart: objects that become one
    kPart,    // source … last: one value
  } kind = Kind::kText;
  std::uint32_t program = 0;
  std::uint32_t first = 0;
  std::uint32_t middle = 0;
  std::uint32_t last = 0;
  bool splice = false;  // of kEach: elements of the list around it, else a list of its own
  std::string text;     // of kEach: the name of $as
};

struct JsonCode {
  std::vector<JsonOperation> operations;
  std::vector<handlebars::Program> programs;
  std::string constant;  // when there is no expression
  bool is_constant = false;
};

}  // namespace mimus::render
