#pragma once

#include <utility>

#include "jsonpath/path.h"
#include "matcher.h"

namespace mimus::match {

// A value read as JSON, as WireMock's matchers do; nullptr when it is none. A text is read again each time, a body once.
const json::Value* lenient_json(const Sample& sample, const Asking& asking);
const json::Value* exact_json(const Sample& sample, const Asking& asking);

// Memory for one selection on this thread, given back at the end: matchers may stand inside matchers.
class SelectionLease {
 public:
  SelectionLease();
  ~SelectionLease();
  SelectionLease(const SelectionLease&) = delete;
  SelectionLease& operator=(const SelectionLease&) = delete;
  jsonpath::Selection& operator*() { return selection_; }

 private:
  jsonpath::Selection selection_;
};

// use() what the path selects; false when it selects too much.
template <class Use>
bool with_selected(const jsonpath::Path& path, const json::Value& root, Use&& use) {
  if (path.singular()) {
    const json::Value* one = path.at(root);
    return use(std::span<const json::Value* const>(&one, one == nullptr ? 0 : 1));
  }
  SelectionLease found;
  constexpr jsonpath::Limits kLimits{.steps = 1'000'000, .results = 100'000};
  if (!path.select(root, *found, kLimits)) return false;
  return use((*found).values());
}

}  // namespace mimus::match
