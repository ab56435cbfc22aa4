#pragma once

#include <span>
#include <string_view>

namespace mimus::match {

// A type that a capture can be given: {id:int}. A row of capture_types().
struct CaptureType {
  std::string_view name;                  // "int"
  bool (*holds)(std::string_view text);   // never called with empty text
  std::string_view summary;               // "a whole number: 7, -12"
};

std::span<const CaptureType> capture_types();
const CaptureType* find_capture_type(std::string_view name);  // nullptr: no such type

}  // namespace mimus::match
