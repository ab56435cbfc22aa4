#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "program.h"

namespace mimus::jsonschema {

// Which parts of one array or object have been evaluated (2019-09 §9.3, 2020-12 §11): a bit for
// each element or member, by position.
class Evaluated {
 public:
  void set(std::size_t i) {
    if (i < kInline) {
      near_[i / 64] |= std::uint64_t{1} << i % 64;
      return;
    }
    if (far_.size() <= i - kInline) far_.resize(i - kInline + 1);
    far_[i - kInline] = true;
  }
  bool has(std::size_t i) const {
    if (i < kInline) return (near_[i / 64] >> i % 64 & 1) != 0;
    return i - kInline < far_.size() && far_[i - kInline];
  }
  void add(const Evaluated& other) {
    for (std::size_t i = 0; i < near_.size(); ++i) near_[i] |= other.near_[i];
    if (far_.size() < other.far_.size()) far_.resize(other.far_.size());
    for (std::size_t i = 0; i < other.far_.size(); ++i) far_[i] = far_[i] || other.far_[i];
  }

 private:
  static constexpr std::size_t kInline = 256;
  std::array<std::uint64_t, kInline / 64> near_{};
  std::vector<bool> far_;
};

// The resources entered on the way, each once: what dynamic references look back on. `signature`
// tells ways apart.
struct Scope {
  std::uint32_t resource;
  std::uint64_t signature;
  const Scope* outer;
};

// A cyclic node at work on a value.
struct Active {
  NodeId node;
  const json::Value* value;
  const Active* outer;
};

// Verdicts on (schema, place), for schemas that several ways lead to. Most values are judged before
// remembering pays, so it begins late.
class Memory {
 public:
  enum class Verdict : std::uint8_t { kUnknown, kNo, kYes };

  static constexpr std::uint32_t kPatience = 4096;

  bool begins() { return ++asked_ > kPatience; }
  // How often schemas that several ways lead to were asked so far: a measure of the work done.
  std::uint32_t asked() const { return asked_; }
  Verdict find(NodeId node, const json::Value& value, std::uint64_t scope) const {
    const auto found = verdicts_.find({node, &value, scope});
    return found == verdicts_.end() ? Verdict::kUnknown : found->second;
  }
  void keep(NodeId node, const json::Value& value, std::uint64_t scope, bool yes) {
    verdicts_.insert_or_assign(Key{node, &value, scope}, yes ? Verdict::kYes : Verdict::kNo);
  }

 private:
  struct Key {
    NodeId node;
    const json::Value* value;
    std::uint64_t scope;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      const std::uint64_t mixed =
          (reinterpret_cast<std::uintptr_t>(key.value) ^ key.scope) * 0x9e3779b97f4a7c15ULL;
      return mixed ^ mixed >> 32 ^ key.node * 0x85ebca6bULL;
    }
  };
  std::unordered_map<Key, Verdict, KeyHash> verdicts_;
  std::uint32_t asked_ = 0;
};

// One question to a program. It may use so much stack: enough for the deepest value, a fraction of
// a thread's (the sanitizers' frames are several times as large, there the limit comes earlier).
inline constexpr std::size_t kMostStack = 3 << 20;

struct Run {
  explicit Run(const Program& asked)
      : program(asked),
        stack_end(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) - kMostStack) {}
  bool has_stack() const {
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) > stack_end;
  }

  const Program& program;
  std::uintptr_t stack_end;
  std::uint32_t levels = 0;  // of the value we are in
  bool too_deep = false;     // then nothing counts any more
  const Scope* scope = nullptr;
  const Active* active = nullptr;
  Memory memory;

  // A cyclic schema is at work on this very value: a verdict would hold only inside it.
  bool active_here(const json::Value& value) const {
    return active != nullptr && active->value == &value;
  }
};

}  // namespace mimus::jsonschema
