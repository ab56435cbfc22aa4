#include "locate.h"

#include <algorithm>

#include "path_sink.h"
#include "reader.h"

namespace mimus::json {
namespace {

// Hands positions on to a Sought.
struct Finder {
  Sought& sought;
  PositionCounter positions;

  void value(std::string_view pointer, std::size_t offset) {
    if (sought.wants(pointer)) sought.saw_value(pointer, positions.at(offset));
  }
  void key(std::string_view pointer, std::size_t offset) {
    if (sought.wants(pointer)) sought.saw_key(pointer, positions.at(offset));
  }
};

struct Nobody {
  void value(std::string_view, std::size_t) {}
  void key(std::string_view, std::size_t) {}
};

}  // namespace

PositionCounter::PositionCounter(std::string_view text) : text_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) first_.offset = kByteOrderMark.size();
  last_ = first_;
}

Position PositionCounter::at(std::size_t offset) {
  offset = std::clamp(offset, first_.offset, text_.size());
  if (offset < last_.offset) last_ = first_;
  for (; last_.offset < offset; ++last_.offset) {
    const auto byte = static_cast<unsigned char>(text_[last_.offset]);
    if (byte == '\n') {
      ++last_.line;
      last_.column = 1;
    } else if ((byte & 0xC0) != 0x80) {  // not the continuation of a code point
      ++last_.column;
    }
  }
  return last_;
}

Sought::Sought(const std::vector<std::string>& pointers) {
  for (std::string_view pointer : pointers) {
    while (places_.try_emplace(std::string(pointer)).second) {
      const std::size_t slash = pointer.rfind('/');
      if (slash == pointer.npos) break;
      pointer = pointer.substr(0, slash);
    }
  }
}

void Sought::saw_key(std::string_view pointer, const Position& at) {
  if (const auto place = places_.find(pointer); place != places_.end()) place->second.key = at;
}

void Sought::saw_value(std::string_view pointer, const Position& at) {
  if (const auto place = places_.find(pointer); place != places_.end()) place->second.value = at;
}

std::optional<Position> Sought::value(std::string_view pointer) const {
  const auto place = places_.find(pointer);
  return place == places_.end() ? std::nullopt : place->second.value;
}

std::optional<Position> Sought::key(std::string_view pointer) const {
  const auto place = places_.find(pointer);
  return place == places_.end() ? std::nullopt : place->second.key;
}

std::optional<Position> Sought::nearest(std::string_view pointer, bool key) const {
  if (key) {
    if (const auto at = this->key(pointer)) return at;
  }
  while (true) {
    if (const auto at = value(pointer)) return at;
    const std::size_t slash = pointer.rfind('/');
    if (slash == pointer.npos) return std::nullopt;
    pointer = pointer.substr(0, slash);
  }
}

void locate(std::string_view text, Sought& sought) {
  constexpr std::size_t kMaxDepth = 10'000;
  const ReadOptions options{
      .max_depth = kMaxDepth, .comments = true, .trailing_commas = true, .trailing_text = true};
  Finder finder{sought, PositionCounter(text)};
  PathSink sink(finder);
  (void)Reader(text, options, sink).read();
}

std::optional<Position> locate(std::string_view text, std::string_view pointer, bool key) {
  Sought sought({std::string(pointer)});
  locate(text, sought);
  return key ? sought.key(pointer) : sought.value(pointer);
}

std::string innermost_pointer(std::string_view text, const ReadOptions& options) {
  Nobody nobody;
  PathSink sink(nobody);
  (void)Reader(text, options, sink).read();
  return sink.pointer();
}

Position position_of(std::string_view text, std::size_t offset) {
  return PositionCounter(text).at(offset);
}

}  // namespace mimus::json
