#include "java.h"

namespace mimus::helpers {

Error thrown(const Call& call, std::string_view java_class, std::string_view message) {
  return call.fail(std::string(java_class) + ": " + std::string(message));
}

Error null_pointer(const Call& call, std::string_view invoked, std::string_view what) {
  return thrown(call, "java.lang.NullPointerException",
                "Cannot invoke \"" + std::string(invoked) + "\" because \"" + std::string(what) +
                    "\" is null");
}

Value complaint(const Call& call, std::string_view sentence) {
  return call.made("[ERROR: " + std::string(sentence) + "]");
}

Value subject(const Call& call) {
  return call.size() == 0 ? call.context() : call.arg(0);
}

Result<std::string_view> subject_text(Call& call) {
  const Value value = subject(call);
  if (value.is_nothing()) return null_pointer(call);
  return call.text(value);
}

Result<std::string_view> block_or_subject(Call& call) {
  if (call.is_block() && call.size() == 0) return call.captured_block();
  return subject_text(call);
}

std::string_view java_class(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kAbsent:
    case Value::Kind::kNull:
      return "null";
    case Value::Kind::kBool:
      return "java.lang.Boolean";
    case Value::Kind::kInteger:
      return value.as_integer() < INT32_MIN || value.as_integer() > INT32_MAX ? "java.lang.Long"
                                                                              : "java.lang.Integer";
    case Value::Kind::kDouble:
    case Value::Kind::kNumeral:
      return "java.lang.Double";
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      return "java.lang.String";
    default:
      return value.is_list_like()  ? "java.util.ArrayList"
             : value.is_map_like() ? "java.util.HashMap"
                                   : "java.lang.Object";
  }
}

std::string_view java_text(const Call& call, const Value& value) {
  return value.is_nothing() ? std::string_view("null") : call.text(value);
}

Error class_cast(const Call& call, const Value& value, std::string_view wanted) {
  const std::string from(java_class(value)), to(wanted);
  return thrown(call, "java.lang.ClassCastException",
                "class " + from + " cannot be cast to class " + to + " (" + from + " and " + to +
                    " are in module java.base of loader 'bootstrap')");
}

Result<std::int64_t> integer_option(const Call& call, std::string_view name,
                                    std::int64_t otherwise) {
  const Value value = call.hash(name);
  if (value.is_nothing()) return otherwise;
  if (value.kind() != Value::Kind::kInteger) return class_cast(call, value, "java.lang.Integer");
  return value.as_integer();
}

Result<bool> boolean_option(const Call& call, std::string_view name, bool otherwise) {
  const Value value = call.hash(name);
  if (value.is_nothing()) return otherwise;
  if (!value.is_bool()) return class_cast(call, value, "java.lang.Boolean");
  return value.as_bool();
}

namespace {

std::size_t code_point_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::size_t java_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = code_point_bytes(text[i]);
    units += bytes == 4 ? 2 : 1;
    i += bytes;
  }
  return units;
}

std::size_t byte_of(std::string_view text, std::size_t unit) {
  std::size_t i = 0;
  for (std::size_t units = 0; i < text.size() && units < unit;) {
    const std::size_t bytes = code_point_bytes(text[i]);
    units += bytes == 4 ? 2 : 1;
    i += bytes;
  }
  return i < text.size() ? i : text.size();
}

}  // namespace mimus::helpers
