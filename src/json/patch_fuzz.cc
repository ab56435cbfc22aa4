#include <cstdint>
#include <cstdlib>

#include "diff.h"
#include "equal.h"
#include "json.h"
#include "merge_patch.h"
#include "patch.h"

// The input is an array [document, patch, …]. A patch that fails changes nothing; one that succeeds
// is undone and redone by the patches between the two documents.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const auto input = json::parse({reinterpret_cast<const char*>(data), size});
  if (!input || !input->is_array() || input->get_array().size() < 2) return 0;
  const json::Value& before = input->get_array()[0];
  const json::Value& operations = input->get_array()[1];

  json::Value merged = before;
  json::merge_patch(merged, operations);

  const auto patch = json::Patch::parse(operations);
  if (!patch) return 0;
  json::Value after = before;
  if (!patch->apply(after)) {
    if (after != before) std::abort();
    return 0;
  }
  json::Value back = after;
  if (!json::patch_between(after, before).apply(back) || !json::equivalent(back, before))
    std::abort();
  return 0;
}
