#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mimus::fake {

// One of faker-js's 77 locales. A value of two bytes; its data lie in the program's read-only image
// and are never loaded as a whole. The default one is "en".
class Locale {
 public:
  Locale();

  // "de", "de_AT", "pt_BR"; case and '-' for '_' do not matter: "de-at" is de_AT. Nothing when
  // there is none; an exact language is looked for only as written ("de_DE" is not "de": ask
  // nearest_locale).
  static std::optional<Locale> find(std::string_view code);
  static std::size_t count();
  static Locale at(std::size_t index);  // in the order of their codes

  std::string_view code() const;   // "de_AT"
  std::string_view title() const;  // "German (Austria)"
  std::size_t index() const { return index_; }

  friend bool operator==(const Locale&, const Locale&) = default;

 private:
  explicit Locale(std::size_t index) : index_(static_cast<std::uint16_t>(index)) {}
  std::uint16_t index_;
};

// The locale for what a client may say ("de_DE" -> de, "pt" -> pt_PT): the code itself, else its
// language, else the first locale of that language. Nothing when nobody speaks it.
std::optional<Locale> nearest_locale(std::string_view code);

}  // namespace mimus::fake
