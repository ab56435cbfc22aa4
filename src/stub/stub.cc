#include "stub.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <span>

#include "base/hash.h"

namespace mimus::stub {
namespace {

void append_number(std::uint64_t number, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, std::end(digits), number).ptr);
}

// Every piece with its length in front, so that no two lists of pieces read the same.
void append_piece(std::string_view piece, std::string& out) {
  append_number(piece.size(), out);
  out += ':';
  out += piece;
}

void append_sorted(std::span<const std::string> pieces, std::string& out) {
  append_number(pieces.size(), out);
  out += '[';
  if (std::is_sorted(pieces.begin(), pieces.end())) {
    for (const std::string& piece : pieces) append_piece(piece, out);
    return;
  }
  std::vector<std::string_view> sorted(pieces.begin(), pieces.end());
  std::sort(sorted.begin(), sorted.end());
  for (const std::string_view piece : sorted) append_piece(piece, out);
}

std::string canonical_text(const match::Condition& condition) {
  std::string out;
  append_piece(match::name_of(condition.place), out);
  append_piece(condition.name, out);
  std::vector<std::string> tests;
  for (const match::Test& test : condition.tests) {
    std::string& text = tests.emplace_back();
    append_piece(test.key, text);
    append_piece(json::write(test.operand), text);
    if (!test.options.empty()) append_piece(json::write(json::Value(test.options)), text);
  }
  append_sorted(tests, out);
  return out;
}

// What a pattern listens for: the same text whichever way its methods, conditions and tests are ordered.
void append_canonical(const match::RequestPattern& pattern, std::string& out) {
  append_number(static_cast<std::uint64_t>(pattern.path.kind()), out);
  append_piece(pattern.path.text(), out);
  append_sorted(pattern.methods, out);
  std::vector<std::string> conditions;
  for (const match::Condition& condition : pattern.conditions) {
    conditions.push_back(canonical_text(condition));
  }
  append_sorted(conditions, out);
  if (pattern.path.raw()) append_piece("raw", out);
  if (pattern.manner != match::Manner::kNative) append_piece("wiremock", out);
}

// RFC 9562 §5.8: version 8 is for values made in a way of one's own; variant 10.
Uuid uuid_of(std::string_view text) {
  const std::uint64_t words[2] = {hash_bytes(text, 1), hash_bytes(text, 2)};
  Uuid uuid;
  std::memcpy(uuid.bytes.data(), words, sizeof words);
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x80);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

}  // namespace

StubId derive_id(const match::RequestPattern& pattern, int priority, std::uint64_t ordinal) {
  thread_local std::string text;  // keeps its memory: files name many patterns
  text.clear();
  append_canonical(pattern, text);
  append_piece(std::to_string(priority), text);
  append_piece(std::to_string(ordinal), text);
  return StubId{uuid_of(text)};
}

}  // namespace mimus::stub
