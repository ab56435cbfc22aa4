#pragma once

#include <memory>
#include <utility>

namespace mimus {

// A value that is mostly T{}: it takes a pointer's room until somebody edits it. Copies are deep.
//
//   Rarely<Particulars> more;
//   more->name;               // of a T{} that all share
//   more.edit().name = "a";
//   more = Particulars{};     // none again: what equals T{} is not kept
template <class T>
class Rarely {
 public:
  Rarely() = default;
  Rarely(T value) : value_(value == none() ? nullptr : std::make_unique<T>(std::move(value))) {}
  Rarely(const Rarely& other)
      : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rarely(Rarely&&) noexcept = default;
  Rarely& operator=(Rarely other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }

  const T& operator*() const { return value_ ? *value_ : none(); }
  const T* operator->() const { return &**this; }
  explicit operator bool() const { return value_ != nullptr; }
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }
  friend bool operator==(const Rarely& a, const Rarely& b) { return (!a && !b) || *a == *b; }

 private:
  static const T& none() {
    static const T kNone{};
    return kNone;
  }

  std::unique_ptr<T> value_;
};

}  // namespace mimus
