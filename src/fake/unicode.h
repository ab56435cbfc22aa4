#pragma once

#include <string>
#include <string_view>

// What faker-js asks of Unicode, from tables that tools/fake-data takes from node, so that both
// agree.
namespace mimus::fake {

// normalize("NFKD"), without the marks U+0300 to U+036F.
std::string decomposed_without_marks(std::string_view text);

// String.fromCodePoint(code).toUpperCase(); as JavaScript's charAt(0).toUpperCase() where a code
// point takes two units: those stay.
void append_upper(char32_t code, std::string& out);

// internet.username's way with one code point of decomposed text: a Latin spelling, or its number
// in base 36.
void append_latin(char32_t code, std::string& out);

}  // namespace mimus::fake
