#include "request_host.h"

#include <algorithm>

#include "form_object.h"
#include "text/encoding.h"

namespace mimus::render {
namespace {

using handlebars::Entry;
using handlebars::Value;

bool is_type(const http::Request& request, std::string_view essence) {
  const auto type = request.header("Content-Type");
  return type && text::equal_ignoring_case(text::trim(type->substr(0, type->find(';'))), essence);
}

}  // namespace

std::string_view RequestHost::url() {
  if (request().query.empty()) return request().path;
  Arena& arena = facts().arena();
  return arena.join(request().path, arena.join("?", request().query));
}

std::string_view RequestHost::base_url() {
  if (scope_->surroundings != nullptr) {
    const std::string_view given = around().base_url();
    if (given != "http://localhost") return given;  // what a host has that was told of none
  }
  Arena& arena = facts().arena();
  return arena.join(arena.join(request().scheme, "://"), request().authority);
}

std::span<const Entry> RequestHost::as_entries(Entries& kept,
                                               std::span<const facts::NameValue> pairs) {
  if (!kept) {
    const std::span<Entry> made = facts().arena().array<Entry>(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i)
      made[i] = {pairs[i].name, Value::text(pairs[i].value)};
    kept = made;
  }
  return *kept;
}

std::span<const Entry> RequestHost::query() {
  return as_entries(query_, facts().query());
}
std::span<const Entry> RequestHost::cookies() {
  return as_entries(cookies_, facts().cookies());
}
std::span<const Entry> RequestHost::form() {
  return as_entries(form_, facts().form());
}
std::span<const Entry> RequestHost::captures() {
  return as_entries(captures_, scope_->path);
}

std::span<const Entry> RequestHost::headers() {
  if (!headers_) {
    const std::span<const http::HeaderField> fields = request().fields;
    const std::span<Entry> made = facts().arena().array<Entry>(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
      made[i] = {fields[i].name, Value::text(fields[i].value)};
    headers_ = made;
  }
  return *headers_;
}

std::span<const helpers::RequestPart> RequestHost::parts() {
  if (parts_) return *parts_;
  Arena& arena = facts().arena();
  const std::span<const http::Part> parts = facts().parts();
  const auto made = arena.array<helpers::RequestPart>(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto headers = arena.array<Entry>(parts[i].fields.size());
    for (std::size_t k = 0; k < headers.size(); ++k) {
      headers[k] = {parts[i].fields[k].name, Value::text(parts[i].fields[k].value)};
    }
    std::string_view name = parts[i].name;
    if (name.empty()) name = arena.copy("part-" + std::to_string(i));
    made[i] = {name, parts[i].filename, parts[i].body, headers};
  }
  parts_ = made;
  return *parts_;
}

const json::Value* RequestHost::body_object() {
  if (body_object_ != nullptr) return body_object_;
  if (is_type(request(), "application/x-www-form-urlencoded")) {
    body_object_ = &handlebars::keep_in(facts().arena(), form_object(facts().form()));
  } else if (is_type(request(), "multipart/form-data")) {
    json::Object object;
    for (const http::Part& part : facts().parts())
      object[part.name] = text::to_valid_utf8(part.body);
    body_object_ = &handlebars::keep_in(facts().arena(), json::Value(std::move(object)));
  } else {
    body_object_ = facts().json();
  }
  return body_object_;
}

const json::Value* RequestHost::query_object() {
  if (query_object_ == nullptr)
    query_object_ = &handlebars::keep_in(facts().arena(), form_object(facts().query()));
  return query_object_;
}

}  // namespace mimus::render
