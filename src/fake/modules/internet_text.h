#pragma once

#include <string>
#include <string_view>

#include "parts.h"

// The parts of internet that work on letters and addresses.
namespace mimus::fake {

void display_name(Engine& engine, const Names& names, std::string& out);
void domain_word(Engine& engine, std::string& out);

std::string_view network_block(
    std::size_t network);  // "127.0.0.0/8", in the order of the method's choices
void ipv4(Engine& engine, std::string_view block, std::string& out);

}  // namespace mimus::fake
