#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "json/json.h"

namespace mimus::jsonschema {

// A schema (2020-12) for values of which only examples are known:
//
//   Inferrer inferrer;
//   inferrer.add({"id": 1, "at": "2026-11-20T09:50:57Z"});
//   inferrer.add({"id": 2.5, "at": "2026-11-21T10:00:00Z", "tags": ["a"]});
//   inferrer.schema();
//     {"type": "object",
//      "properties": {"id": {"type": "number"}, "at": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "items": {"type": "string"}}},
//      "required": ["id", "at"]}
//
// What holds: every example is valid, formats asserted. Members that all objects of a place have are required; types of one place are united;
// a format (date-time, date, uuid, email, uri, ipv4) stands where all texts have it. An object with many members whose names are identifiers is
// a map: additionalProperties. Members come in the order in which they were first seen.
class Inferrer {
 public:
  // `unknown`: texts that stand for something else, such as "{{path.id}}"; their places may hold anything.
  explicit Inferrer(std::function<bool(std::string_view)> unknown = {});
  ~Inferrer();
  Inferrer(Inferrer&&) noexcept;
  Inferrer& operator=(Inferrer&&) noexcept;

  void add(const json::Value& example);
  std::size_t examples() const;
  json::Object schema() const;  // of no examples: {}

 private:
  struct Place;
  std::function<bool(std::string_view)> unknown_;
  std::unique_ptr<Place> root_;
};

}  // namespace mimus::jsonschema
