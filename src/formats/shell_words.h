#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::formats {

// Whose quotes a command line is written with.
enum class Shell : std::uint8_t {
  kPosix,       // 'a', "a \" b", $'a\n', \ at the end of a line
  kCmd,         // "a \" b" or "a "" b", ^" ^& ^% …, ^ at the end of a line
  kPowerShell,  // 'a '' b', "a `" b", ` at the end of a line
};

// Commands of a text, each as its words. A command ends with its line, or with ; && || | or &. Comments (#) are left out.
// Quotes that never close end with the text.
std::vector<std::vector<std::string>> shell_words(std::string_view text, Shell shell);

// Which shell it was, by how lines go on and by what is quoted; kPosix when nothing tells.
Shell shell_of(std::string_view text);

}  // namespace mimus::formats
