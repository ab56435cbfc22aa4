#pragma once

#include <string_view>

#include "tree.h"

namespace mimus::yaml {

// Reads the YAML that nearly everybody writes nearly always, several times as fast as libyaml: one
// document of block mappings and lists indented with blanks, flow collections, texts on one line,
// '|' texts, comments. False means "not mine" (anchors, tags, folded texts, tabs, CRLF, and every
// error): the tree is then spoilt, and LibyamlReader decides. Whatever is accepted here, libyaml
// accepts too, as the same value; simple_reader_fuzz.cc holds it to that.
bool read_simple(std::string_view text, Tree& tree);

}  // namespace mimus::yaml
