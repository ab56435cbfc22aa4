#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void imei(Engine& engine, const Args&, std::string& out) {
  replace_card_symbols(engine, "##-######-######-L", u"#", out);
}

void number(Engine& engine, const Args& args, std::string& out) {
  const std::string_view style = args.text(0, "human");
  const Node formats = required(engine, phone_number_format);
  if (engine.failed()) return;
  const Node list = formats / style;
  if (!list) {
    engine.fail("locale " + std::string(engine.locale().code()) +
                " has no phone numbers of style " + std::string(style));
    return;
  }
  replace_numbers(engine, pick(engine, list), out);
}

constexpr Param kNumber[] = {
    {"style", Type::kChoice, "human", "human|national|international|mobile"}};

constexpr Method kMethods[] = {
    text_row("phone", "imei", imei, "An IMEI with its check digit"),
    text_row("phone", "number", number, "A phone number", kNumber),
};

}  // namespace

Rows phone_methods() {
  return kMethods;
}

}  // namespace mimus::fake
