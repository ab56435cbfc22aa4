#pragma once

#include <string>
#include <string_view>

namespace mimus::jsonschema {

// The parts of a URI reference, RFC 3986 appendix B. Views into the text.
struct UriParts {
  std::string_view scheme, authority, path, query, fragment;
  bool has_scheme = false, has_authority = false, has_query = false, has_fragment = false;
};
UriParts split_uri(std::string_view text);

// RFC 3986 §5.2: what `reference` means where `base` is the base. Without a base the reference
// itself.
std::string resolve_uri(std::string_view base, std::string_view reference);

// "http://x/y#z" -> "http://x/y"
std::string_view without_fragment(std::string_view uri);
// "http://x/y#z" -> "z"; "" when there is none.
std::string_view fragment_of(std::string_view uri);

}  // namespace mimus::jsonschema
