// A document that can be read is written so that it can be read again, and then writes itself.
#include <cstdint>
#include <cstdlib>

#include "document.h"

using mimus::xml::Document;
using mimus::xml::Layout;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = Document::parse(text);
  if (!document) {
    const auto& where = document.error().where;
    if (where.line < 1 && document.error().code == mimus::Code::kSyntax) std::abort();
    if (where.offset && *where.offset > size) std::abort();
    return 0;
  }
  for (const Layout layout : {Layout::kPreserved, Layout::kCompact, Layout::kPretty}) {
    const std::string written = document->write(layout);
    const auto again = Document::parse(written);
    // A reference to an entity of an external subset stands only under its document type, which is
    // not written.
    if (!again && text.find("<!DOCTYPE") != std::string_view::npos) return 0;
    if (!again || again->write(layout) != written) std::abort();
  }
  return 0;
}
