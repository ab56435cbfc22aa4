#include "places.h"

namespace mimus::yaml {

void Places::take(const Event& event) {
  const bool is_key = !open_.empty() && open_.back().mapping && open_.back().expects_key;
  switch (event.kind) {
    case Event::Kind::kDocument:
      if (document_ >= 0) pointer_ = '/' + std::to_string(document_++);
      break;
    case Event::Kind::kScalar:
    case Event::Kind::kAlias:
      if (is_key) {
        key(event.text, event.offset);
      } else {
        value(event.offset);
        finished();
      }
      break;
    case Event::Kind::kBeginSequence:
    case Event::Kind::kBeginMapping:
      value(event.offset);
      open_.push_back(
          {.mapping = event.kind == Event::Kind::kBeginMapping, .length = pointer_.size()});
      break;
    case Event::Kind::kEnd:
      pointer_.resize(open_.back().length);
      open_.pop_back();
      finished();
      break;
  }
}

void Places::value(std::size_t offset) {
  if (!open_.empty() && !open_.back().mapping) {
    pointer_.resize(open_.back().length);
    pointer_.append(1, '/').append(std::to_string(open_.back().next++));
  }
  if (sought_.wants(pointer_)) sought_.saw_value(pointer_, positions_.at(offset));
}

void Places::key(std::string_view name, std::size_t offset) {
  pointer_.resize(open_.back().length);
  pointer_.append(1, '/').append(json::escape_pointer(name));
  if (sought_.wants(pointer_)) sought_.saw_key(pointer_, positions_.at(offset));
  open_.back().expects_key = false;
}

void Places::finished() {
  if (!open_.empty()) open_.back().expects_key = true;
}

}  // namespace mimus::yaml
