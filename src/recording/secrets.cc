#include "secrets.h"

#include <algorithm>
#include <iterator>

#include "checks/payment_card.h"

namespace mimus::recording {
namespace {

constexpr std::string_view kNames[] = {
    "cookie", "setcookie", "pwd", "bearer", "sig", "signature", "xamzsignature", "xamzcredential", "clientassertion", "session", "sid", "otp",
    "pin", "cvv", "cvc", "cardnumber", "iban", "ssn", "subscriptionkey", "ocpapimsubscriptionkey", "functionskey", "xfunctionskey",
};

constexpr std::string_view kEndings[] = {
    "authorization", "token", "password", "passwd", "passphrase", "passcode", "secret", "apikey", "accesskey", "accesskeyid", "privatekey", "secretkey",
    "authkey", "sessionid", "sessid", "sessionkey", "jwt", "connectsid",
};

// Where to go on in a list or a stream: opaque, and no secret.
constexpr std::string_view kPlaces[] = {"pagetoken", "nexttoken", "continuationtoken", "synctoken", "cursortoken", "resumetoken", "skiptoken"};

constexpr SecretLooks kLooks[] = {
    {"JSON Web Token", "eyJ", R"(\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*)"},
    {"AWS access key", "A", R"(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)"},
    {"GitHub token", "gh", R"(\bgh[pousr]_[A-Za-z0-9]{20,})"},
    {"GitHub token", "github_pat_", R"(\bgithub_pat_[A-Za-z0-9_]{20,})"},
    {"Slack token", "xox", R"(\bxox[abprs]-[A-Za-z0-9-]{10,})"},
    {"secret key", "sk", R"(\b[sr]k[-_](?:live|test|proj|ant)[-_][A-Za-z0-9_-]{16,})"},
    {"Google key", "AIza", R"(\bAIza[A-Za-z0-9_-]{35})"},
    {"private key", "PRIVATE KEY",
     R"(-----BEGIN [A-Z ]*PRIVATE KEY-----((?:[^-]|-(?!----))*)-----END [A-Z ]*PRIVATE KEY-----)"},
    {"password in a URL", "://", R"(://[^/\s:@"']+:([^/\s@"']+)@)"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '%';
}

// The first digits of the large networks; numbers that begin otherwise are rather identifiers and times.
bool is_issued(std::string_view digits) {
  const int two = (digits[0] - '0') * 10 + (digits[1] - '0');
  const std::size_t size = digits.size();
  if (digits[0] == '4') return size == 13 || size == 16 || size == 19;
  if (two == 34 || two == 37) return size == 15;
  if (two == 30 || two == 36 || two == 38) return size == 14;
  return size == 16 && ((two >= 51 && two <= 55) || (two >= 22 && two <= 27) || two == 35 || two == 60 || two == 64 || two == 65);
}

// Where a run of digits, with single blanks or dashes between them, ends.
std::size_t end_of_number(std::string_view text, std::size_t at, std::string& digits) {
  std::size_t end = at;
  while (at < text.size()) {
    if (is_digit(text[at])) {
      digits += text[at++];
      end = at;
    } else if ((text[at] == ' ' || text[at] == '-') && at + 1 < text.size() && is_digit(text[at + 1])) {
      ++at;
    } else {
      break;
    }
  }
  return end;
}

}  // namespace

bool is_secret_name(std::string_view plain) {
  const auto ends = [&](std::string_view end) { return plain.ends_with(end); };
  if (std::ranges::find(kNames, plain) != std::end(kNames)) return true;
  return std::ranges::any_of(kEndings, ends) && std::ranges::none_of(kPlaces, ends);
}
std::span<const SecretLooks> secret_looks() { return kLooks; }

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.' || c == ' ') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

std::size_t mask_payment_cards(std::string& text) {
  std::size_t found = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::string digits;
    const std::size_t end = end_of_number(text, at, digits);
    const bool alone = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]) || text[end] == '.');
    if (alone && digits.size() >= 13 && is_issued(digits) && checks::check_card_number(digits)) {
      for (std::size_t i = at; i < end; ++i) {
        if (is_digit(text[i])) text[i] = '9';
      }
      ++found;
    }
    at = end;
  }
  return found;
}

}  // namespace mimus::recording
