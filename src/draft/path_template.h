#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mimus::draft {

// A path of OpenAPI with its parameters' names in order: "/users/{userId}/orders/{orderId}".
struct PathTemplate {
  std::string text;
  std::vector<std::string> names;
  std::vector<std::string> types;  // as OpenAPI has them; "" : what was seen tells
};

// Of a path that was seen: segments that look like identifiers (numbers, UUIDs, hexadecimal and mixed tokens) become parameters, named after
// the segment before them: "/users/17/orders/9" is "/users/{userId}/orders/{orderId}".
PathTemplate template_of_path(std::string_view path);

// Of a native path pattern: "/users/{id:int}" is "/users/{id}", '*' and "**" become parameters.
PathTemplate template_of_pattern(std::string_view pattern);

// The texts that a path has for the parameters; none when it is of another form.
std::vector<std::string> values_of(const PathTemplate& path_template, std::string_view path);

}  // namespace mimus::draft
