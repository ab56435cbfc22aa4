#include "json_samples.h"

#include <vector>

namespace mimus::match {
namespace {

// A text as a document of its own, in the arena. It is read as JSON only, which needs no destruction there.
facts::Document& document_of(std::string_view text, const Asking& asking) {
  void* at = asking.arena().allocate(sizeof(facts::Document), alignof(facts::Document));
  return *std::construct_at(static_cast<facts::Document*>(at), text, std::string_view(), asking.arena());
}

std::vector<jsonpath::Selection>& spare() {
  static thread_local std::vector<jsonpath::Selection> spare;
  return spare;
}

}  // namespace

const json::Value* lenient_json(const Sample& sample, const Asking& asking) {
  if (sample.absent()) return nullptr;
  if (sample.document() != nullptr) return sample.document()->lenient_json();
  if (const json::Value* value = sample.json(); value != nullptr && !value->is_string()) return value;
  return document_of(sample.text(asking.arena()), asking).lenient_json();
}

const json::Value* exact_json(const Sample& sample, const Asking& asking) {
  if (sample.absent()) return nullptr;
  if (sample.document() != nullptr) return sample.document()->exact_json();
  if (const json::Value* value = sample.json(); value != nullptr && !value->is_string()) return value;
  return document_of(sample.text(asking.arena()), asking).exact_json();
}

SelectionLease::SelectionLease() {
  if (spare().empty()) return;
  selection_ = std::move(spare().back());
  spare().pop_back();
}

SelectionLease::~SelectionLease() {
  if (spare().size() < 4) spare().push_back(std::move(selection_));
}

}  // namespace mimus::match
