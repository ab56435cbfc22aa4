#include "outgoing.h"

#include <algorithm>
#include <utility>

#include "http/prepared_response.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

std::string with_charset(std::string type) {
  if (type.find('/') == std::string::npos || text::to_lower_ascii(type).find("charset=") != std::string::npos) return type;
  return type + "; charset=utf-8";
}

}  // namespace

Outgoing::Outgoing(Asking& asking) : asking_(asking) {
  add(asking.program().headers);
}

void Outgoing::set(std::string_view name, std::string value) {
  if (!http::same_name(name, "Set-Cookie")) {
    std::erase_if(fields_, [&](const auto& field) { return http::same_name(field.name, name); });
  }
  fields_.push_back({std::string(name), std::move(value)});
}

void Outgoing::imply(std::string_view name, std::string value) {
  if (this->value(name).empty()) set(name, std::move(value));
}

void Outgoing::add(const std::vector<CompiledField>& fields) {
  for (const CompiledField& field : fields) set(field.name, asking_.header_value(field.value));
}

std::string_view Outgoing::value(std::string_view name) const {
  const auto found = std::ranges::find_if(fields_, [&](const auto& field) { return http::same_name(field.name, name); });
  return found == fields_.end() ? std::string_view() : std::string_view(found->value);
}

void Outgoing::complete_type() {
  const std::string type(value("Content-Type")), essence = text::to_lower_ascii(type);
  const bool is_text = essence.starts_with("text/") || essence.starts_with("application/json") || essence.starts_with("application/javascript");
  if (is_text) set("Content-Type", with_charset(type));
}

void Outgoing::send_text(int status, std::string_view body, server::Reply& reply) {
  const std::string type(value("Content-Type"));
  set("Content-Type", type.empty() ? "text/html; charset=utf-8" : with_charset(type));
  send_bare(status, body, reply);
}

void Outgoing::send_error(int status, std::string_view message, server::Reply& reply) {
  set("Content-Type", "text/plain; charset=utf-8");
  send_bare(status, message, reply);
}

void Outgoing::send_bare(int status, std::string_view body, server::Reply& reply) {
  if (status < 200) status = 200;
  if (http::forbids_body(status)) {
    std::erase_if(fields_, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
    body = {};
    send_head(status, -1, reply);
  } else {
    send_head(status, static_cast<std::int64_t>(body.size()), reply);
  }
  reply.body = asking_.arena().copy(body);
}

void Outgoing::send_stream(int status, std::uint64_t size, server::Reply& reply) {
  if (status < 200) status = 200;
  if (http::forbids_body(status)) {
    reply.stream.reset();
    return send_bare(status, "", reply);
  }
  send_head(status, static_cast<std::int64_t>(size), reply);
}

void Outgoing::send_head(int status, std::int64_t size, server::Reply& reply) {
  std::string head;
  http::write_head(status, "", fields_, size, head);
  reply.status = status;
  reply.head = asking_.arena().copy(head);
  reply.has_date = !value("Date").empty();
}

}  // namespace mimus::mockoon
