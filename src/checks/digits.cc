#include "digits.h"

#include <algorithm>
#include <cstddef>

namespace mimus::checks {

int luhn_digit(std::string_view payload) {
  int sum = 0;
  bool doubled = true;  // from the right, beside the check digit
  for (std::size_t i = payload.size(); i-- > 0; doubled = !doubled) {
    const int digit = payload[i] - '0';
    sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
  }
  return (10 - sum % 10) % 10;
}

int verhoeff_digit(std::string_view payload) {
  // The dihedral group of order 10: 0-4 are rotations, 5-9 reflections.
  const auto times = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a - b + 5) % 5 : (a - b + 5) % 5;
  };
  constexpr int kPermutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  constexpr int kInverse[10] = {0, 4, 3, 2, 1, 5, 6, 7, 8, 9};
  int state = 0;
  int place = 1;
  for (std::size_t i = payload.size(); i-- > 0; ++place) {
    int digit = payload[i] - '0';
    for (int turn = 0; turn < place % 8; ++turn) digit = kPermutation[digit];
    state = times(state, digit);
  }
  return kInverse[state];
}

int gs1_digit(std::string_view payload) {
  int sum = 0;
  int weight = 3;
  for (std::size_t i = payload.size(); i-- > 0; weight = 4 - weight)
    sum += (payload[i] - '0') * weight;
  return (10 - sum % 10) % 10;
}

int mod_11_10_digit(std::string_view payload) {
  int product = 10;
  for (const char c : payload) {
    int sum = (c - '0' + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10;
}

int remainder(std::string_view digits, int modulus) {
  std::int64_t rest = 0;
  for (const char c : digits) rest = (rest * 10 + (c - '0')) % modulus;
  return static_cast<int>(rest);
}

int remainder_97(std::string_view text) {
  int rest = 0;
  for (const char c : text) {
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest;
}

int weighted_sum(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  std::size_t i = 0;
  for (const int weight : weights) sum += weight * (digits[i++] - '0');
  return sum;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  for (const char c : text.substr(at, length)) number = number * 10 + (c - '0');
  return number;
}

}  // namespace mimus::checks
