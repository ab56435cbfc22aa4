#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"

namespace mimus::replay {

// One value of a message: a segment of a path, a parameter, a field or a part of one, a text or a number of a JSON body; and
// the bytes where it stands.
struct Spot {
  enum class Part : std::uint8_t { kUrl, kField, kBody };
  enum class Form : std::uint8_t { kPlain, kPercent, kJsonText, kJsonNumber };  // how its bytes are written

  Part part = Part::kUrl;
  std::size_t field = 0;            // kField: which one
  std::size_t begin = 0, end = 0;   // in the url, the field's value or the body
  Form form = Form::kPlain;
  bool segment = false;             // of a path
  std::string text;                 // decoded
  std::string name;                 // of the member, parameter, cookie or field; of a segment: the one before it
  std::string address;              // "body /items/0/id", "header location 2", "cookie sid": the same place in another answer

  // Is this, by its name, an identifier or a token? "id", "userId", "next_cursor", "X-Csrf-Token".
  bool named_like_id() const;
  bool is_number() const;           // digits alone, however it is written
};

// All of them, those of the url first. Bodies that are neither JSON nor a form have none.
std::vector<Spot> spots_of(const exchange::Request& request);
std::vector<Spot> spots_of(const exchange::Response& response);

// Other texts in some spots of a message, the rest byte by byte as it was. `spots`: of this very message, in their order.
struct Change {
  const Spot* spot;
  std::string text;
};
void put(std::span<const Change> changes, exchange::Request& request);
void put(std::span<const Change> changes, exchange::Response& response);

}  // namespace mimus::replay
