#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "endpoint.h"
#include "facts/request_facts.h"
#include "fake/locale.h"
#include "fakeapi.h"

namespace mimus::fakeapi {

// What every endpoint understands: ?locale=de&seed=42.
struct Setting {
  fake::Locale locale;
  std::optional<double> seed;  // faker-js's own sequence; else chance decides
};

// One request to the fake data server, taken apart. Borrowed for one answer.
class Ask {
 public:
  Ask(serve::World& world, const FakeApi::Options& options, const http::Request& request, Arena& arena,
      server::Reply& reply);

  const http::Request& request() const { return facts_.request(); }
  Arena& arena() const { return facts_.arena(); }
  server::Reply& reply() { return reply_; }
  const FakeApi::Options& options() const { return options_; }
  const Clock& clock() const { return world_.clock; }
  Chance chance() const { return chance_; }  // of this very request, and how often it came before

  // Raw, as they stood where the endpoint's path says {name}; set by who dispatches.
  Segments segments;

  // Reads locale and seed. Parameters that are neither these, api_key and format, nor in `own` are refused: with the
  // nearest right name. `own_are_arguments`: any other name is an argument of a method, to be judged there.
  Result<Setting> setting(std::span<const std::string_view> own = {}, bool own_are_arguments = false);
  std::span<const facts::NameValue> query() { return facts_.query(); }
  std::optional<std::string_view> parameter(std::string_view name);

  // "12": how many records. Errors say what would be right.
  Result<std::uint64_t> quantity(std::string_view segment) const;
  // The body as JSON.
  Result<const json::Value*> body();

  // 400 (404 for kNotFound) with {"error", "hint"}, and the place of the fault when the error has one.
  void refuse(const Error& error);
  void refuse(int status, const Error& error, std::vector<http::OwnedField> more = {});
  void send(int status, std::string_view content_type, std::string_view body, std::vector<http::OwnedField> more = {});
  // The head of an answer whose body comes in pieces.
  std::string_view stream_head(std::string_view content_type);

 private:
  std::string_view head(int status, std::string_view content_type, std::span<const http::OwnedField> more,
                        std::int64_t length);

  serve::World& world_;
  const FakeApi::Options& options_;
  facts::RequestFacts facts_;
  server::Reply& reply_;
  Chance chance_;
};

// The parameters that all endpoints have, for the page.
std::span<const Parameter> common_parameters();

}  // namespace mimus::fakeapi
