#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "native/native.h"
#include "say_the_same.h"
#include "write.h"
#include "yaml/document.h"
#include "yaml/write.h"

namespace mimus::native {
namespace {

using Lines = std::vector<std::string_view>;  // with their ends

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool says_nothing(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t\r\n");
  return at == line.npos || line[at] == '#';
}

bool begins_an_item(std::string_view line) { return line.substr(indent_of(line)).starts_with("- "); }

// The lines of one route, [first, end), without comments around it.
struct Item {
  std::size_t first, end;
};

// Where the routes stand that these stubs came from, in the order of the text. Nothing when two of them share a line, or one does not begin its own.
std::optional<std::vector<Item>> items_of(const yaml::Document& document, std::span<const stub::Stub> stubs, const Lines& lines) {
  std::vector<std::pair<std::string, yaml::Document::Part>> pointers;
  for (const stub::Stub& stub : stubs) pointers.emplace_back(stub.origin.pointer, yaml::Document::Part::kValue);
  std::vector<Item> items;
  for (const Where& where : document.where(pointers)) {
    const std::size_t line = static_cast<std::size_t>(where.line) - 1;
    if (where.line < 1 || line >= lines.size() || !begins_an_item(lines[line])) return std::nullopt;
    if (!items.empty() && (line <= items.back().first || indent_of(lines[line]) != indent_of(lines[items.back().first]))) return std::nullopt;
    items.push_back({line, 0});
  }
  if (items.empty()) return std::nullopt;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t indent = indent_of(lines[items[i].first]);
    std::size_t end = items[i].first + 1;
    const std::size_t most = i + 1 < items.size() ? items[i + 1].first : lines.size();
    while (end < most && (says_nothing(lines[end]) || indent_of(lines[end]) > indent)) ++end;
    if (i + 1 < items.size() && end != most) return std::nullopt;  // something else stands between them
    while (says_nothing(lines[end - 1])) --end;
    items[i].end = end;
  }
  return items;
}

void append(const Lines& lines, std::size_t first, std::size_t end, std::string& out) {
  for (; first < end; ++first) out += lines[first];
  if (!out.empty() && out.back() != '\n') out += '\n';
}

// What a file says of all of its routes need not be said of one.
void write_route(const stub::Stub& stub, bool all_without_cors, int indent, std::string& out, std::vector<std::string>& lost) {
  Route route = to_document(stub);
  json::Object& members = route.document.get_object();
  const json::Value* const cors = members.if_contains("cors");
  if (all_without_cors && cors != nullptr && *cors == json::Value(false)) members.erase("cors");
  else if (all_without_cors && cors == nullptr) members["cors"] = true;
  for (const std::string& phrase : route.lost) out.append(static_cast<std::size_t>(indent), ' ').append("# not taken over: ").append(phrase).append("\n");
  yaml::write_item(route.document, out, indent);
  lost = std::move(route.lost);
}

bool reads_as(const std::string& text, std::span<const stub::Stub> stubs, const std::filesystem::path& file, const std::filesystem::path& folder) {
  const Loaded loaded = load_text(text, file.string(), folder);
  if (!loaded.errors.empty() || !loaded.configuration || loaded.configuration->stubs.size() != stubs.size()) return false;
  return std::ranges::equal(loaded.configuration->stubs, stubs, &say_the_same);
}

}  // namespace

std::optional<WrittenFile> rewrite_file(const std::string& text, std::span<const stub::Stub> before, std::span<const stub::Stub> after,
                                        const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto document = yaml::Document::parse(text, file.string());
  if (!document) return std::nullopt;
  const Lines lines = lines_of(text);
  const auto items = items_of(*document, before, lines);
  if (!items) return std::nullopt;
  const json::Value* const cors = document->root().is_object() ? document->root().get_object().if_contains("cors") : nullptr;
  const bool all_without_cors = cors != nullptr && *cors == json::Value(false);
  const int indent = static_cast<int>(indent_of(lines[items->front().first]));

  WrittenFile made;
  made.lost.resize(after.size());
  append(lines, 0, items->front().first, made.text);
  std::size_t next = 0;  // of `after`
  std::size_t written = items->front().first;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool stays = next < after.size() && after[next].origin == before[i].origin;
    if (stays) {
      append(lines, written, (*items)[i].first, made.text);
      if (after[next] == before[i]) append(lines, (*items)[i].first, (*items)[i].end, made.text);
      else write_route(after[next], all_without_cors, indent, made.text, made.lost[next]);
      ++next;
    }
    written = (*items)[i].end;
  }
  for (; next < after.size(); ++next) {
    if (!made.text.ends_with("\n\n")) made.text += '\n';
    write_route(after[next], all_without_cors, indent, made.text, made.lost[next]);
  }
  append(lines, written, lines.size(), made.text);
  if (!reads_as(made.text, after, file, folder)) return std::nullopt;
  return made;
}

}  // namespace mimus::native
