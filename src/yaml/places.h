#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "event.h"
#include "json/locate.h"

namespace mimus::yaml {

// Follows events and notes where what is sought stands. What came in through an alias or a merge
// key has no place of its own; Sought then knows its nearest ancestor.
class Places {
 public:
  // Borrows both. `several`: the text holds several documents, so pointers begin with their index.
  Places(std::string_view text, json::Sought& sought, bool several)
      : sought_(sought), positions_(text), document_(several ? 0 : -1) {}
  void take(const Event& event);

 private:
  struct Open {
    bool mapping;
    std::size_t length;    // of the collection's own pointer
    std::size_t next = 0;  // index of the next element
    bool expects_key = true;
  };
  void value(std::size_t offset);
  void key(std::string_view name, std::size_t offset);
  void finished();

  json::Sought& sought_;
  json::PositionCounter positions_;
  int document_;
  std::string pointer_;
  std::vector<Open> open_;
};

}  // namespace mimus::yaml
