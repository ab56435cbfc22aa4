#pragma once

#include <string>
#include <string_view>

#include "engine.h"

namespace mimus::fake::compat {

std::string_view top_level_domain(Engine& engine);          // "com"
void append_domain_word(Engine& engine, std::string& out);  // from a company's name: "rodriguez"
void append_domain(Engine& engine, int levels, std::string& out);
void append_url(Engine& engine, std::string& out);  // "http://www.avila.net/"

}  // namespace mimus::fake::compat
