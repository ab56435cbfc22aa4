#include "request_facts.h"

#include <algorithm>
#include <functional>

#include "base/clock.h"
#include "http/cookies.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::facts {
namespace {

// How many pieces the separator makes of a text.
std::size_t count_pieces(std::string_view text, char separator) {
  std::size_t count = 1;
  for (std::size_t at = text.find(separator); at != text.npos; at = text.find(separator, at + 1))
    ++count;
  return count;
}

// application/x-www-form-urlencoded (WHATWG URL §5.1), as queries and forms are written.
std::span<const NameValue> parse_pairs(std::string_view text, Arena& arena) {
  if (text.empty()) return {};
  const bool plain = text.find('%') == text.npos && text.find('+') == text.npos;
  const auto decoded = [&](std::string_view piece) {
    return plain ? piece : text::form_decode(piece, arena);
  };
  const std::span<NameValue> pairs = arena.array<NameValue>(count_pieces(text, '&'));
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    pairs[count++] = {decoded(pair.substr(0, equals)), decoded(value), value};
  }
  return pairs.first(count);
}

bool is_form(const http::Request& request) {
  const auto type = request.header("Content-Type");
  return type && text::equal_ignoring_case(text::trim(type->substr(0, type->find(';'))),
                                           "application/x-www-form-urlencoded");
}

// ":8080" of "localhost:8080" and of "[::1]:8080"; "" when there is none.
std::string_view port_of(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  if (colon == authority.npos || authority.find(']', colon) != authority.npos) return {};
  return authority.substr(colon);
}

// HTTP/2 may spread cookies over several fields (RFC 9113 §8.2.3).
std::span<const NameValue> parse_cookies(const http::Request& request, Arena& arena) {
  constexpr std::string_view kName = "Cookie";
  const auto is_cookie = [&](const http::HeaderField& field) {
    return field.name.size() == kName.size() && http::same_name(field.name, kName);
  };
  std::size_t room = 0;  // how many there can be, at most
  for (const http::HeaderField& field : request.fields) {
    if (is_cookie(field)) room += count_pieces(field.value, ';');
  }
  const std::span<NameValue> cookies = arena.array<NameValue>(room);
  std::size_t count = 0;
  const auto keep = [&](std::string_view name, std::string_view value) {
    cookies[count++] = {name, value};
  };
  for (const http::HeaderField& field : request.fields) {
    if (count < room && is_cookie(field)) http::for_each_cookie(field.value, std::ref(keep));
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
    form_ =
        is_form(*request_) ? parse_pairs(request_->body, *arena_) : std::span<const NameValue>();
  }
  return *form_;
}

std::span<const http::Part> RequestFacts::parts() {
  if (!parts_) {
    parts_.emplace();
    const auto boundary = http::multipart_boundary(request_->header("Content-Type").value_or(""));
    if (!boundary) return *parts_;
    if (auto parts = http::parse_multipart(body().bytes(), *boundary, *arena_)) parts_ = *parts;
    part_bodies_.resize(parts_->size());
  }
  return *parts_;
}

Document& RequestFacts::part_body(std::size_t i) {
  if (part_bodies_[i] == nullptr) {
    const http::Part& part = parts()[i];
    const auto type = http::find_header(part.fields, "Content-Type").value_or("");
    part_bodies_[i] = std::make_unique<Document>(part.body, type, *arena_);
  }
  return *part_bodies_[i];
}

Document& RequestFacts::body() {
  if (!body_) body_.emplace(request_->body, request_->header("Content-Type").value_or(""), *arena_);
  return *body_;
}

std::string_view RequestFacts::url() {
  if (!url_) {
    const std::string_view path = request_->path, query = request_->query;
    const bool together = !query.empty() && path.data() + path.size() + 1 == query.data() &&
                          query.data()[-1] == '?';  // both views of the target
    if (query.empty() || together) {
      url_ = std::string_view(path.data(), path.size() + (query.empty() ? 0 : 1 + query.size()));
    } else {
      url_ = arena_->join(arena_->join(path, "?"), query);
    }
  }
  return *url_;
}

std::string_view RequestFacts::host() const {
  const std::string_view authority = request_->authority;
  return authority.substr(0, authority.size() - port_of(authority).size());
}

std::string_view RequestFacts::port() const {
  const std::string_view port = port_of(request_->authority);
  if (port.size() > 1) return port.substr(1);
  return request_->scheme == "https" ? "443" : "80";
}

std::string_view RequestFacts::client_ip() const {
  const auto forwarded = request_->header("X-Forwarded-For");
  return forwarded && !forwarded->empty() ? *forwarded : request_->client_ip;
}

WallTime RequestFacts::now() const {
  return surroundings_ != nullptr ? surroundings_->now() : Clock().now();
}

Chance RequestFacts::chance(std::uint64_t key) const {
  return surroundings_ != nullptr ? surroundings_->chance(key) : Chance(key);
}

std::string_view RequestFacts::scenario_state(std::string_view scenario, const Captured& captured) {
  return surroundings_ == nullptr ? "" : surroundings_->scenario_state(scenario, {*this, captured});
}

const json::Value* RequestFacts::state(const StatePath& path) const {
  return surroundings_ == nullptr ? nullptr : surroundings_->state(path, *arena_);
}

std::uint64_t RequestFacts::served(std::uint64_t key) const {
  return surroundings_ == nullptr ? 0 : surroundings_->served(key);
}

}  // namespace mimus::facts
