#include "say_the_same.h"

#include "collections/definition.h"
#include "stub/resource.h"

namespace mimus::native {
namespace {

stub::Stub by_text(stub::Stub stub) {
  stub.id = {};
  stub.origin = {};
  if (stub.more->document.empty()) return stub;
  stub::Particulars& more = stub.more.edit();
  if (more.resource && more.resource->definition) more.document += more.resource->definition->text;
  more.proxy = nullptr;
  more.resource = nullptr;
  more.effects = nullptr;
  more.state = nullptr;
  return stub;
}

}  // namespace

bool say_the_same(const stub::Stub& a, const stub::Stub& b) { return by_text(a) == by_text(b); }

}  // namespace mimus::native
