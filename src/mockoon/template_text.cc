#include "template_text.h"

#include <algorithm>
#include <iterator>

#include "base/hash.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kRequestHelpers[] = {
    "body",      "bodyRaw", "queryParam", "queryParamRaw", "queryParams", "urlParam", "urlParams", "header",
    "headers",   "cookie",  "hostname",   "ip",            "method",      "baseUrl",  "status",
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The words of a tag that stand outside of quotes.
bool names_request_helper(std::string_view tag) {
  for (std::size_t i = 0; i < tag.size();) {
    if (tag[i] == '\'' || tag[i] == '"') {
      const std::size_t end = tag.find(tag[i], i + 1);
      if (end == tag.npos) return true;
      i = end + 1;
    } else if (is_word(tag[i])) {
      std::size_t end = i;
      while (end < tag.size() && is_word(tag[end])) ++end;
      if (std::ranges::find(kRequestHelpers, tag.substr(i, end - i)) != std::end(kRequestHelpers)) return true;
      i = end;
    } else {
      ++i;
    }
  }
  return false;
}

}  // namespace

TemplateText TemplateText::literal(std::string_view text) {
  TemplateText made;
  made.program = render::Template::literal(std::string(text));
  return made;
}

TemplateText TemplateText::compile(std::string_view text, std::string_view place) {
  TemplateText made;
  made.place = hash_bytes(place);
  auto compiled = render::Template::compile(text, render::Language::kMockoon);
  if (compiled) {
    made.program = *std::move(compiled);
  } else {
    made.broken = std::move(compiled).error();
  }
  made.writes = text.find("setData") != text.npos || text.find("setGlobalVar") != text.npos;
  return made;
}

bool asks_request(std::string_view text) {
  for (std::size_t at = text.find("{{"); at != text.npos; at = text.find("{{", at + 2)) {
    const std::size_t end = text.find("}}", at);
    if (names_request_helper(text.substr(at, end == text.npos ? end : end - at))) return true;
  }
  return false;
}

}  // namespace mimus::mockoon
