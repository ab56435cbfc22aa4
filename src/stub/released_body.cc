#include "released_body.h"

#include <utility>

namespace mimus::stub {
namespace {

bool may_be_unescaped(bool templated, std::string_view bytes) {
  return templated && bytes.find("{{") != std::string_view::npos;
}

// Emptied with its memory.
void release_text(std::string& text, std::string_view bytes) {
  if (text == bytes) std::string().swap(text);
}

struct Release {
  std::string_view bytes;
  void operator()(JsonBody& body) const {
    if (!bytes.empty() && !may_be_unescaped(body.templated, bytes)) body.value = nullptr;
  }
  void operator()(TextBody& body) const { release_text(body.text, bytes); }
  void operator()(BinaryBody& body) const { release_text(body.bytes, bytes); }
  void operator()(NoBody&) const {}
  void operator()(FileBody&) const {}
};

struct Restore {
  std::string_view bytes;
  void operator()(JsonBody& body) const {
    if (!body.value.is_null()) return;
    json::ReadOptions own_text;
    own_text.max_depth = 1'000'000;
    if (auto value = json::parse(bytes, own_text)) body.value = *std::move(value);
  }
  void operator()(TextBody& body) const {
    if (body.text.empty()) body.text = bytes;
  }
  void operator()(BinaryBody& body) const {
    if (body.bytes.empty()) body.bytes = bytes;
  }
  void operator()(NoBody&) const {}
  void operator()(FileBody&) const {}
};

}  // namespace

void release(Body& body, std::string_view bytes) { std::visit(Release{bytes}, body); }
void restore(Body& body, std::string_view bytes) { std::visit(Restore{bytes}, body); }

}  // namespace mimus::stub
