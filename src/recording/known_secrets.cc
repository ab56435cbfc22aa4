#include "known_secrets.h"

#include <algorithm>
#include <cstring>

#include "json/json.h"
#include "redact.h"
#include "secrets.h"
#include "text/encoding.h"
#include "text/markup.h"
#include "text/percent.h"

namespace mimus::recording {
namespace {

constexpr std::size_t kShortest = 8;

std::uint64_t start_of(std::string_view text) {
  std::uint64_t start = 0;
  std::memcpy(&start, text.data(), sizeof start);
  return start;
}

std::size_t bucket(std::uint64_t start) { return static_cast<std::size_t>((start * 0x9E3779B97F4A7C15u) >> 48); }

// "/account/change-password", "https://…": what {"changePassword": …} may name.
bool is_place(std::string_view value) {
  return value.find("://") != value.npos || (value.starts_with('/') && value.find_first_not_of("abcdefghijklmnopqrstuvwxyz/-_.{}") == value.npos);
}

}  // namespace

void KnownSecrets::add(std::string_view value) {
  if (value.size() < kShortest || value.find(kRedacted) != value.npos || is_secret_name(plain_name(value))) return;
  if (value.find_first_not_of("0123456789.+-eE ") == value.npos || is_place(value)) return;
  add_form(value);
  add_form(text::percent_encode(value));
  if (!text::is_valid_utf8(value)) return;
  const std::string quoted = json::write(json::Value(value));
  add_form(std::string_view(quoted).substr(1, quoted.size() - 2));
  std::string markup = text::escape_markup(value);
  add_form(markup);
  for (std::size_t at = markup.find('"'); at != markup.npos; at = markup.find('"', at)) markup.replace(at, 1, "&quot;");
  add_form(markup);
}

void KnownSecrets::add_form(std::string_view form) {
  std::vector<std::string>& same = by_start_[start_of(form)];
  if (std::ranges::find(same, form) != same.end()) return;
  same.emplace(std::ranges::find_if(same, [&](const std::string& other) { return other.size() < form.size(); }), form);
  maybe_.set(bucket(start_of(form)));
}

std::string_view KnownSecrets::found_at(std::string_view text) const {
  const std::uint64_t start = start_of(text);
  if (!maybe_.test(bucket(start))) return {};
  const auto same = by_start_.find(start);
  if (same == by_start_.end()) return {};
  const auto longest = std::ranges::find_if(same->second, [&](const std::string& one) { return text.starts_with(one); });
  return longest == same->second.end() ? std::string_view() : std::string_view(*longest);
}

std::size_t KnownSecrets::mask(std::string& text) const {
  if (empty()) return 0;
  std::size_t count = 0, copied = 0;
  std::string out;
  for (std::size_t at = 0; at + kShortest <= text.size();) {
    const std::string_view found = found_at(std::string_view(text).substr(at));
    if (found.empty()) {
      ++at;
      continue;
    }
    out.append(text, copied, at - copied).append(kRedacted);
    at = copied = at + found.size();
    ++count;
  }
  if (count > 0) text = out.append(text, copied);
  return count;
}

}  // namespace mimus::recording
