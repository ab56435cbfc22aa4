#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "args.h"
#include "data.h"
#include "engine.h"
#include "js_text.h"
#include "numbers.h"

// What modules use of each other. Each makes exactly the draws of the method of that name; those
// that append leave something behind when the engine fails, and their callers cut it off.
namespace mimus::fake {

// helpers
void fake_text(Engine& engine, std::string_view image_text,
               std::string& out);  // a template of the image
inline void fake_list(Engine& engine, Node list, std::string& out) {
  fake_text(engine, pick(engine, list), out);
}
void replace_symbols(Engine& engine, std::string_view form, std::string& out);  // # ? *
void replace_numbers(Engine& engine, std::string_view form, std::string& out);  // # !
void replace_hashes(Engine& engine, std::string_view form,
                    std::string& out);  // runs of #: no leading zero
void replace_card_symbols(Engine& engine, std::string_view form, std::u16string_view symbol,
                          std::string& out);  // # ! L
void slugify(std::string_view text, std::string& out);
void from_reg_exp(Engine& engine, std::string_view pattern, bool is_object, bool ignore_case,
                  std::string& out);

// string
enum class Casing { kUpper, kLower, kMixed };
void append_from(Engine& engine, std::string_view characters, double count, std::string& out);
void append_alpha(Engine& engine, double count, Casing casing, std::string& out);
void append_alphanumeric(Engine& engine, double count, Casing casing, std::string& out);
void append_alphanumeric_without(Engine& engine, double count, Casing casing,
                                 std::string_view exclude, std::string& out);
void append_numeric(Engine& engine, double count, bool leading_zeros, std::string& out);
void append_hexadecimal(Engine& engine, double count, Casing casing, std::string& out);
void append_uuid(Engine& engine, std::string& out);

// number
inline void append_int(Engine& engine, double min, double max, std::string& out) {
  append_number(number_int(engine, min, max), out);
}

// person
enum class Sex { kFemale, kGeneric, kMale, kUnspecified };
Sex draw_sex(Engine& engine);  // female or male
std::string_view sex_name(Sex sex);
std::string_view first_name(Engine& engine, Sex sex);
void last_name(Engine& engine, Sex sex, std::string& out);
void full_name(Engine& engine, Sex sex, std::optional<std::string_view> first,
               std::optional<std::string_view> last, std::string& out);

// date
double recent(Engine& engine, double reference, double min_days, double max_days);
double soon(Engine& engine, double reference, double min_days, double max_days);
double anytime(Engine& engine, double reference);

// internet
struct Names {
  std::optional<std::string_view> first, last;
};
void username(Engine& engine, const Names& names, std::string& out);
void email(Engine& engine, const Names& names, std::optional<std::string_view> provider,
           bool special, std::string& out);
void mac(Engine& engine, std::string_view separator, std::string& out);

// words
std::string_view pick_word(Engine& engine, std::uint16_t entry,
                           const Args& args);  // length, strategy
std::string_view sample_word(Engine& engine, const Args& args);

// others
void company_name(Engine& engine, std::string& out);
void rgb_hex(Engine& engine, std::string& out);

}  // namespace mimus::fake
