#include "problem.h"

namespace mimus::collections {

// "type" is left out: RFC 9457 §3.1.1 makes it about:blank, whose title is the status's phrase.
json::Value Problem::document() const {
  json::Object out{{"title", http::reason_phrase(status)}, {"status", status}, {"detail", detail}};
  if (!hint.empty()) out["hint"] = hint;
  if (!pointer.empty()) out["pointer"] = pointer;
  if (!parameter.empty()) out["parameter"] = parameter;
  if (errors.empty()) return out;
  json::Array list;
  for (const Fault& fault : errors) {
    list.push_back(json::Object{{"pointer", fault.pointer}, {"detail", fault.detail}});
  }
  out["errors"] = std::move(list);
  return out;
}

}  // namespace mimus::collections
