#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mimus::recording {

// Names whose value is a secret: of header fields, of query and form parameters, of members in JSON. In the form of
// plain_name(): "accesstoken".
std::span<const std::string_view> secret_names();

// A name as it is compared: ASCII letters in lower case, without '-', '_', '.' and blanks. "X-Api-Key" -> "xapikey".
std::string plain_name(std::string_view name);

// A secret that shows by its looks, wherever it stands.
struct SecretLooks {
  std::string_view rule;        // "JSON Web Token"
  std::string_view hint;        // a text that every one has, so that few texts are searched; "" for none
  std::string_view expression;  // PCRE2; group 1, where there is one, is the secret
};
std::span<const SecretLooks> secret_looks();

// Numbers of payment cards in a text: 13 to 19 digits, in groups perhaps, with an issuer's first digits and the right check digit, that are no part of a longer
// number or word. Their digits become 9. How many there were.
std::size_t mask_payment_cards(std::string& text);

}  // namespace mimus::recording
