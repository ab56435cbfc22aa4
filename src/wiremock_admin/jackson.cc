#include "jackson.h"

#include <string_view>

namespace mimus::wiremock_admin {
namespace {

void new_line(std::size_t depth, std::string& out) {
  out += '\n';
  out.append(2 * depth, ' ');
}

void write(const json::Value& value, std::size_t depth, std::string& out);

void write(const json::Array& array, std::size_t depth, std::string& out) {
  if (array.empty()) {
    out += "[ ]";
    return;
  }
  std::string_view before = "[ ";
  for (const json::Value& element : array) {
    out += before;
    write(element, depth, out);
    before = ", ";
  }
  out += " ]";
}

void write(const json::Object& object, std::size_t depth, std::string& out) {
  if (object.empty()) {
    out += "{ }";
    return;
  }
  char before = '{';
  for (const auto& member : object) {
    out += before;
    new_line(depth + 1, out);
    json::write_string(member.key(), out);
    out += " : ";
    write(member.value(), depth + 1, out);
    before = ',';
  }
  new_line(depth, out);
  out += '}';
}

void write(const json::Value& value, std::size_t depth, std::string& out) {
  if (const auto* object = value.if_object()) {
    write(*object, depth, out);
  } else if (const auto* array = value.if_array()) {
    write(*array, depth, out);
  } else {
    json::write(value, out);
  }
}

}  // namespace

void write_as_jackson(const json::Value& value, std::string& out, std::size_t depth) {
  write(value, depth, out);
}

std::string write_as_jackson(const json::Value& value) {
  std::string out;
  write_as_jackson(value, out);
  return out;
}

}  // namespace mimus::wiremock_admin
