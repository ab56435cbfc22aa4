#include <algorithm>

#include "data_path.h"
#include "host.h"
#include "javascript.h"
#include "mockoon.h"
#include "text/encoding.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Entry;
using handlebars::HelperRow;
using handlebars::Value;

// The default of body and queryParam: an object or list is none.
Value fallback(const Call& call, std::size_t argument) {
  const Value given = call.arg(argument);
  return given.is_nothing() || given.is_list_like() || given.is_map_like() ? Value::text("")
                                                                           : given;
}

// As text that is safe: JSON for what is no scalar, or for everything when that is asked for.
Value shown(const Call& call, const Value& value, bool stringify) {
  const bool composed =
      value.is_list_like() || value.is_map_like() || value.kind() == Value::Kind::kNull;
  return Value::safe(composed || stringify ? javascript::json_of(value, call) : call.text(value));
}

Result<Value> body(Call& call) {
  if (call.text(0).empty()) return call.made_safe(host_of(call).body());
  const json::Value* document = host_of(call).body_object();
  Value found = document == nullptr ? Value() : at_path(call, Value::json(*document), 0);
  if (found.is_absent()) found = fallback(call, 1);
  return shown(call, found, truthy(call.arg(2)));
}

Result<Value> body_raw(Call& call) {
  const Value otherwise = call.size() > 1 ? call.arg(1) : Value::text("");
  const json::Value* document = host_of(call).body_object();
  if (document == nullptr) return otherwise;
  const Value found = at_path(call, Value::json(*document), 0);
  return found.is_absent() ? otherwise : found;
}

// Of the names that came more than once, the list.
Value grouped(Call& call, std::span<const Entry> pairs) {
  const auto members = call.entries(pairs.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto same = [&](const Entry& other) { return other.name == pairs[i].name; };
    if (std::any_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(count), same))
      continue;
    const auto values = call.values(pairs.size() - i);
    std::size_t found = 0;
    for (const Entry& pair : pairs.subspan(i)) {
      if (same(pair)) values[found++] = pair.value;
    }
    members[count++] = {pairs[i].name, found == 1 ? values[0] : Value::list(values.first(found))};
  }
  return Value::map(members.first(count));
}

Value query(Call& call) {
  const json::Value* object = host_of(call).query_object();
  return object != nullptr ? Value::json(*object) : grouped(call, host_of(call).query());
}

Result<Value> query_param(Call& call) {
  const Value all = query(call);
  if (call.text(0).empty()) return shown(call, all, true);
  Value found = at_path(call, all, 0);
  if (found.is_absent()) found = fallback(call, 1);
  return shown(call, found, truthy(call.arg(2)));
}

Result<Value> query_param_raw(Call& call) {
  const Value found = at_path(call, query(call), 0);
  return found.is_absent() ? (call.size() > 1 ? call.arg(1) : Value::text("")) : found;
}

Result<Value> query_params(Call& call) {
  return query(call);
}

Result<Value> url_param(Call& call) {
  for (const Entry& capture : host_of(call).captures()) {
    if (capture.name == call.text(0)) return capture.value;
  }
  return Value();
}

Result<Value> url_params(Call& call) {
  return Value::map(host_of(call).captures());
}

Result<Value> header(Call& call) {
  const auto found = host_of(call).header(call.text(0));
  return found && !found->empty() ? Value::text(*found) : fallback(call, 1);
}

// Names in small letters; what came more than once joined with commas, as Node does.
Result<Value> headers(Call& call) {
  const auto fields = host_of(call).headers();
  const auto members = call.entries(fields.size());
  std::size_t count = 0;
  for (const Entry& field : fields) {
    const auto end = members.begin() + static_cast<std::ptrdiff_t>(count);
    const auto known = std::find_if(members.begin(), end, [&](const Entry& other) {
      return text::equal_ignoring_case(other.name, field.name);
    });
    if (known == end) {
      members[count++] = {call.arena().copy(text::to_lower_ascii(field.name)), field.value};
    } else {
      known->value = call.made(std::string(call.text(known->value)) + ", " +
                               std::string(call.text(field.value)));
    }
  }
  return Value::map(members.first(count));
}

Result<Value> cookie(Call& call) {
  for (const Entry& pair : host_of(call).cookies()) {
    if (pair.name == call.text(0) && truthy(pair.value)) return pair.value;
  }
  return fallback(call, 1);
}

// The Host header without its port.
Result<Value> hostname(Call& call) {
  const std::string_view authority = host_of(call).authority();
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  return Value::text(
      authority.substr(0, authority.find(':', bracket == std::string_view::npos ? 0 : bracket)));
}

Result<Value> ip(Call& call) {
  return Value::text(host_of(call).client_ip());
}
Result<Value> method(Call& call) {
  return Value::text(host_of(call).method());
}
Result<Value> base_url(Call& call) {
  return Value::text(host_of(call).base_url());
}

Result<Value> status(Call& call) {
  const auto code = javascript::integer_at_front(call.text(0));
  if (code && *code >= 100 && *code <= 999) host_of(call).set_status(static_cast<int>(*code));
  return Value::text("");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"body", &body, "{{body 'user.name' 'nobody'}}",
     "the request's body, or the value at a path in it (a.b.0 or $.a), else a default; objects as "
     "JSON",
     Use::kInline, false, &prepare_data_path<0>},
    {"bodyRaw", &body_raw, "{{#each (bodyRaw 'items')}}…{{/each}}",
     "the value at a path in the body, as it is", Use::kInline, false, &prepare_data_path<0>},
    {"queryParam", &query_param, "{{queryParam 'page' '1'}}",
     "a query parameter, else a default; objects as JSON", Use::kInline, false,
     &prepare_data_path<0>},
    {"queryParamRaw", &query_param_raw, "{{#each (queryParamRaw 'ids')}}…{{/each}}",
     "a query parameter as it is", Use::kInline, false, &prepare_data_path<0>},
    {"queryParams", &query_params, "{{stringify (queryParams)}}",
     "all query parameters, as an object"},
    {"urlParam", &url_param, "{{urlParam 'id'}}", "what the path has where the route says :id"},
    {"urlParams", &url_params, "{{stringify (urlParams)}}",
     "all parameters of the path, as an object"},
    {"header", &header, "{{header 'X-Id' 'none'}}", "a request header, else a default"},
    {"headers", &headers, "{{stringify (headers)}}", "all request headers, as an object"},
    {"cookie", &cookie, "{{cookie 'session' 'none'}}", "a cookie, else a default"},
    {"hostname", &hostname, "{{hostname}}", "the host that was asked, without its port"},
    {"ip", &ip, "{{ip}}", "the client's address"},
    {"method", &method, "{{method}}", "the request's method"},
    {"baseUrl", &base_url, "{{baseUrl}}", "protocol, host, port and prefix of this server"},
    {"status", &status, "{{status 404}}", "sets the response's status; prints nothing"},
};

}  // namespace

handlebars::HelperTable mockoon_request() {
  return kRows;
}

}  // namespace mimus::helpers
