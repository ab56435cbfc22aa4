#include "recorded_mapping.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wiremock/mapping.h"

namespace {

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

// A specification, a URL, a field, and a body for both ways: whatever they are, the mapping that comes of them is one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto document = json::parse(take_line(rest));
  wiremock_admin::RecordSpec spec;
  if (document) {
    if (auto read = wiremock_admin::read_record_spec(*document)) spec = *std::move(read);
  }
  const std::string_view url = take_line(rest);
  journal::Exchange exchange;
  exchange.request.method = "POST";
  exchange.request.path = url.substr(0, url.find('?'));
  if (url.size() > exchange.request.path.size()) exchange.request.query = url.substr(exchange.request.path.size() + 1);
  exchange.request.target = url;
  exchange.response_head = "HTTP/1.1 200 OK\r\n" + std::string(take_line(rest)) + "\r\n";
  exchange.request.body = exchange.response_body = rest;
  exchange.status = 200;
  exchange.matched = true;
  (void)wiremock_admin::is_whole(exchange, true);
  std::vector<wiremock_admin::RecordedMapping> mappings;
  for (int i = 0; i < 2; ++i) mappings.push_back(wiremock_admin::recorded_mapping(exchange, spec, Uuid::random(Chance(static_cast<std::uint64_t>(i)))));
  wiremock_admin::join_repeats(mappings, spec.scenarios);
  for (const auto& mapping : mappings) {
    if (!wiremock::read_mapping(mapping.document, {})) std::abort();
  }
  return 0;
}
