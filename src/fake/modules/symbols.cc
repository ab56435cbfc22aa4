#include <algorithm>

#include "parts.h"
#include "pattern_text.h"
#include "program.h"
#include "unicode.h"

// The helpers that work on forms: # ? * ! L, and runs in braces.
namespace mimus::fake {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

void append_random_digit(Engine& engine, std::string& out) {
  append_digit(number_int(engine, 0, 9), out);
}
void append_random_letter(Engine& engine, std::string& out) {
  out += kLetters[engine.below(26)];
}

bool is_blank(char16_t c) {
  constexpr std::u16string_view kBlanks =
      u"\t\n\v\f\r "
      u"\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029"
      u"\u202F\u205F"
      u"\u3000\uFEFF";
  return kBlanks.find(c) != kBlanks.npos;
}

// Luhn's check digit for a form whose last L stands for it; "NaN" when there are other characters
// than digits.
std::string check_digit(std::u16string form) {
  if (form.ends_with(u'L')) form.pop_back();
  form += u'0';
  std::erase_if(form, [](char16_t c) { return is_blank(c) || c == u'-'; });
  int sum = 0;
  bool twice = false;
  for (std::size_t i = form.size(); i-- > 0; twice = !twice) {
    if (form[i] < u'0' || form[i] > u'9') return "NaN";
    int digit = form[i] - u'0';
    if (twice) digit = digit * 2 > 9 ? digit * 2 % 10 + 1 : digit * 2;
    sum += digit;
  }
  return std::string(1, static_cast<char>('0' + (10 - sum % 10) % 10));
}

// The usual form: digits, hyphens, # for a digit, and nowhere but at the end an L.
bool is_plain_card(std::string_view form) {
  return !form.empty() && form.find_first_not_of("#-0123456789L") == form.npos &&
         form.find('L') >= form.size() - 1;
}

void replace_plain_card(Engine& engine, std::string_view form, std::string& out) {
  const std::size_t start = out.size();
  int sum = 0;
  out += form;
  for (std::size_t i = start; i < out.size(); ++i) {
    if (out[i] == '#') out[i] = static_cast<char>('0' + static_cast<int>(engine.next() * 10));
  }
  bool twice = true;  // the check digit itself counts once, and is 0 here
  const std::size_t end = out.ends_with('L') ? out.size() - 1 : out.size();
  for (std::size_t i = end; i-- > start;) {
    if (out[i] == '-') continue;
    const int digit = out[i] - '0';
    sum += twice ? digit * 2 % 10 + digit / 5 : digit;
    twice = !twice;
  }
  if (end != out.size()) out[end] = static_cast<char>('0' + (10 - sum % 10) % 10);
}

// "#{3,5}", then "#{4}", then "[3-7]" written out: each kind wherever it is, before the next.
void expand_card_form(Engine& engine, std::u16string& form) {
  constexpr int kMostSteps = 1000;
  if (form.find_first_of(u"{[") == form.npos) return;
  int steps = 0;
  const auto goes_on = [&] {
    if (++steps > kMostSteps) engine.fail("the form never ends", {}, Code::kLimit);
    return !engine.failed();
  };
  for (const Repeat kind : {Repeat::kRange, Repeat::kCount}) {
    while (goes_on()) {
      const auto found = find_repeat(form, kind);
      if (!found) break;
      const double most = std::max(found->min, found->max);
      replace_repeat(
          engine, form, *found,
          found->ranged ? number_int(engine, std::min(found->min, found->max), most) : most);
    }
  }
  while (goes_on()) {
    const auto range = find_number_range(form);
    if (!range) break;
    const double drawn =
        number_int(engine, std::min(range->min, range->max), std::max(range->min, range->max));
    form.replace(range->begin, range->size, to_utf16(number_text(drawn)));
  }
}

}  // namespace

void fake_text(Engine& engine, std::string_view image_text, std::string& out) {
  if (image_text.find('{') == image_text.npos) {
    out += image_text;
  } else if (engine.enter()) {
    Program::of_image_text(image_text).run(engine, out);
    engine.leave();
  } else {
    engine.leave();
  }
}

void replace_symbols(Engine& engine, std::string_view form, std::string& out) {
  for (const char c : form) {
    if (c == '#')
      append_random_digit(engine, out);
    else if (c == '?')
      append_random_letter(engine, out);
    else if (c != '*')
      out += c;
    else if (engine.boolean())
      append_random_letter(engine, out);
    else
      append_random_digit(engine, out);
  }
}

void replace_numbers(Engine& engine, std::string_view form, std::string& out) {
  for (const char c : form) {
    if (c == '#')
      append_random_digit(engine, out);
    else if (c == '!')
      append_int(engine, 2, 9, out);
    else
      out += c;
  }
}

void replace_hashes(Engine& engine, std::string_view form, std::string& out) {
  for (std::size_t i = 0; i < form.size();) {
    std::size_t end = i;
    while (end < form.size() && form[end] == '#') ++end;
    append_numeric(engine, static_cast<double>(end - i), false, out);
    if (end == i) out += form[end++];
    i = end;
  }
}

void replace_card_symbols(Engine& engine, std::string_view form, std::u16string_view symbol,
                          std::string& out) {
  if (symbol == u"#" && is_plain_card(form)) return replace_plain_card(engine, form, out);
  std::u16string text = to_utf16(form);
  expand_card_form(engine, text);
  if (engine.failed()) return;
  for (char16_t& c : text) {
    if (symbol.size() == 1 && c == symbol[0])
      c = static_cast<char16_t>(u'0' + number_int(engine, 0, 9));
    else if (c == u'!')
      c = static_cast<char16_t>(u'0' + number_int(engine, 2, 9));
  }
  const std::string digit = check_digit(text);
  if (const std::size_t at = text.find(u'L'); at != text.npos) text.replace(at, 1, to_utf16(digit));
  append_utf8(text, out);
}

void slugify(std::string_view text, std::string& out) {
  const std::string plain = is_ascii(text) ? std::string() : decomposed_without_marks(text);
  for (const char c : plain.empty() ? text : std::string_view(plain)) {
    if (c == ' ')
      out += '-';
    else if (is_word(c) || c == '.' || c == '-')
      out += c;
  }
}

}  // namespace mimus::fake
