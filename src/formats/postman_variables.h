#pragma once

#include <map>
#include <string>
#include <string_view>

namespace mimus::formats {

// The variables of a collection: {{baseUrl}} stands for a text, which may hold others.
class PostmanVariables {
 public:
  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  // Every {{name}} that is known replaced, ten levels deep; the others stay.
  std::string resolve(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// Is a {{name}} left in it?
bool has_variable(std::string_view text);

}  // namespace mimus::formats
