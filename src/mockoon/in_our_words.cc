#include <algorithm>
#include <iterator>

#include "import.h"
#include "render/template.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

// {{helper 'name'}} there, {{root.name}} here.
struct WordRow {
  std::string_view helper, root;
};
constexpr WordRow kWords[] = {
    {"urlParam", "path"}, {"queryParam", "query"}, {"header", "header"}, {"cookie", "cookie"}, {"body", "body"}, {"bodyRaw", "body"},
};
// What both have under one name, and mean the same by.
constexpr std::string_view kShared[] = {"faker", "uuid", "method", "body"};

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  });
}

// What stands between the braces, rewritten.
std::optional<std::string> rewritten(std::string_view inside) {
  inside = text::trim(inside);
  const std::size_t blank = inside.find(' ');
  const std::string_view helper = inside.substr(0, blank);
  const std::string_view rest = blank == inside.npos ? std::string_view() : text::trim(inside.substr(blank));
  const auto row = std::ranges::find(kWords, helper, &WordRow::helper);
  const bool quoted = rest.size() > 2 && (rest.front() == '\'' || rest.front() == '"') && rest.back() == rest.front();
  if (row != std::end(kWords) && quoted && is_plain_name(rest.substr(1, rest.size() - 2))) {
    return std::string(row->root) + "." + std::string(rest.substr(1, rest.size() - 2));
  }
  const bool alone = rest.empty() || helper == "faker";
  if (std::ranges::find(kShared, helper) == std::end(kShared) || !alone) return std::nullopt;
  return std::string(inside);
}

}  // namespace

std::optional<std::string> in_our_words(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    out += text.substr(0, open);
    if (open == text.npos) break;
    const std::size_t braces = text.substr(open).starts_with("{{{") ? 3 : 2;
    const std::size_t close = text.find(braces == 3 ? "}}}" : "}}", open);
    if (close == text.npos) return std::nullopt;
    const auto inside = rewritten(text.substr(open + braces, close - open - braces));
    if (!inside) return std::nullopt;
    out += "{{" + *inside + "}}";
    text.remove_prefix(close + braces);
  }
  if (!render::Template::compile(out)) return std::nullopt;
  return out;
}

}  // namespace mimus::mockoon
