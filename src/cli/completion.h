#pragma once

#include <string>

namespace CLI {
class App;
}

namespace mimus::cli {

// The completion script for a shell ("bash", "zsh" or "fish"): its commands, options and the methods of fake data; "" for another.
std::string completion_script(const CLI::App& program, const std::string& shell);

}  // namespace mimus::cli
