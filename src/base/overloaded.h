#pragma once

namespace mimus {

// Several lambdas as one callable, for std::visit:
//
//   std::visit(Overloaded{[](const Text& text) { … }, [](const auto&) { … }}, body);
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 does not deduce it by itself

}  // namespace mimus
