#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mimus::recording {

// A name as it is compared: ASCII letters in lower case, without '-', '_', '.' and blanks. "X-Api-Key" -> "xapikey".
std::string plain_name(std::string_view name);

// Is what has this plain name a secret: a header field, a parameter of a query or a form, a member in JSON, an element or attribute in XML? By the whole
// name ("pin") or its end ("accesstoken", "mydbpassword"); "nextpagetoken" says where to go on and is none.
bool is_secret_name(std::string_view plain);

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
