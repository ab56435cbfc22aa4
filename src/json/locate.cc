#include "locate.h"

#include <algorithm>

#include "path_sink.h"
#include "reader.h"

namespace mimus::json {
namespace {

void move_on(std::string_view text, std::size_t offset, Position& at) {
  for (; at.offset < offset; ++at.offset) {
    const auto byte = static_cast<unsigned char>(text[at.offset]);
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    } else if ((byte & 0xC0) != 0x80) {  // not the continuation of a code point
      ++at.column;
    }
  }
}

// Hands positions on to a Sought. Offsets only grow, so lines are counted once.
struct Finder {
  std::string_view text;
  Sought& sought;
  Position at{.line = 1, .column = 1};

  void value(std::string_view pointer, std::size_t offset) {
    if (!sought.wants(pointer)) return;
    move_on(text, offset, at);
    sought.saw_value(pointer, at);
  }
  void key(std::string_view pointer, std::size_t offset) {
    if (!sought.wants(pointer)) return;
    move_on(text, offset, at);
    sought.saw_key(pointer, at);
  }
};

struct Nobody {
  void value(std::string_view, std::size_t) {}
  void key(std::string_view, std::size_t) {}
};

}  // namespace

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
  const ReadOptions options{.max_depth = kMaxDepth, .comments = true, .trailing_commas = true, .trailing_text = true};
  Finder finder{text, sought};
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
  Position at{.line = 1, .column = 1};
  move_on(text, std::min(offset, text.size()), at);
  return at;
}

}  // namespace mimus::json
