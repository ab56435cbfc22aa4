#include "state_listeners.h"

#include <string>

#include "jackson.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

render::Template as_template(const json::Value& value) {
  const auto text = text_of(value);
  const std::string source = text ? *text : json::write(value);
  auto compiled = render::Template::compile(source, render::Language::kWireMock);
  return compiled ? *std::move(compiled) : render::Template::literal(source);
}

stub::ContextChange::Properties read_properties(const json::Value& map) {
  stub::ContextChange::Properties out;
  if (const json::Object* object = map.if_object()) {
    for (const auto& member : *object) out.emplace_back(std::string(member.key()), as_template(member.value()));
  }
  return out;
}

bool is_true(const json::Value* value) {
  if (value == nullptr) return false;
  const auto flag = flag_of(*value);
  return flag && *flag;
}

std::optional<stub::ContextChange::Removal> read_removal(const json::Object& list) {
  stub::ContextChange::Removal out;
  if (is_true(given(list, "deleteFirst"))) {
    out.index = render::Template::literal("0");
  } else if (is_true(given(list, "deleteLast"))) {
    out.index = render::Template::literal("-1");
  } else if (const json::Value* index = given(list, "deleteIndex")) {
    out.index = as_template(*index);
  } else if (const json::Value* where = given(list, "deleteWhere"); where != nullptr && where->is_object()) {
    const json::Value* property = given(where->get_object(), "property");
    const json::Value* value = given(where->get_object(), "value");
    if (property == nullptr || value == nullptr) return std::nullopt;
    out.property = as_template(*property);
    out.value = as_template(*value);
  } else {
    return std::nullopt;
  }
  return out;
}

}  // namespace

std::optional<stub::ContextChange> read_state_listener(std::string_view name, const json::Object& parameters) {
  stub::ContextChange out;
  if (const json::Value* context = given(parameters, "context")) out.contexts.push_back(as_template(*context));
  const json::Value* list = given(parameters, "list");
  const json::Object* edits = list == nullptr ? nullptr : list->if_object();
  if (name == "recordState") {
    if (out.contexts.empty()) return std::nullopt;
    out.records = true;
    if (const json::Value* state = given(parameters, "state")) out.properties = read_properties(*state);
    for (const char* end : {"addFirst", "addLast"}) {
      const json::Value* element = edits == nullptr ? nullptr : given(*edits, end);
      if (element != nullptr) out.additions.push_back({std::string_view(end) == "addFirst", read_properties(*element)});
    }
    return out;
  }
  if (name != "deleteState") return std::nullopt;
  if (const json::Value* several = given(parameters, "contexts"); several != nullptr && several->is_array()) {
    for (const json::Value& one : several->get_array()) out.contexts.push_back(as_template(one));
  }
  if (const json::Value* pattern = given(parameters, "contextsMatching")) out.matching = as_template(*pattern);
  if (edits != nullptr) {
    out.removal = read_removal(*edits);
    if (!out.removal) return std::nullopt;
  }
  return out.contexts.empty() && !out.matching ? std::nullopt : std::optional(std::move(out));
}

}  // namespace mimus::wiremock
