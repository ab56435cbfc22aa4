#include <cstdint>
#include <cstdlib>
#include <string>

#include "redact.h"

// A body that a stranger's server sent, read as JSON, markup, an event stream, parts, a form and as text: redacting twice changes nothing more.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  static const recording::Redactor redactor = *recording::Redactor::compile({});
  constexpr const char* kTypes[] = {"application/json", "text/xml", "text/event-stream", "multipart/form-data; boundary=b", "text/plain"};
  exchange::Exchange one;
  const std::string text(reinterpret_cast<const char*>(data), size);
  one.request = {"POST", "/a?" + text, {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", text}}, text};
  one.response = exchange::Response{200, "", {{"Content-Type", kTypes[size % 5]}, {"Set-Cookie", text}, {"Location", text}}, text};
  (void)redactor.redact(one);
  exchange::Exchange again = one;
  (void)redactor.redact(again);
  if (again.response->body.size() > one.response->body.size() + 64 + size) std::abort();
  return 0;
}
