#include "report.h"

#include "dialect.h"
#include "sentences.h"
#include "text/suggest.h"

namespace mimus::jsonschema {

std::string Report::pointer() const {
  std::string text;
  for (const Step& step : path_) {
    text += '/';
    text += step.index() == 0 ? json::escape_pointer(std::get<0>(step))
                              : std::to_string(std::get<1>(step));
  }
  return text;
}

void Report::fail(NodeId id, std::string_view keyword, std::string message, std::string_view part) {
  if (full()) return;
  std::string schema = program_.locations[id] + "/" + json::escape_pointer(keyword);
  if (!part.empty()) schema += "/" + json::escape_pointer(part);
  out_.push_back({pointer(), std::move(schema), std::string(keyword), std::move(message)});
}

void Report::wrong(NodeId id, const Check& check, const json::Value& value) {
  fail(id, keywords()[check.keyword].name, sentence(program_, check, value));
}

void Report::kind(NodeId id, const json::Value& value) {
  fail(id, "type", type_sentence(program_.nodes[id], value));
}

void Report::discriminator(NodeId id, const Discriminator& discriminator, const json::Value* name) {
  if (name == nullptr) {
    return fail(id, "discriminator",
                "must have the member " + quoted(discriminator.member) + ", which says what it is");
  }
  std::string names;
  for (const std::string& word : discriminator.values.words())
    names += (names.empty() ? "" : ", ") + quoted(word);
  fail(id, "discriminator",
       quoted(discriminator.member) + " must be one of " + names + ", is " + excerpt(*name));
}

void Report::several(NodeId id, std::size_t alternatives, std::size_t first, std::size_t second) {
  fail(id, "oneOf",
       "must match only one of the " + std::to_string(alternatives) +
           " alternatives, matches number " + std::to_string(first + 1) + " and number " +
           std::to_string(second + 1));
}

void Report::no_element(NodeId id, const Items& items, std::size_t index, std::size_t size) {
  if (index < items.prefix.size()) {
    return fail(id, items.prefix_keyword,
                "no element is allowed at index " + std::to_string(index));
  }
  fail(id, items.rest_keyword,
       "must have at most " + std::to_string(items.prefix.size()) + " elements, has " +
           std::to_string(size));
}

void Report::contains(NodeId id, const Contains& contains, std::uint64_t count) {
  const bool few = count < contains.least;
  const std::uint64_t bound = few ? contains.least : contains.most;
  const std::string_view keyword = !few                  ? "maxContains"
                                   : contains.least == 1 ? "contains"
                                                         : "minContains";
  fail(id, keyword,
       "must have at " + std::string(few ? "least " : "most ") + std::to_string(bound) +
           " of the elements that \"contains\" describes, has " + std::to_string(count));
}

void Report::twins(NodeId id, const json::Array& array, std::size_t first, std::size_t second) {
  fail(id, "uniqueItems",
       "must not have the same element twice, has " + excerpt(array[first]) + " at " +
           std::to_string(first) + " and " + std::to_string(second));
}

void Report::unevaluated_element(NodeId id, std::size_t index, const json::Value& element) {
  fail(id, "unevaluatedItems",
       "the element at index " + std::to_string(index) + " is not allowed, is " + excerpt(element));
}

void Report::no_member(NodeId id, std::string_view keyword, std::string_view name, bool is_part) {
  fail(id, keyword, "the member " + quoted(name) + " is not allowed", is_part ? name : "");
}

void Report::surplus(NodeId id, const StringTable& names, std::string_view name) {
  std::string message = "the member " + quoted(name) + " is not allowed";
  const std::vector<std::string_view> known(names.words().begin(), names.words().end());
  const std::string_view near = text::nearest(name, known);
  if (!near.empty()) message += "; did you mean " + quoted(near) + "?";
  fail(id, "additionalProperties", std::move(message));
}

void Report::missing(NodeId id, const Members& members, const json::Object& object) {
  for (std::uint32_t i = 0; i < members.rules.size(); ++i) {
    const std::string_view name = members.names.word(i);
    if (members.rules[i].required && !object.contains(name))
      fail(id, "required", "must have the member " + quoted(name));
  }
}

void Report::dependent(NodeId id, const Check& check, std::string_view name,
                       std::string_view because) {
  fail(id, keywords()[check.keyword].name,
       "must have the member " + quoted(name) + " because it has the member " + quoted(because));
}

}  // namespace mimus::jsonschema
