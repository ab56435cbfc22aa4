#include "compat/providers.h"

#include "methods.h"

namespace mimus::fake {

std::span<const Module> python_modules() {
  static const Module kModules[] = {
      {"address", compat::address_methods()},   {"automotive", compat::automotive_methods()},
      {"bank", compat::bank_methods()},         {"barcode", compat::barcode_methods()},
      {"base", compat::base_methods()},         {"color", compat::color_methods()},
      {"company", compat::company_methods()},   {"credit_card", compat::credit_card_methods()},
      {"currency", compat::currency_methods()}, {"date_time", compat::date_time_methods()},
      {"file", compat::file_methods()},         {"geo", compat::geo_methods()},
      {"internet", compat::internet_methods()}, {"isbn", compat::isbn_methods()},
      {"misc", compat::misc_methods()},         {"national_id", compat::national_id_methods()},
      {"passport", compat::passport_methods()}, {"phone_number", compat::phone_number_methods()},
      {"profile", compat::profile_methods()},   {"python", compat::python_methods()},
      {"ssn", compat::ssn_methods()},           {"user_agent", compat::user_agent_methods()},
  };
  return kModules;
}

// "bank.bban", or as Python calls it: "bban".
const Method* find_python_method(std::string_view name) {
  const std::size_t dot = name.find('.');
  const std::string_view last = dot == name.npos ? name : name.substr(dot + 1);
  for (const Module& module : python_modules()) {
    if (dot != name.npos && module.name != name.substr(0, dot)) continue;
    for (const Method& method : module.methods) {
      if (method.name == last) return &method;
    }
  }
  return nullptr;
}

}  // namespace mimus::fake
