#include "links.h"

#include <algorithm>

namespace mimus::recording {
namespace {

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// `text` with `what` replaced wherever it stands as a word of its own.
std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at)) {
    const std::size_t end = at + what.size();
    const bool alone = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    if (alone) {
      out.append(text, copied, at - copied).append(with);
      copied = end;
    }
    at = alone ? end : at + 1;
  }
  return copied == 0 ? std::string(text) : out.append(text, copied);
}

// A place holder that no recorded text has, one for each source.
std::string hole(std::size_t source) { return std::string(1, '\x01') + std::to_string(source) + '\x02'; }

// The text of exchange `i` with the sources' values taken out, the long ones first.
std::string template_of(std::string_view text, std::size_t i, const std::vector<Source>& sources, const std::vector<std::size_t>& order) {
  std::string made(text);
  for (const std::size_t s : order) {
    if (!sources[s].texts[i].empty()) made = replaced(made, sources[s].texts[i], hole(s));
  }
  return made;
}

std::string filled(std::string text, std::size_t i, const std::vector<Source>& sources) {
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const std::string mark = hole(s);
    for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
      text.replace(at, mark.size(), sources[s].texts[i]);
      at += sources[s].texts[i].size();
    }
  }
  return text;
}

bool all_strings(Values values) {
  return std::ranges::all_of(values, [](const json::Value* value) { return value->is_string(); });
}

std::string_view text_at(Values values, std::size_t i) { return values[i]->get_string(); }

std::optional<std::string> whole_link(Values values, std::vector<Source>& sources, bool text) {
  for (Source& source : sources) {
    const auto same = [&](bool as_text) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (as_text ? !values[i]->is_string() || text_at(values, i) != source.texts[i] : *values[i] != source.values[i]) return false;
      }
      return true;
    };
    if (!text && same(false)) return source.used = true, source.expression;
    if (same(true)) return source.used = true, text ? source.expression : source.text_expression;
  }
  return std::nullopt;
}

// The longest value first: of "17" and "1700" the latter.
std::vector<std::size_t> by_length(const std::vector<Source>& sources) {
  std::vector<std::size_t> order(sources.size());
  for (std::size_t s = 0; s < order.size(); ++s) order[s] = s;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sources[a].texts[0].size() > sources[b].texts[0].size();
  });
  return order;
}

std::optional<std::string> inner_link(Values values, std::vector<Source>& sources) {
  if (!all_strings(values)) return std::nullopt;
  const std::string_view first = text_at(values, 0);
  if (first.find_first_of("\x01\x02") != first.npos || first.find("{{") != first.npos) return std::nullopt;
  const std::vector<std::size_t> order = by_length(sources);
  std::string made = template_of(first, 0, sources, order);
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (filled(made, i, sources) != text_at(values, i)) return std::nullopt;
  }
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const std::string mark = hole(s);
    for (std::size_t at = made.find(mark); at != made.npos; at = made.find(mark, at)) {
      made.replace(at, mark.size(), sources[s].expression);
      at += sources[s].expression.size();
      sources[s].used = true;
    }
  }
  return made;
}

}  // namespace

std::optional<std::string> link(Values values, std::vector<Source>& sources, bool text) {
  if (sources.empty()) return std::nullopt;
  if (auto whole = whole_link(values, sources, text)) return whole;
  return inner_link(values, sources);
}

}  // namespace mimus::recording
