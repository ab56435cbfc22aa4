#include "response_value.h"

#include "text/encoding.h"

namespace mimus::serve {

json::Value response_value(int status, json::Object headers, std::string_view body) {
  auto document = json::parse(body);
  json::Object response{{"status", status}, {"headers", std::move(headers)}};
  response["body"] = document ? *std::move(document) : json::Value(text::to_valid_utf8(body));
  return response;
}

}  // namespace mimus::serve
