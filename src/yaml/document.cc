#include "document.h"

#include <optional>
#include <utility>

#include "json/locate.h"
#include "libyaml_reader.h"
#include "places.h"
#include "simple_reader.h"
#include "tree.h"

namespace mimus::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr json::ReadOptions kJson{
    .max_depth = Tree::kMaxDepth, .comments = true, .trailing_commas = true};

std::string_view without_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

bool looks_like_json(std::string_view text) {
  text = without_mark(text);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

template <class Sink>
Status read_events(std::string_view text, Sink&& sink) {
  LibyamlReader reader(text);
  while (true) {
    MIMUS_TRY(const std::optional<Event> event, reader.next());
    if (!event) return Done{};
    MIMUS_TRY_DONE(sink(*event));
  }
}

Result<json::Value> read_yaml(std::string_view text, const boost::json::storage_ptr& storage) {
  if (Tree tree(storage); read_simple(text, tree)) return tree.finish();
  Tree tree(storage);
  MIMUS_TRY_DONE(read_events(text, [&](const Event& event) { return tree.take(event); }));
  return tree.finish();
}

// The JSON reader's fault or the YAML reader's? The one that came further understood the text
// better.
Error better(Error json, Error yaml, std::string_view source) {
  const bool is_json = source.ends_with(".json") || json.where.offset >= yaml.where.offset;
  return is_json ? std::move(json) : std::move(yaml);
}

}  // namespace

Document::Document(std::string text, std::string source, json::Document values, bool is_json)
    : text_(std::move(text)),
      source_(std::move(source)),
      values_(std::move(values)),
      is_json_(is_json) {}

Result<Document> Document::parse(std::string text, std::string source_name) {
  std::optional<Error> json_error;
  if (looks_like_json(text)) {
    auto values = json::Document::parse(text, kJson);
    if (values) return Document(std::move(text), std::move(source_name), *std::move(values), true);
    json_error = std::move(values).error();
  }
  const std::string_view content = without_mark(text);
  auto values = json::Document::build(
      content.size(), [&](const auto& storage) { return read_yaml(content, storage); });
  if (values) return Document(std::move(text), std::move(source_name), *std::move(values), false);

  Error error = std::move(values).error();
  error.where.offset = error.where.offset.value_or(0) + (text.size() - content.size());
  if (json_error) error = better(*std::move(json_error), std::move(error), source_name);
  const json::Position at = json::position_of(text, *error.where.offset);
  error.where.line = at.line;
  error.where.column = at.column;
  error.where.source = std::move(source_name);
  return error;
}

Where Document::where(std::string_view pointer, Part part) const {
  return where(std::vector<std::pair<std::string, Part>>{{std::string(pointer), part}}).front();
}

std::vector<Where> Document::where(
    const std::vector<std::pair<std::string, Part>>& pointers) const {
  std::vector<std::string> wanted;
  for (const auto& [pointer, part] : pointers) wanted.push_back(pointer);
  json::Sought sought(wanted);
  if (is_json_) {
    json::locate(text_, sought);
  } else {
    const std::string_view content = without_mark(text_);
    int documents = 0;
    (void)read_events(content, [&](const Event& event) -> Status {
      documents += event.kind == Event::Kind::kDocument;
      return Done{};
    });
    Places places(content, sought, documents > 1);
    (void)read_events(content, [&](const Event& event) -> Status {
      places.take(event);
      return Done{};
    });
  }
  std::vector<Where> found;
  for (const auto& [pointer, part] : pointers) {
    Where& where = found.emplace_back(Where{.source = source_, .pointer = pointer});
    if (const auto at = sought.nearest(pointer, part == Part::kKey)) {
      where.line = at->line;
      where.column = at->column;
      where.offset = at->offset + (is_json_ ? 0 : text_.size() - without_mark(text_).size());
    }
  }
  return found;
}

}  // namespace mimus::yaml
