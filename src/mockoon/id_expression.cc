#include "id_expression.h"

#include <string>

namespace mimus::mockoon {

std::optional<IdExpression> find_id_expression(std::string_view bucket, std::string_view key) {
  if (const std::size_t dot = key.rfind('.'); dot != key.npos) key.remove_prefix(dot + 1);
  const std::string member = "\"" + std::string(key) + "\"";
  std::size_t at = bucket.find(member);
  if (key.empty() || at == bucket.npos) return std::nullopt;
  const auto skip_blanks = [&] {
    while (at < bucket.size() && (bucket[at] == ' ' || bucket[at] == '\t' || bucket[at] == '\n' || bucket[at] == '\r')) ++at;
  };
  at += member.size();
  skip_blanks();
  if (at >= bucket.size() || bucket[at] != ':') return std::nullopt;
  ++at;
  skip_blanks();
  const bool quoted = at < bucket.size() && bucket[at] == '"';
  if (quoted) ++at;
  if (!bucket.substr(at).starts_with("{{") || bucket.substr(at).starts_with("{{#")) return std::nullopt;
  std::size_t end = bucket.find("}}", at);
  if (end == bucket.npos) return std::nullopt;
  end += 2;
  if (end < bucket.size() && bucket[end] == '}') ++end;
  const bool whole = !quoted || (end < bucket.size() && bucket[end] == '"');
  if (!whole) return std::nullopt;
  IdExpression made{TemplateText::compile(bucket.substr(at, end - at), "id"), quoted};
  if (made.text.broken) return std::nullopt;
  return made;
}

}  // namespace mimus::mockoon
