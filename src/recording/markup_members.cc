#include "markup_members.h"

#include <algorithm>
#include <string>

#include "text/encoding.h"

namespace mimus::recording {
namespace {

using Visit = std::function<void(const Member&)>;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kCdata = "<![CDATA[";

std::string local(std::string_view name) { return std::string(name.substr(name.rfind(':') + 1)); }

// A view of `text` from `begin` to the first of `stops`, or its end.
std::string_view until(std::string_view text, std::size_t begin, std::string_view stops) {
  const std::size_t end = std::min(text.find_first_of(stops, begin), text.size());
  return text.substr(begin, end - begin);
}

// The attributes of a tag, from behind its name; returns the place behind its '>'.
std::size_t attributes(std::string_view text, std::size_t at, const Visit& visit) {
  std::string called;
  Member value;
  for (;;) {
    at = std::min(text.find_first_not_of(" \t\r\n/?", at), text.size());
    if (at == text.size()) break;
    if (text[at] == '>' || text[at] == '<') break;
    const std::string_view name = until(text, at, " \t\r\n=>/<");
    if (name.empty()) {
      ++at;
      continue;
    }
    at += name.size();
    const std::size_t equals = text.find_first_not_of(kBlanks, at);
    if (equals == text.npos || text[equals] != '=') continue;
    std::size_t begin = std::min(text.find_first_not_of(kBlanks, equals + 1), text.size());
    const bool quoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'');
    const std::string_view own = quoted ? until(text, begin + 1, text.substr(begin, 1)) : until(text, begin, " \t\r\n>");
    begin += quoted;
    visit({local(name), begin, begin + own.size()});
    const std::string lower = text::to_lower_ascii(local(name));
    if (lower == "name" || lower == "key") called = own;
    if (lower == "value" || lower == "content") value = {"", begin, begin + own.size()};
    at = std::min(begin + own.size() + quoted, text.size());
  }
  if (!called.empty() && value.end > value.begin) visit({called, value.begin, value.end});
  return std::min(at + (at < text.size() && text[at] == '>'), text.size());
}

}  // namespace

void for_each_markup_member(std::string_view text, const Visit& visit) {
  for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at)) {
    if (text.substr(at).starts_with("<!--")) {
      at = std::min(text.find("-->", at), text.size());
      continue;
    }
    const std::string_view name = until(text, ++at, " \t\r\n>/<");
    const bool opens = !name.empty() && name[0] != '!' && name[0] != '?';
    if (!opens && !text.substr(at).starts_with("?")) continue;
    at = attributes(text, at + name.size(), visit);
    if (!opens) continue;
    std::size_t begin = at, end = std::min(text.find('<', at), text.size());
    if (text.substr(at).starts_with(kCdata)) {
      begin = at + kCdata.size();
      at = end = std::min(text.find("]]>", begin), text.size());
    }
    if (text.substr(begin, end - begin).find_first_not_of(kBlanks) != text.npos) visit({local(name), begin, end});
  }
}

}  // namespace mimus::recording
