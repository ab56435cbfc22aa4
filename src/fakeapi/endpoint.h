#pragma once

#include <array>
#include <span>
#include <string_view>

namespace mimus::fakeapi {

class Ask;

// What a path or query parameter of an endpoint is, for the page.
struct Parameter {
  std::string_view name;
  std::string_view type;     // "whole number"
  std::string_view example;
  std::string_view choices;  // "M|F", or ""
  bool in_path = true;
};

// One row: the page, GET /fake and the dispatch are made from the same table.
struct Endpoint {
  std::string_view method;
  std::string_view path;     // {name} takes one segment
  void (*answer)(Ask&);
  std::string_view group;    // heading on the page
  std::string_view summary;
  std::span<const Parameter> parameters;
  std::string_view body;     // an example of what is sent; "": nothing is
  bool formats = false;      // takes ?format= and Accept
};

// The segments that stood where the row's path says {name}, raw, in order.
struct Segments {
  static constexpr std::size_t kMost = 4;
  std::array<std::string_view, kMost> items;
  std::size_t count = 0;
};
bool takes(std::string_view pattern, std::string_view path, Segments& segments);

std::span<const Endpoint> seed_endpoints();    // the first seed document's
std::span<const Endpoint> method_endpoints();  // /fake/…
std::span<const Endpoint> judge_endpoints();   // /validate/…

}  // namespace mimus::fakeapi
