#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "event.h"

namespace mimus::yaml {

// All of YAML, read by libyaml one event at a time.
//
//   LibyamlReader reader(text);
//   while (true) {
//     MIMUS_TRY(const std::optional<Event> event, reader.next());   // nothing: the end
//     …
//   }
//
// Borrows the text, which begins behind any byte order mark. An event's views last until next() is
// called again. Errors have where.offset, and sentences from explain.h.
class LibyamlReader {
 public:
  explicit LibyamlReader(std::string_view text);
  ~LibyamlReader();
  Result<std::optional<Event>> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mimus::yaml
