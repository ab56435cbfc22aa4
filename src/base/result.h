#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "error.h"

namespace mimus {

// A value, or the reason why there is none. The member names are those of std::expected, which needs
// C++23; moving over is an alias.
//
//   Result<int> parse_port(std::string_view text);
//   MIMUS_TRY(const int port, parse_port(text));   // or returns the Error to our caller
template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT
  template <class U>
    requires(!std::is_same_v<std::remove_cvref_t<U>, Result> && std::is_constructible_v<T, U> &&
             std::is_convertible_v<U, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
             !std::is_same_v<std::remove_cvref_t<U>, E>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  T value_or(T other) const& { return *this ? **this : std::move(other); }

  E& error() & { return std::get<1>(state_); }
  const E& error() const& { return std::get<1>(state_); }
  E&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, E> state_;
};

// For actions: nothing on success.
struct Done {};
using Status = Result<Done>;

}  // namespace mimus

#define MIMUS_CONCAT_INNER_(a, b) a##b
#define MIMUS_CONCAT_(a, b) MIMUS_CONCAT_INNER_(a, b)
#define MIMUS_TRY(decl, expr) MIMUS_TRY_NAMED_(MIMUS_CONCAT_(mimus_try_, __LINE__), decl, expr)
#define MIMUS_TRY_NAMED_(tmp, decl, expr) \
  auto tmp = (expr);                      \
  if (!tmp) return std::move(tmp).error(); \
  decl = *std::move(tmp)
// For a Status whose value nobody needs.
#define MIMUS_TRY_DONE(expr)                                       \
  do {                                                             \
    if (auto mimus_status = (expr); !mimus_status)                 \
      return std::move(mimus_status).error();                      \
  } while (false)
