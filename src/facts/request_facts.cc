#include "request_facts.h"

#include <algorithm>
#include <functional>

#include "http/cookies.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::facts {
namespace {

// application/x-www-form-urlencoded (WHATWG URL §5.1), as queries and forms are written.
std::span<const NameValue> parse_pairs(std::string_view text, Arena& arena) {
  if (text.empty()) return {};
  const auto separators = static_cast<std::size_t>(std::count(text.begin(), text.end(), '&'));
  const std::span<NameValue> pairs = arena.array<NameValue>(separators + 1);
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    pairs[count++] = {text::form_decode(pair.substr(0, equals), arena),
                      text::form_decode(value, arena)};
  }
  return pairs.first(count);
}

bool is_form(const http::Request& request) {
  const auto type = request.header("Content-Type");
  return type && text::equal_ignoring_case(text::trim(type->substr(0, type->find(';'))),
                                           "application/x-www-form-urlencoded");
}

// How many cookies there can be, at most.
std::size_t cookie_room(const http::Request& request) {
  std::size_t room = 0;
  for (const http::HeaderField& field : request.fields) {
    if (!http::same_name(field.name, "Cookie")) continue;
    room += 1 + static_cast<std::size_t>(std::count(field.value.begin(), field.value.end(), ';'));
  }
  return room;
}

// HTTP/2 may spread cookies over several fields (RFC 9113 §8.2.3).
std::span<const NameValue> parse_cookies(const http::Request& request, Arena& arena) {
  const std::span<NameValue> cookies = arena.array<NameValue>(cookie_room(request));
  std::size_t count = 0;
  const auto keep = [&](std::string_view name, std::string_view value) {
    cookies[count++] = {name, value};
  };
  for (const http::HeaderField& field : request.fields) {
    if (http::same_name(field.name, "Cookie")) http::for_each_cookie(field.value, std::ref(keep));
  }
  return cookies.first(count);
}

}  // namespace

std::string_view RequestFacts::normal_path() {
  if (!normal_path_) normal_path_ = text::normalize_path(request_->path, *arena_);
  return *normal_path_;
}

std::span<const NameValue> RequestFacts::query() {
  if (!query_) query_ = parse_pairs(request_->query, *arena_);
  return *query_;
}

std::span<const NameValue> RequestFacts::cookies() {
  if (!cookies_) cookies_ = parse_cookies(*request_, *arena_);
  return *cookies_;
}

std::span<const NameValue> RequestFacts::form() {
  if (!form_) {
    form_ = is_form(*request_) ? parse_pairs(request_->body, *arena_) : std::span<const NameValue>();
  }
  return *form_;
}

std::span<const http::Part> RequestFacts::parts() {
  if (!parts_) {
    parts_.emplace();
    const auto boundary = http::multipart_boundary(request_->header("Content-Type").value_or(""));
    if (!boundary) return *parts_;
    if (auto parts = http::parse_multipart(request_->body, *boundary, *arena_)) parts_ = *parts;
  }
  return *parts_;
}

const json::Value* RequestFacts::json() {
  if (!json_tried_) {
    json_tried_ = true;
    if (!request_->body.empty()) {
      if (auto value = json::parse(request_->body, &json_memory_)) json_.emplace(*std::move(value));
    }
  }
  return json_ ? &*json_ : nullptr;
}

}  // namespace mimus::facts
