#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "condense.h"
#include "stub/compiled_stub.h"

// Exchanges with any bytes for their parts: every stub that comes out compiles. Lines of the input are URLs and bodies in turn.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size() && lines.size() < 64;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::vector<exchange::Exchange> exchanges;
  for (std::size_t i = 0; i + 2 < lines.size(); i += 3) {
    exchange::Exchange one;
    one.request = {i % 2 == 0 ? "GET" : "POST", "/" + lines[i], {{"Content-Type", "application/json"}}, lines[i + 1]};
    one.response = exchange::Response{200, "", {{"Content-Type", "application/json"}, {"X-A", lines[i]}}, lines[i + 2]};
    exchanges.push_back(std::move(one));
  }
  for (stub::Stub& stub : recording::condense(exchanges).stubs) {
    const std::string label = stub.label;
    if (auto made = stub::CompiledStub::compile(std::move(stub), 0); !made) {
      std::fprintf(stderr, "%s: %s\n", label.c_str(), describe(made.error()).c_str());
      std::abort();
    }
  }
  return 0;
}
