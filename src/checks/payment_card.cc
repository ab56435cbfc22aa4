#include "payment_card.h"

#include <string>

#include "digits.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

constexpr CardType kTypes[] = {
    {"amex", "American Express", "34 37", "15", 4, "CID"},
    {"diners", "Diners Club / Carte Blanche", "300-305 36 38", "14", 3, "CVC"},
    {"discover", "Discover", "6011 644-649 65", "16 19", 3, "CVC"},
    {"jcb", "JCB 16 digit", "3528-3589", "16", 3, "CVC"},
    {"jcb15", "JCB 15 digit", "1800 2131", "15", 3, "CVC"},
    {"maestro", "Maestro", "5018 5020 5038 56-58 6304 6759 6761 6762 6763",
     "12 13 14 15 16 17 18 19", 3, "CVV"},
    {"mastercard", "Mastercard", "51-55 2221-2720", "16", 3, "CVC"},
    {"unionpay", "UnionPay", "62", "16 17 18 19", 3, "CVN"},
    {"visa", "VISA 16 digit", "4", "16 13 19", 3, "CVC"},
    {"visa13", "VISA 13 digit", "4", "13", 3, "CVC"},
    {"visa19", "VISA 19 digit", "4", "19", 3, "CVC"},
};

// "2221-2720": does the number begin with one of them?
bool begins_with(std::string_view digits, std::string_view prefixes) {
  while (!prefixes.empty()) {
    const std::size_t end = std::min(prefixes.find(' '), prefixes.size());
    const std::string_view range = prefixes.substr(0, end);
    prefixes.remove_prefix(std::min(end + 1, prefixes.size()));
    const std::size_t dash = range.find('-');
    const std::string_view low = range.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : range.substr(dash + 1);
    const std::string_view head = digits.substr(0, low.size());
    if (head.size() == low.size() && head >= low && head <= high) return true;
  }
  return false;
}

bool has_length(std::string_view lengths, std::size_t length) {
  const std::string wanted = " " + std::to_string(length) + " ";
  return (" " + std::string(lengths) + " ").find(wanted) != std::string::npos;
}

}  // namespace

std::span<const CardType> card_types() {
  return kTypes;
}

const CardType* find_card_type(std::string_view name) {
  struct Other {
    std::string_view name, means;
  };
  constexpr Other kOthers[] = {{"american_express", "amex"},
                               {"diners_club", "diners"},
                               {"visa16", "visa"},
                               {"jcb16", "jcb"},
                               {"master_card", "mastercard"},
                               {"china_union_pay", "unionpay"}};
  std::string wanted = plain_name(name);
  for (const Other& other : kOthers) {
    if (plain_name(other.name) == wanted) wanted = plain_name(other.means);
  }
  for (const CardType& type : kTypes) {
    if (plain_name(type.name) == wanted) return &type;
  }
  return nullptr;
}

const CardType* card_type_of(std::string_view digits) {
  for (const CardType& type : kTypes) {
    if (begins_with(digits, type.prefixes)) return &type;
  }
  return nullptr;
}

Status check_card_number(std::string_view text) {
  MIMUS_TRY(const std::string digits, compact(text));
  MIMUS_TRY_DONE(only_digits(digits));
  if (digits.size() < 12 || digits.size() > 19) {
    return invalid("a card number has 12 to 19 digits, got " + std::to_string(digits.size()));
  }
  const char wanted = digit_char(luhn_digit(std::string_view(digits).substr(0, digits.size() - 1)));
  return same_check({&digits.back(), 1}, {&wanted, 1});
}

Status check_card_number_of(const CardType& type, std::string_view text) {
  MIMUS_TRY_DONE(check_card_number(text));
  MIMUS_TRY(const std::string digits, compact(text));
  if (!begins_with(digits, type.prefixes)) {
    return wrong_at(
        "a " + std::string(type.title) + " number begins with " + std::string(type.prefixes), 0);
  }
  if (has_length(type.lengths, digits.size())) return Done{};
  return invalid("a " + std::string(type.title) + " number has " + std::string(type.lengths) +
                 " digits, got " + std::to_string(digits.size()));
}

}  // namespace mimus::checks
