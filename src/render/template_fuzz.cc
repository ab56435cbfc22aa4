// The input up to its first NUL is a template; what follows is everything that a request can bring.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "example_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const std::string_view source = input.substr(0, end);
  const std::string rest(input.substr(std::min(end + 1, input.size())));

  render::ExampleRequest request;
  request.query = "page=" + rest + "&" + rest;
  request.body = rest;
  request.captures = {{"id", rest}};
  request.fields = {{"Accept", rest}, {"Cookie", rest}};

  if (const auto compiled = render::Template::compile(source)) {
    const std::string out = request.render(*compiled);
    if (compiled->constant() && out != compiled->constant_text()) std::abort();
    std::string header;
    render::append_header_value(out, header);
    if (header.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
  }
  // As a string of a document, its name, and the document that it may be itself.
  const std::string text(source);
  json::Value documents[] = {json::Array{text, "x" + text}, json::Object{{text, text}}, nullptr};
  if (auto parsed = json::parse(source)) documents[2] = *std::move(parsed);
  for (const json::Value& document : documents) {
    json::ReadOptions deep;
    deep.max_depth = 4096;
    const auto compiled = render::JsonTemplate::compile(document);
    if (compiled && json::parse(json::write(document)) &&
        !json::parse(request.render(*compiled), deep))
      std::abort();
  }
  return 0;
}
