#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner.h"

namespace mimus::handlebars {

// What a tag is, by how it begins.
enum class Tag : std::uint8_t {
  kMustache,
  kUnescaped,        // {{{
  kAmpersand,        // {{&
  kRawBlock,         // {{{{
  kBlock,            // {{#
  kDecorator,        // {{#*
  kPartial,          // {{>
  kPartialBlock,     // {{#>
  kClose,            // {{/
  kInverse,          // {{^}} {{else}}
  kInverseBlock,     // {{^name}}
  kElseBlock,        // {{else name}}
  kComment,          // {{!
  kInlineDecorator,  // {{*
};

struct Opening {
  Tag tag = Tag::kMustache;
  bool strip = false;
  std::size_t offset = 0;  // of {{
};

// Takes the beginning of a tag, up to its name; the scanner stands at {{.
Opening read_opening(Scanner& scan);

}  // namespace mimus::handlebars
