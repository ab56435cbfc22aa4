#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mimus::recording {

// What a value that changes from one exchange to the next looks like. kText may be anything; all others are such as programs make up:
// identifiers, times, nonces.
enum class ValueKind : std::uint8_t { kText, kInteger, kUuid, kHex, kTime, kToken };

//   kind_of("42");                                     // kInteger: up to 19 digits
//   kind_of("9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11");   // kUuid
//   kind_of("2026-11-20T09:50:57Z");                   // kTime: a date, with a time perhaps; ISO 8601
//   kind_of("5f2b8c0e9d3a");                           // kHex: 12 or more, digits and letters of one case
//   kind_of("ord_8Fk3kQ0z");                           // kToken: 8 or more of A-Za-z0-9_-, digits and letters mixed
ValueKind kind_of(std::string_view text);

// A regular expression for all values of a kind; "" for kText.
std::string_view expression_of(ValueKind kind);
// The type of a capture in a path, {id:int}: "int", "uuid"; "" for all others, which a capture does not tell apart.
std::string_view capture_type_of(ValueKind kind);

}  // namespace mimus::recording
