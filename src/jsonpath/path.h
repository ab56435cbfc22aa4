#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "json/pointer.h"

namespace mimus::jsonpath {

// What a path's text may say and what it means. One engine runs them all.
enum class Dialect {
  kRfc9535,          // the standard
  kJayway,           // what WireMock files are written in: see README.md for the differences
  kJaywayNullLeaves  // Jayway with DEFAULT_PATH_LEAF_TO_NULL: a missing last member is a null
};

// What one evaluation may cost; beyond it the answer is Code::kLimit. A step is a value looked at, or 64 bytes compared.
struct Limits {
  std::uint64_t steps = 10'000'000;   // 0.2 s or less on a usual machine, regular expressions not counted
  std::size_t results = 1'000'000;
};

// One place in a document: from the root, member by member and element by element.
struct Step {
  std::string_view name;    // of a member; borrowed from the document
  std::size_t index = 0;    // of an element
  bool is_name = false;
};

// A value and where it stands. Borrows both from the document.
struct Node {
  const json::Value* value = nullptr;
  std::vector<Step> steps;

  std::string path() const;         // normalized, RFC 9535 §2.7: $['store']['book'][0]
  json::Pointer pointer() const;    // the same place, RFC 6901: /store/book/0
};

// What select() found, in the order of RFC 9535 (a value found twice is there twice), with the memory it took. Keep one
// and use it again: after the first few documents nothing is allocated any more. Not thread-safe.
class Selection {
 public:
  Selection();
  ~Selection();
  Selection(Selection&&) noexcept;
  Selection& operator=(Selection&&) noexcept;

  // They point into the document, or, for what a Jayway function computed, into the Selection; valid until
  // the document changes or the Selection is used again.
  std::span<const json::Value* const> values() const;
  std::size_t size() const { return values().size(); }
  bool empty() const { return values().empty(); }
  const json::Value& operator[](std::size_t i) const { return *values()[i]; }

 private:
  friend class Path;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

struct Program;

// A JSONPath, RFC 9535: which values of a document?
//
//   MIMUS_TRY(const Path path, Path::compile("$.store.book[?@.price < 10].title"));
//   Selection found;
//   MIMUS_TRY_DONE(path.select(document, found));
//   for (const json::Value* title : found.values()) ...
//
//   MIMUS_TRY(const std::vector<Node> places, path.locate(document));
//   places[0].path();                                     // $['store']['book'][0]['title']
//
//   MIMUS_TRY(const Path id, Path::compile("$.order.id"));
//   if (const json::Value* value = id.at(document)) ...   // singular: no allocation, no failure
//
// A path that selects nothing is no fault. Numbers compare by their exact value (9007199254740993 is not
// 9007199254740992.0), strings by code points, objects whatever the order of their members.
// Immutable; copies share; any thread.
class Path {
 public:
  // Code::kSyntax with the byte offset of what is wrong (grammar, or a function's arguments), a sentence, and often
  // what would be right. Code::kLimit for a path of more than 1,024 segments or 64 levels of nesting.
  static Result<Path> compile(std::string_view text, Dialect dialect = Dialect::kRfc9535);

  const std::string& text() const;
  Dialect dialect() const;
  // Names and indexes only ("$.a[0]['b']"): at most one node.
  bool singular() const;
  // At most one value, so that people expect it and not a list of it: singular(), and in Jayway's dialect also a function
  // at the end ("$.a.length()") and several names at the end, which make one object ("$['a','b']").
  bool definite() const;

  // Hot. The node of a singular() path, or nullptr (also for other paths). Never allocates.
  const json::Value* at(const json::Value& root) const;

  // Hot. All values, into `found`, whose earlier ones are dropped.
  Status select(const json::Value& root, Selection& found, const Limits& limits = {}) const;
  // Is there any? Stops at the first.
  Result<bool> exists(const json::Value& root, const Limits& limits = {}) const;
  // With their places. Code::kUnsupported for a path with computed values (Jayway's functions and merged members),
  // which stand nowhere.
  Result<std::vector<Node>> locate(const json::Value& root, const Limits& limits = {}) const;
  // What Jayway's read() gives: the value of a definite() path, nothing when it leads nowhere; the
  // array of all values, maybe empty, for other paths. A copy.
  Result<std::optional<json::Value>> read(const json::Value& root, const Limits& limits = {}) const;

 private:
  explicit Path(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace mimus::jsonpath
