#pragma once

#include <memory>
#include <string_view>

#include "ask.h"
#include "batch.h"
#include "fake/value.h"
#include "rows/rows.h"

namespace mimus::fakeapi {

using Format = rows::Format;

// The formats that an answer can have; "template" belongs to the command line.
std::span<const Format> known_formats();
// By ?format=, else by Accept: the first of its media types that is one of ours, by weight; JSON for */* and for nothing.
// Errors: an unknown name, with the nearest; nothing acceptable (kUnsupported: a 406).
Result<const Format*> choose_format(Ask& ask);

// Makes record i as a value.
using Make = std::function<Result<fake::Value>(fake::Engine&, std::uint64_t record)>;

// Records in the chosen format. As JSON: `frame` and one value, or a list of them when `many`; `frame` is the beginning
// of an object whose last member is to come ({"method":"…","values":), or "" for nothing around.
struct Table {
  Make make;
  std::uint64_t count = 1;
  bool many = false;
  std::string frame;
  std::string name = "records";  // of an SQL table, and of XML's root
};
void send_table(Ask& ask, const Setting& setting, const Format& format, Table table);

}  // namespace mimus::fakeapi
