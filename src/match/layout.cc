#include "layout.h"

#include "json/lenient.h"

namespace mimus::match {
namespace {

void lay_out(const json::Value& value, std::size_t level, std::string& out) {
  if (const json::Object* object = value.if_object(); object != nullptr && !object->empty()) {
    const char* before = "{\n";
    for (const auto& member : *object) {
      out += before;
      out.append(2 * level + 2, ' ');
      json::write_string({member.key().data(), member.key().size()}, out);
      out += " : ";
      lay_out(member.value(), level + 1, out);
      before = ",\n";
    }
    out += '\n';
    out.append(2 * level, ' ');
    out += '}';
  } else if (const json::Array* array = value.if_array(); array != nullptr && !array->empty()) {
    const char* before = "[ ";
    for (const json::Value& element : *array) {
      out += before;
      lay_out(element, level, out);
      before = ", ";
    }
    out += " ]";
  } else if (value.is_object() || value.is_array()) {
    out += value.is_object() ? "{ }" : "[ ]";
  } else if (const json::String* string = value.if_string();
             string != nullptr && string->size() > 0 && (*string)[0] == json::kDigits[0]) {
    out.append(string->data() + 1, string->size() - 1);
  } else {
    json::write(value, out);
  }
}

}  // namespace

std::string jackson_layout(const json::Value& value) {
  std::string out;
  lay_out(value, 0, out);
  return out;
}

}  // namespace mimus::match
