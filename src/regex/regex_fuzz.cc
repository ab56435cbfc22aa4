// A line with an expression, then a text: what matches holds the required texts and is a candidate.
#include <cstdint>
#include <cstdlib>

#include "regex.h"

using mimus::regex::Regex;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  const std::string_view expression = input.substr(0, end);
  const std::string_view text = end == std::string_view::npos ? "" : input.substr(end + 1);
  const auto required = mimus::regex::required_text(expression);
  const auto regex = Regex::compile(expression);
  if (!regex) {
    if (*regex.error().where.offset > expression.size()) std::abort();
    return 0;
  }
  (void)regex->search(text);
  if (regex->full_match(text) != Regex::Outcome::kYes) return 0;
  if (!text.starts_with(required.prefix) || !text.ends_with(required.suffix) ||
      text.find(required.inner) == std::string_view::npos) {
    std::abort();
  }
  std::vector<int> candidates;
  mimus::regex::RegexSet(std::span(&expression, 1)).candidates(text, candidates);
  if (candidates.empty()) std::abort();
  return 0;
}
