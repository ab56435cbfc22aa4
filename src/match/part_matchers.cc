// multipartPatterns: what one part, or every part, of a multipart body must look like.
#include <algorithm>

#include "operands.h"

namespace mimus::match {
namespace {

struct PartMatcher {
  bool every = false;
  std::optional<std::string> file_name;
  std::vector<std::pair<std::string, Matchers>> headers;
  std::vector<Matchers> bodies;

  bool holds_for(std::size_t part, const Asking& asking) const;
};

bool PartMatcher::holds_for(std::size_t i, const Asking& asking) const {
  if (headers.empty() && bodies.empty()) return true;  // the file name does not count then
  const http::Part& part = asking.facts.parts()[i];
  if (file_name && part.filename != *file_name) return false;
  for (const auto& [name, wanted] : headers) {
    Samples values(asking.arena());
    for (const http::HeaderField& field : part.fields) {
      if (http::same_name(field.name, name)) values.add(Sample(field.value));
    }
    if (!wanted.hold(values.view(), asking)) return false;
  }
  const Sample body = part.body.empty() ? Sample() : Sample(&asking.facts.part_body(i));
  return std::all_of(bodies.begin(), bodies.end(), [&](const Matchers& wanted) {
    return body.absent() ? wanted.hold({}, asking) : wanted.hold({&body, 1}, asking);
  });
}

bool parts_hold(const Matcher& matcher, std::span<const Sample>, const Asking& asking) {
  const auto& m = matcher.as<PartMatcher>();
  const std::size_t count = asking.facts.parts().size();
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (m.holds_for(i, asking)) {
      if (!m.every) return true;
      ++fitting;
    } else if (m.every) {
      return false;
    }
  }
  return count > 0 && fitting == count;
}

Status read_headers(const json::Value& headers, Manner manner, PartMatcher& part) {
  if (!headers.is_object()) return wants("an object from header to matcher", headers);
  for (const auto& member : headers.get_object()) {
    MIMUS_TRY(Matchers wanted, Matchers::compile(member.value(), {Place::kHeader, manner}));
    part.headers.emplace_back(member.key(), std::move(wanted));
  }
  return Done{};
}

Result<Matcher> compile_part(const Test& test, Setting setting) {
  if (setting.place != Place::kMultipart) return invalid("only a multipart body has parts");
  const json::Object* object = test.operand.if_object();
  if (object == nullptr) return wants("an object", test.operand, "write {\"headers\": {…}, \"bodyPatterns\": […]}");
  PartMatcher part;
  const auto given = [object](std::string_view name) {
    const json::Value* value = object->if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
  };
  if (const json::Value* type = given("matchingType")) {
    const bool known = type->is_string() && (type->get_string() == "ANY" || type->get_string() == "ALL");
    if (!known) return invalid("unknown matchingType", "expected ANY or ALL");
    part.every = type->get_string() == "ALL";
  }
  if (const json::Value* name = given("fileName"); name != nullptr && name->is_string()) {
    part.file_name = std::string(view(name->get_string()));
  }
  if (const json::Value* headers = given("headers")) MIMUS_TRY_DONE(read_headers(*headers, setting.manner, part));
  if (const json::Value* bodies = given("bodyPatterns")) {
    MIMUS_TRY(part.bodies, compile_each(*bodies, {Place::kBody, setting.manner}));
  }
  Matcher matcher;
  matcher.own = std::make_shared<const PartMatcher>(std::move(part));
  matcher.on_list = &parts_hold;
  return matcher;
}

}  // namespace

std::span<const MatcherKind> part_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"part", "object", "a part of a multipart body: {matchingType, fileName, headers, bodyPatterns}"},
       MatcherKind::kBoth, 30, &compile_part},
  };
  return kKinds;
}

}  // namespace mimus::match
