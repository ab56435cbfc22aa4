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
class Step {
 public:
  Step() = default;                                                                  // element 0
  explicit Step(std::size_t index) : number_(index) {}                               // of an element
  explicit Step(std::string_view name) : text_(name.data()), number_(name.size()) {} // of a member

  bool is_name() const { return text_ != nullptr; }
  std::string_view name() const { return {text_, number_}; }   // borrowed from the document
  std::size_t index() const { return number_; }

 private:
  const char* text_ = nullptr;
  std::size_t number_ = 0;
};

// A value and where it stands. Borrows from the document, its steps from the Places that hold it.
struct Node {
  const json::Value* value = nullptr;
  std::span<const Step> steps;

  std::string path() const;         // normalized, RFC 9535 §2.7: $['store']['book'][0]
  json::Pointer pointer() const;    // the same place, RFC 6901: /store/book/0
};

// What locate() found, in the order of select(). The steps of all nodes lie side by side in its memory, so that there
// are few allocations however many nodes; moving it keeps them valid.
class Places {
 public:
  Places() = default;
  Places(Places&&) noexcept = default;
  Places& operator=(Places&&) noexcept = default;

  std::size_t size() const { return nodes_.size(); }
  bool empty() const { return nodes_.empty(); }
  const Node& operator[](std::size_t i) const { return nodes_[i]; }
  const Node& front() const { return nodes_.front(); }
  auto begin() const { return nodes_.begin(); }
  auto end() const { return nodes_.end(); }
  auto begin() { return nodes_.begin(); }   // for whoever wants another order
  auto end() { return nodes_.end(); }

 private:
  friend class Path;
  friend class Walk;
  void add(const json::Value& value, std::span<const Step> steps) {
    nodes_.push_back({&value, {static_cast<const Step*>(nullptr), 0}});
    steps_.insert(steps_.end(), steps.begin(), steps.end());
    ends_.push_back(steps_.size());
  }
  void finish();   // when no more are added: nodes learn where their steps lie

  std::vector<Node> nodes_;
  std::vector<Step> steps_;
  std::vector<std::size_t> ends_;
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
//   MIMUS_TRY(const Places places, path.locate(document));
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
  Result<Places> locate(const json::Value& root, const Limits& limits = {}) const;
  // What Jayway's read() gives: the value of a definite() path, nothing when it leads nowhere; the
  // array of all values, maybe empty, for other paths. A copy.
  Result<std::optional<json::Value>> read(const json::Value& root, const Limits& limits = {}) const;

 private:
  explicit Path(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace mimus::jsonpath
