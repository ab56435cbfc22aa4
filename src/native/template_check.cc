#include "template_check.h"

#include <utility>

#include "render/template.h"

namespace mimus::native {
namespace {

void check_strings(Faults& faults, const json::Value& value, const Place& at) {
  if (value.is_string()) {
    check_template(faults, std::string_view(value.get_string()), at);
  } else if (value.is_array()) {
    const json::Array& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) check_strings(faults, list[i], at.item(i));
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      check_strings(faults, member.value(), at.key(member.key()));
    }
  }
}

}  // namespace

bool has_expression(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

bool has_expression(const json::Value& value) {
  if (value.is_string()) return has_expression(std::string_view(value.get_string()));
  if (value.is_array()) {
    for (const json::Value& item : value.get_array()) {
      if (has_expression(item)) return true;
    }
  }
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      if (has_expression(std::string_view(member.key())) || has_expression(member.value()))
        return true;
    }
  }
  return false;
}

void check_template(Faults& faults, std::string_view text, const Place& at) {
  if (!has_expression(text)) return;
  if (auto compiled = render::Template::compile(text); !compiled) {
    faults.error_inside(at, std::move(compiled).error());
  }
}

void check_templates(Faults& faults, const json::Value& document, const Place& at) {
  if (!has_expression(document)) return;
  auto compiled = render::JsonTemplate::compile(document);
  if (compiled) return;
  // Compilation stops at the first fault; the reader of the file wants them all.
  const std::size_t before = faults.error_count();
  check_strings(faults, document, at);
  if (faults.error_count() == before)
    faults.error(at, compiled.error().message, compiled.error().hint);
}

render::Template read_template(Faults& faults, std::string_view text, const Place& at) {
  check_template(faults, text, at);
  auto compiled = render::Template::compile(text);
  return compiled ? *std::move(compiled) : render::Template::literal(std::string(text));
}

std::optional<BodyTemplate> read_body_template(Faults& faults, const json::Value& value, const Place& at) {
  if (value.is_string()) return read_template(faults, std::string_view(value.get_string()), at);
  check_templates(faults, value, at);
  auto compiled = render::JsonTemplate::compile(value);
  if (!compiled) return std::nullopt;
  return *std::move(compiled);
}

}  // namespace mimus::native
