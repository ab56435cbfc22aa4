#include <algorithm>

#include "host.h"
#include "own.h"
#include "text/percent.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

// RFC 3986, appendix B: five parts, whatever the text.
struct Url {
  std::string_view scheme, authority, path, query, fragment;
};

std::string_view cut(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view behind = rest.substr(at + 1);
  rest = rest.substr(0, at);
  return behind;
}

Url taken_apart(std::string_view text) {
  Url url;
  url.fragment = cut(text, '#');
  url.query = cut(text, '?');
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon < text.find('/')) {
    url.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    const std::size_t slash = std::min(text.find('/', 2), text.size());
    url.authority = text.substr(2, slash - 2);
    text.remove_prefix(slash);
  }
  url.path = text;
  return url;
}

std::string_view host_and_port(const Url& url) {
  return url.authority.substr(url.authority.rfind('@') + 1);
}
std::size_t port_at(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  return bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket
             ? std::string_view::npos
             : colon;
}

struct Part {
  std::string_view name;
  std::string_view (*of)(const Url&);
};
constexpr Part kParts[] = {
    {"scheme", [](const Url& url) { return url.scheme; }},
    {"host",
     [](const Url& url) { return host_and_port(url).substr(0, port_at(host_and_port(url))); }},
    {"port",
     [](const Url& url) {
       const std::string_view host = host_and_port(url);
       return port_at(host) == std::string_view::npos ? std::string_view()
                                                      : host.substr(port_at(host) + 1);
     }},
    {"path", [](const Url& url) { return url.path; }},
    {"query", [](const Url& url) { return url.query; }},
    {"fragment", [](const Url& url) { return url.fragment; }},
};

Result<Value> url_part(Call& call) {
  const std::string whole = call.size() > 1 ? std::string(call.text(1))
                                            : std::string(host_of(call).scheme()) + "://" +
                                                  std::string(host_of(call).authority()) +
                                                  std::string(host_of(call).url());
  const Url url = taken_apart(whole);
  for (const Part& part : kParts) {
    if (part.name == call.text(0)) return call.made(part.of(url));
  }
  return call.fail("a URL has no '" + std::string(call.text(0)) + "'",
                   "scheme, host, port, path, query or fragment");
}

// Decoded; the first of that name.
Result<Value> url_query(Call& call) {
  std::string_view rest = taken_apart(call.text(0)).query;
  while (!rest.empty()) {
    std::string_view pair = rest;
    rest = cut(pair, '&');
    const std::string_view value = cut(pair, '=');
    if (text::form_decode(pair) == call.text(1)) return call.made(text::form_decode(value));
  }
  return call.arg(2);
}

void append_pair(Call& call, std::string_view name, const Value& value, std::string& out) {
  if (value.is_nothing()) return;
  if (!out.empty()) out += '&';
  out += text::percent_encode(name) + '=' + text::percent_encode(call.text(value));
}

Result<Value> query_string(Call& call) {
  std::string out;
  const auto append = [&](const Entry& entry) {
    if (!entry.value.is_list_like()) return append_pair(call, entry.name, entry.value, out);
    for (std::size_t i = 0; i < handlebars::size_of(entry.value); ++i)
      append_pair(call, entry.name, handlebars::entry_of(entry.value, i, call.arena()).value, out);
  };
  for (const Value& object : call.args()) {
    if (!object.is_map_like()) return call.fail("queryString takes named arguments, or objects");
    for (std::size_t i = 0; i < handlebars::size_of(object); ++i)
      append(handlebars::entry_of(object, i, call.arena()));
  }
  for (const Entry& entry : call.hash()) append(entry);
  return call.made(out);
}

Result<Value> encode(Call& call) {
  return call.made(text::percent_encode(call.text(0)));
}
Result<Value> decode(Call& call) {
  return call.made(text::percent_decode(call.text(0)));
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"urlPart", &url_part, "{{urlPart 'host' body.callback}}",
     "scheme, host, port, path, query or fragment of a URL, or of the request's"},
    {"urlQuery", &url_query, "{{urlQuery body.callback 'page' '1'}}",
     "a query parameter of a URL, else a default", Use::kInline, true},
    {"queryString", &query_string, "{{queryString page=2 q=query.q}}",
     "named arguments and the members of objects as a query: page=2&q=x%20y"},
    {"percentEncode", &encode, "{{percentEncode body.name}}",
     "everything but letters, digits and -._~ as %XX", Use::kInline, true},
    {"percentDecode", &decode, "{{percentDecode path.name}}", "with %XX decoded", Use::kInline,
     true},
};

}  // namespace

handlebars::HelperTable own_url() {
  return kRows;
}

}  // namespace mimus::helpers
