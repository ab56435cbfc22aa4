#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "asking.h"
#include "http/message.h"
#include "server/handler.h"

namespace mimus::mockoon {

// The header of a response while it is put together: what comes later overwrites, but for Set-Cookie, which comes as often as it is said.
class Outgoing {
 public:
  // With the environment's own headers.
  explicit Outgoing(Asking& asking);

  void set(std::string_view name, std::string value);
  void imply(std::string_view name, std::string value);  // unless it is there
  void add(const std::vector<CompiledField>& fields);
  std::string_view value(std::string_view name) const;   // "" : there is none
  void complete_type();  // of bytes: texts and JSON are UTF-8 unless it says otherwise

  // As Express sends a text: with charset=utf-8 in the Content-Type, text/html when there is none.
  void send_text(int status, std::string_view body, server::Reply& reply);
  void send_error(int status, std::string_view message, server::Reply& reply);  // text/plain
  void send_bare(int status, std::string_view body, server::Reply& reply);      // nothing is added
  void send_stream(int status, std::uint64_t size, server::Reply& reply);       // reply.stream is there

 private:
  void send_head(int status, std::int64_t size, server::Reply& reply);

  Asking& asking_;
  std::vector<http::OwnedField> fields_;
};

}  // namespace mimus::mockoon
