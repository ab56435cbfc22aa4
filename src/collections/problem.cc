#include "problem.h"

#include "text/encoding.h"

namespace mimus::collections {
namespace {

// Names that a client sent may stand in it, of whatever bytes.
std::string said(const std::string& text) { return text::is_valid_utf8(text) ? text : text::to_valid_utf8(text); }

}  // namespace

// "type" is left out: RFC 9457 §3.1.1 makes it about:blank, whose title is the status's phrase.
json::Value Problem::document() const {
  json::Object out{{"title", http::reason_phrase(status)}, {"status", status}, {"detail", said(detail)}};
  if (!hint.empty()) out["hint"] = said(hint);
  if (!pointer.empty()) out["pointer"] = said(pointer);
  if (!parameter.empty()) out["parameter"] = said(parameter);
  if (errors.empty()) return out;
  json::Array list;
  for (const Fault& fault : errors) {
    list.push_back(json::Object{{"pointer", said(fault.pointer)}, {"detail", said(fault.detail)}});
  }
  out["errors"] = std::move(list);
  return out;
}

}  // namespace mimus::collections
