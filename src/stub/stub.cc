#include "stub.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace mimus::stub {
namespace {

// Every piece with its length in front, so that no two lists of pieces read the same.
void append_piece(std::string_view piece, std::string& out) {
  out += std::to_string(piece.size());
  out += ':';
  out += piece;
}

void append_sorted(std::vector<std::string> pieces, std::string& out) {
  std::sort(pieces.begin(), pieces.end());
  out += std::to_string(pieces.size());
  out += '[';
  for (const std::string& piece : pieces) append_piece(piece, out);
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
  }
  append_sorted(std::move(tests), out);
  return out;
}

// What a pattern listens for: the same text whichever way its methods, conditions and tests are ordered.
std::string canonical_text(const match::RequestPattern& pattern) {
  std::string out = std::to_string(static_cast<int>(pattern.path.kind()));
  append_piece(pattern.path.text(), out);
  append_sorted(pattern.methods, out);
  std::vector<std::string> conditions;
  for (const match::Condition& condition : pattern.conditions) {
    conditions.push_back(canonical_text(condition));
  }
  append_sorted(std::move(conditions), out);
  return out;
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
  std::string text = canonical_text(pattern);
  append_piece(std::to_string(priority), text);
  append_piece(std::to_string(ordinal), text);
  return StubId{uuid_of(text)};
}

}  // namespace mimus::stub
