#include <algorithm>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

// The International ISBN Agency's ranges for the English-speaking groups 0 and 1: up to this
// registrant and what follows it (seven digits), so many digits name the registrant. As faker-js
// has them.
struct IsbnRange {
  int last;
  int length;
};
constexpr IsbnRange kGroup0[] = {{1999999, 2}, {2279999, 3}, {2289999, 4}, {3689999, 3},
                                 {3699999, 4}, {6389999, 3}, {6397999, 4}, {6399999, 7},
                                 {6449999, 3}, {6459999, 7}, {6479999, 3}, {6489999, 7},
                                 {6549999, 3}, {6559999, 4}, {6999999, 3}, {8499999, 4},
                                 {8999999, 5}, {9499999, 6}, {9999999, 7}};
constexpr IsbnRange kGroup1[] = {
    {99999, 3},   {299999, 2},  {349999, 3},  {399999, 4},  {499999, 3},  {699999, 2},
    {999999, 4},  {3979999, 3}, {5499999, 4}, {6499999, 5}, {6799999, 4}, {6859999, 5},
    {7139999, 4}, {7169999, 3}, {7319999, 4}, {7399999, 7}, {7749999, 5}, {7753999, 7},
    {7763999, 5}, {7764999, 7}, {7769999, 5}, {7782999, 7}, {7899999, 5}, {7999999, 4},
    {8004999, 5}, {8049999, 5}, {8379999, 5}, {8384999, 7}, {8671999, 5}, {8675999, 4},
    {8697999, 5}, {9159999, 6}, {9165059, 7}, {9168699, 6}, {9169079, 7}, {9195999, 6},
    {9196549, 7}, {9729999, 6}, {9877999, 4}, {9911499, 6}, {9911999, 7}, {9989899, 6},
    {9999999, 7}};

int registrant_length(bool group1, std::string_view digits) {
  const int number = static_cast<int>(parse_digits(digits));
  const auto find = [&](const auto& ranges) {
    return std::find_if(std::begin(ranges), std::end(ranges),
                        [&](IsbnRange range) { return number <= range.last; })
        ->length;
  };
  return group1 ? find(kGroup1) : find(kGroup0);
}

char isbn_check_digit(std::string_view digits, bool ten) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int weight = ten ? static_cast<int>(i) + 1 : i % 2 != 0 ? 3 : 1;
    sum += weight * (digits[i] - '0');
  }
  sum = ten ? sum % 11 : (10 - sum % 10) % 10;
  return sum == 10 ? 'X' : static_cast<char>('0' + sum);
}

void isbn(Engine& engine, const Args& args, std::string& out) {
  const bool ten = args.has(0) && args[0].choice == 0;
  const std::string_view separator = args.text(1, "-");
  const bool group1 = engine.below(2) == 1;
  std::string digits;
  append_numeric(engine, 8, true, digits);
  const auto registrant =
      static_cast<std::size_t>(registrant_length(group1, std::string_view(digits).substr(0, 7)));
  std::string all = ten ? "" : "978";
  all += group1 ? '1' : '0';
  all += digits;
  if (!ten) out.append("978").append(separator);
  out += group1 ? '1' : '0';
  out.append(separator).append(digits, 0, registrant).append(separator).append(digits, registrant);
  out.append(separator) += isbn_check_digit(all, ten);
}

void price(Engine& engine, const Args& args, std::string& out) {
  const double min = args.number(0, 1);
  const double max = args.number(1, 1000);
  const double digits = args.number(2, 2);
  const std::string_view symbol = args.text(3);
  out += symbol;
  if (min < 0 || max < 0) {
    out += '0';
    return;
  }
  const auto fixed = [&](double number) {
    if (!(digits > -1 && digits < 101)) return engine.fail("dec should be a number of 0 to 100");
    append_fixed(number, static_cast<int>(digits), out);
  };
  if (min == max) return fixed(min);
  const double drawn = number_digits(engine, min, max, digits);
  if (engine.failed()) return;
  if (digits == 0 || digits > 100) return fixed(drawn);
  const int n = static_cast<int>(digits);
  const double last = std::fmod(drawn * ten_to_the(n), 10);
  // Prices end in 9, in 5, or else.
  const double other = number_int(engine, 0, 9);
  const double weight = engine.next() * 10;
  const double ending = weight < 5 ? 9 : weight < 8 ? 5 : weight < 9 ? 0 : other;
  const double unit = tenth_to_the(n);
  const double rounded = drawn - last * unit + ending * unit;
  fixed(min <= rounded && rounded <= max ? rounded : drawn);
}

void product_description(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, commerce_product_description), out);
}

void product_name(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, commerce_product_name) / "pattern", out);
}

template <const char* kMember>
void part(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, commerce_product_name, kMember);
}
constexpr char kAdjective[] = "adjective";
constexpr char kMaterial[] = "material";
constexpr char kProduct[] = "product";

void upc(Engine& engine, const Args& args, std::string& out) {
  const std::string_view prefix = args.text(0);
  if (!std::all_of(prefix.begin(), prefix.end(), is_digit))
    return engine.fail("prefix must be digits");
  if (prefix.size() > 11) return engine.fail("prefix must be at most 11 digits");
  const std::size_t start = out.size();
  out += prefix;
  append_numeric(engine, 11 - static_cast<double>(prefix.size()), true, out);
  if (engine.failed()) return;
  int sum = 0;
  for (std::size_t i = 0; i < 11; ++i) sum += (out[start + i] - '0') * (i % 2 == 0 ? 3 : 1);
  out += static_cast<char>('0' + (10 - sum % 10) % 10);
}

constexpr Param kIsbn[] = {{"variant", Type::kChoice, "13", "10|13"},
                           {"separator", Type::kText, "-"}};
constexpr Param kPrice[] = {{"min", Type::kNumber, "1"},
                            {"max", Type::kNumber, "1000"},
                            {"dec", Type::kNumber, "2"},
                            {"symbol", Type::kText, ""}};
constexpr Param kUpc[] = {{"prefix", Type::kText, ""}};

constexpr Method kMethods[] = {
    data_row("commerce", "department", commerce_department, "A department of a shop"),
    text_row("commerce", "isbn", isbn, "An ISBN with its check digit", kIsbn, 0, 0),
    text_row("commerce", "price", price, "A price", kPrice),
    text_row("commerce", "product", part<kProduct>, "A product"),
    text_row("commerce", "productAdjective", part<kAdjective>, "An adjective for a product"),
    text_row("commerce", "productDescription", product_description,
             "A product described as in a shop"),
    text_row("commerce", "productMaterial", part<kMaterial>, "A material"),
    text_row("commerce", "productName", product_name, "A product with adjective and material"),
    text_row("commerce", "upc", upc, "A UPC-A with its check digit", kUpc),
};

}  // namespace

Rows commerce_methods() {
  return kMethods;
}

}  // namespace mimus::fake
