#include "route_request.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "http/message.h"
#include "scalars.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

constexpr std::string_view kCommonMethods[] = {"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                               "DELETE", "OPTIONS", "TRACE", "CONNECT"};

std::string_view trimmed(Context& in, std::string_view text, const Place& at) {
  const std::string_view rest = text::trim(text);
  if (rest.size() != text.size()) {
    in.faults.warn(at, at.name() + " has blanks around it, which are ignored",
                   "write \"" + std::string(rest) + "\"");
  }
  return rest;
}

// A method's name, or "" for any. Nothing when it is not one.
std::optional<std::string> read_method(Context& in, const json::Value& value, const Place& at) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return std::nullopt;
  const std::string_view name = trimmed(in, *text, at);
  if (name == "*" || text::equal_ignoring_case(name, "any")) return "";
  for (const std::string_view common : kCommonMethods) {
    if (text::equal_ignoring_case(name, common)) return std::string(common);
  }
  if (http::is_token(name)) return std::string(name);
  in.faults.error(at, "'" + std::string(name) + "' is not a method",
                  "for several write [GET, POST]");
  return std::nullopt;
}

}  // namespace

std::optional<match::PathPattern> read_path(Context& in, const json::Value& value,
                                            const Place& at) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return std::nullopt;
  const std::string_view path = trimmed(in, *text, at);
  auto pattern = match::PathPattern::parse(path);
  if (pattern) return *std::move(pattern);
  in.faults.error_inside(at, std::move(pattern).error(),
                         static_cast<std::size_t>(path.data() - text->data()));
  return std::nullopt;
}

std::vector<std::string> read_methods(Context& in, const json::Value& value, const Place& at) {
  std::vector<std::string> methods;
  bool any = false;
  const auto add = [&](std::optional<std::string> method) {
    if (!method) return;
    any = any || method->empty();
    if (std::find(methods.begin(), methods.end(), *method) != methods.end()) return;
    methods.push_back(*std::move(method));
  };
  if (value.is_array()) {
    const json::Array& list = value.get_array();
    if (list.empty())
      in.faults.error(at, "the list of methods is empty", "leave it out for any method");
    for (std::size_t i = 0; i < list.size(); ++i) add(read_method(in, list[i], at.item(i)));
  } else if (value.is_string()) {
    add(read_method(in, value, at));
  } else {
    in.faults.wrong_type(at, "a method or a list of methods", value);
  }
  if (any) methods.clear();
  return methods;
}

}  // namespace mimus::native
