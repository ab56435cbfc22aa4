#pragma once

#include <optional>
#include <string_view>

#include "arena_memory.h"
#include "json/json.h"
#include "xml/document.h"

namespace mimus::facts {

// A body, or one part of a multipart body, and what it says when it is read as text, JSON or XML. Each reading happens
// at most once, and only when somebody asks. Borrows its bytes and the arena. One thread.
class Document {
 public:
  Document(std::string_view bytes, std::string_view content_type, Arena& arena)
      : arrived_(bytes), content_type_(content_type), arena_(&arena), memory_(arena) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  Arena& arena() const { return *arena_; }

  // What arrived; gzip, which its first bytes betray, is unpacked (up to kMostUnpacked bytes, else it stays as it is).
  std::string_view bytes();
  static constexpr std::size_t kMostUnpacked = 16 * 1024 * 1024;
  // The same in UTF-8, by the charset of the Content-Type (text/charset.h).
  std::string_view text();

  // RFC 8259; nullptr when it is something else, or nothing.
  const json::Value* json();
  // The same as WireMock reads it: comments, single quotes and something behind the value are allowed.
  const json::Value* lenient_json();
  // The same, and numbers that a double would round kept digit by digit (json::kDigits).
  const json::Value* exact_json();
  // nullptr: no well-formed XML.
  const xml::Document* xml();

 private:
  struct Reading {
    bool tried = false;
    std::optional<json::Value> value;
    const json::Value* get() const { return value ? &*value : nullptr; }
  };
  enum class Kind { kStrict, kLenient, kExact };
  const json::Value* read(Reading& reading, Kind kind);

  std::string_view arrived_, content_type_;
  Arena* arena_;
  ArenaMemory memory_;
  std::optional<std::string_view> bytes_, text_;
  Reading strict_, lenient_, exact_;
  bool xml_tried_ = false;
  std::optional<xml::Document> xml_;
};

}  // namespace mimus::facts
