#include "spots.h"

#include <algorithm>
#include <utility>

#include "http/message.h"
#include "json/json.h"
#include "json_scalars.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::replay {
namespace {

using Fields = std::vector<http::OwnedField>;
using Part = Spot::Part;
using Form = Spot::Form;

constexpr std::size_t kLargestBody = 8u << 20;  // beyond, nobody looks for identifiers

// Fields that say how, never what.
constexpr std::string_view kDull[] = {"accept", "accept-encoding", "accept-language", "accept-ranges", "age", "allow", "cache-control", "connection",
                                      "content-encoding", "content-length", "content-type", "date", "expires", "host", "keep-alive", "last-modified",
                                      "origin", "server", "transfer-encoding", "user-agent", "vary", "via"};

class Finder {
 public:
  std::vector<Spot> take() { return std::move(found_); }

  // "https://host/users/17?page=2", "/users/17": each segment and each value.
  void url(std::string_view all, std::size_t base, Spot like) {
    std::size_t at = all.starts_with('/') ? 0 : all.find("://");
    if (at > 0) at = at == all.npos ? all.size() : std::min(all.find('/', at + 3), all.size());
    const std::size_t query = std::min(all.find_first_of("?#", at), all.size());
    const std::string address = like.address;
    like.form = Form::kPercent;
    like.segment = true;
    like.name.clear();
    for (std::size_t index = 0; at < query; ++index) {
      const std::size_t begin = at + 1, end = std::min(all.find('/', begin), query);
      like.address = address + " " + std::to_string(index);
      if (begin < end) add(all, base, begin, end, like);
      if (begin < end) like.name = found_.back().text;
      at = end;
    }
    like.segment = false;
    if (query < all.size() && all[query] == '?') pairs(all.substr(0, all.find('#', query)), base, query + 1, '&', address, like);
  }

  // name=value&name=value, or with another sign between.
  void pairs(std::string_view all, std::size_t base, std::size_t at, char between, const std::string& address, Spot like) {
    while (at < all.size()) {
      const std::size_t end = std::min(all.find(between, at), all.size());
      const std::size_t equals = std::min(all.find('=', at), end);
      const std::string_view name = text::trim(all.substr(at, equals - at));
      like.name = like.form == Form::kPercent ? text::form_decode(name) : std::string(name);
      like.address = address + " " + like.name;
      if (equals + 1 < end) add(all, base, equals + 1, end, like);
      at = end + 1;
    }
  }

  void fields(const Fields& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string name = text::to_lower_ascii(all[i].name);
      if (std::ranges::find(kDull, std::string_view(name)) == std::end(kDull)) field(name, all[i].value, i);
    }
  }

  void body(std::string_view body, const Fields& fields) {
    if (body.empty() || body.size() > kLargestBody) return;
    const std::string type = text::to_lower_ascii(exchange::find(fields, "Content-Type").value_or(""));
    if (type.starts_with("application/x-www-form-urlencoded")) {
      return pairs(body, 0, 0, '&', "body", {.part = Part::kBody, .form = Form::kPercent});
    }
    if (type.find("json") == type.npos && !(type.empty() && (body.front() == '{' || body.front() == '['))) return;
    if (!json::parse(body)) return;
    for_each_scalar(body, [&](const JsonScalar& scalar) { json_scalar(body, scalar); });
  }

 private:
  void add(std::string_view all, std::size_t base, std::size_t begin, std::size_t end, const Spot& like) {
    Spot& spot = found_.emplace_back(like);
    spot.begin = base + begin;
    spot.end = base + end;
    const std::string_view raw = all.substr(begin, end - begin);
    spot.text = like.form != Form::kPercent ? std::string(raw) : like.segment ? text::percent_decode(raw) : text::form_decode(raw);
  }

  static bool is_url(std::string_view text) {
    return (text.starts_with('/') && text.size() > 1) || text.starts_with("http://") || text.starts_with("https://");
  }

  void json_scalar(std::string_view body, const JsonScalar& scalar) {
    Spot like{.part = Part::kBody, .form = scalar.is_text ? Form::kJsonText : Form::kJsonNumber, .name = scalar.name};
    like.address = "body " + scalar.pointer;
    const std::string_view raw = body.substr(scalar.begin, scalar.end - scalar.begin);
    if (raw.empty()) return;
    if (raw.find('\\') == raw.npos) {
      if (scalar.is_text && is_url(raw)) return url(raw, scalar.begin, like);
      return add(body, 0, scalar.begin, scalar.end, like);
    }
    const auto text = json::parse("\"" + std::string(raw) + "\"");
    if (!text) return;
    add(body, 0, scalar.begin, scalar.end, like);
    found_.back().text = text->get_string();
  }

  void field(const std::string& name, std::string_view value, std::size_t index) {
    Spot like{.part = Part::kField, .field = index, .name = name, .address = "header " + name};
    if (name == "cookie" || name == "set-cookie") {
      // Of what a server sets the attributes are no values.
      const std::string_view kept = name == "cookie" ? value : value.substr(0, value.find(';'));
      return pairs(kept, 0, 0, ';', "cookie", like);
    }
    if (name == "etag" || name == "if-none-match" || name == "if-match") return quoted(value, like);
    if (is_url(value)) return url(value, 0, like);
    const std::size_t blank = value.find(' ');
    const std::size_t begin = blank == value.npos ? 0 : blank + 1;  // "Bearer abc"
    if (begin < value.size() && value.find(' ', begin) == value.npos) add(value, 0, begin, value.size(), like);
  }

  // Entity tags: W/"abc", "def".
  void quoted(std::string_view value, Spot like) {
    like.name = "etag";
    like.address = "header etag";
    for (std::size_t open = value.find('"'); open != value.npos;) {
      const std::size_t close = value.find('"', open + 1);
      if (close == value.npos) return;
      if (close > open + 1) add(value, 0, open + 1, close, like);
      open = value.find('"', close + 1);
    }
  }

  std::vector<Spot> found_;
};

std::string written(const Spot& spot, const std::string& text) {
  if (spot.form == Form::kPercent) return text::percent_encode(text);
  if (spot.form == Form::kPlain) return text;
  std::string literal;
  json::write_string(text, literal);
  if (spot.form == Form::kJsonText) return literal.substr(1, literal.size() - 2);
  // A number stays one, where the new value is one.
  const auto number = json::parse(text);
  return number && number->is_number() ? text : literal;
}

template <class Message>
std::string& place(const Spot& spot, Message& message, std::string& url) {
  if (spot.part == Part::kUrl) return url;
  return spot.part == Part::kField ? message.fields[spot.field].value : message.body;
}

template <class Message>
void put_all(std::span<const Change> changes, Message& message, std::string& url) {
  // From behind, so that the offsets of those before stay right.
  for (std::size_t i = changes.size(); i-- > 0;) {
    const Spot& spot = *changes[i].spot;
    place(spot, message, url).replace(spot.begin, spot.end - spot.begin, written(spot, changes[i].text));
  }
}

constexpr std::string_view kEnds[] = {"uuid", "guid", "key", "token", "number", "ref", "reference", "cursor", "session", "csrf", "nonce", "secret", "etag", "slug"};
constexpr std::string_view kNames[] = {"id", "ids", "sid", "version", "ticket", "authorization"};

}  // namespace

bool Spot::named_like_id() const {
  const std::string lower = text::to_lower_ascii(name);
  if (std::ranges::find(kNames, std::string_view(lower)) != std::end(kNames)) return true;
  for (const std::string_view end : {"Id", "ID", "_id", "-id", "Ids", "IDs", "_ids"}) {
    if (name.size() > end.size() && name.ends_with(end)) return true;
  }
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return lower.ends_with(end); });
}

bool Spot::is_number() const {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Spot> spots_of(const exchange::Request& request) {
  Finder finder;
  finder.url(request.url, 0, {.part = Part::kUrl, .address = "url"});
  finder.fields(request.fields);
  finder.body(request.body, request.fields);
  return finder.take();
}

std::vector<Spot> spots_of(const exchange::Response& response) {
  Finder finder;
  finder.fields(response.fields);
  finder.body(response.body, response.fields);
  return finder.take();
}

void put(std::span<const Change> changes, exchange::Request& request) { put_all(changes, request, request.url); }

void put(std::span<const Change> changes, exchange::Response& response) {
  std::string none;
  put_all(changes, response, none);
}

}  // namespace mimus::replay
