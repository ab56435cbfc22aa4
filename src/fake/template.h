#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine.h"

namespace mimus::fake {

// helpers.fake of faker-js: text with {{module.method}}, {{module.method(arguments)}},
// {{airline.airport.name}} and raw lists of the locale ({{location.street_suffix}}). Compiled once,
// rendered often, from any thread.
//
//   const Template text = Template::compile("{{person.firstName}} is
//   {{number.int({\"min\":18,\"max\":80})}}"); MIMUS_TRY_DONE(text.append(engine, out));
//
// Bit for bit as faker-js does it, including its curiosities: what an expression yields is looked
// at again for further
// {{…}}, so never put a stranger's text into a pattern; `{{location.country}}` takes two draws, for
// the list of that name and for the method. An unknown name is no error of compile() but of
// append(): faker-js finds out then, too. check() tells beforehand. Owns its text.
class Template {
 public:
  static Template compile(std::string pattern);
  // helpers.fake([...]): one of them is drawn each time. Not empty.
  static Template compile(std::vector<std::string> patterns);

  Status append(Engine& engine, std::string& out) const;
  // For the code of methods: no take_failure().
  void run(Engine& engine, std::string& out) const;

  // The first expression that names nothing in any locale, or whose arguments do not fit: with its
  // offset.
  Status check() const;

 private:
  struct Patterns;
  std::shared_ptr<const Patterns> patterns_;
};

}  // namespace mimus::fake
