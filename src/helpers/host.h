#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "fake/locale.h"
#include "handlebars/call.h"
#include "json/json.h"

namespace mimus::helpers {

// One part of a multipart body. Views borrow from the request or its arena.
struct RequestPart {
  std::string_view name;  // part-0, part-1 … when it has none
  std::string_view filename;
  std::string_view body;
  std::span<const handlebars::Entry> headers;  // texts, in order
};

// What helpers may ask of whoever renders, and do to it. What this class itself does is to have
// nothing: a test overrides what its helper needs. Texts and spans live as long as the rendering.
// Called from one thread; what it works out it works out when it is first asked.
class Host : public handlebars::Host {
 public:
  // ---- time and surroundings
  virtual WallTime now() { return {}; }
  virtual std::string_view time_zone() {
    return "UTC";
  }  // of the server, IANA name; for formats without a zone
  virtual std::string_view hostname() { return "localhost"; }
  // A variable of the environment, if templates may see it: nothing for what is not set.
  // `permitted` is out.
  virtual std::optional<std::string_view> environment(std::string_view, bool& permitted) {
    permitted = false;
    return std::nullopt;
  }
  // The same for WireMock's system properties (user.dir, file.separator, …).
  virtual std::optional<std::string_view> property(std::string_view, bool& permitted) {
    permitted = false;
    return std::nullopt;
  }
  // The bytes of a file inside the root. Errors: outside the root, absent, unreadable.
  virtual Result<std::string_view> include(std::string_view path) {
    return Error{Code::kNotFound, "there is no file '" + std::string(path) + "'", "", {}};
  }
  virtual std::string_view world_name() { return "default"; }
  // Of fake data: nullptr is English; what "past", "soon" and ages refer to, nothing is now().
  virtual const fake::Locale* fake_locale() { return nullptr; }
  virtual std::optional<WallTime> fake_reference() { return std::nullopt; }

  // ---- the request
  virtual std::string_view method() { return "GET"; }
  virtual std::string_view url() { return "/"; }   // path and query as received
  virtual std::string_view path() { return "/"; }  // as received
  virtual std::string_view scheme() { return "http"; }
  virtual std::string_view authority() { return "localhost"; }  // the Host header
  virtual std::string_view base_url() {
    return "http://localhost";
  }  // with Mockoon's prefix, or the public base URL
  virtual std::string_view client_ip() { return "127.0.0.1"; }
  virtual std::string_view body() { return {}; }
  virtual const json::Value* body_json() { return nullptr; }  // nullptr when the body is not JSON
  // The body as Mockoon's helpers see it: JSON, or a form or XML as an object, by its Content-Type;
  // else nullptr.
  virtual const json::Value* body_object() { return body_json(); }
  virtual std::optional<std::string_view> header(std::string_view) {
    return std::nullopt;
  }  // the first, any case
  // Decoded, in order, names again and again when they came again; values are texts.
  virtual std::span<const handlebars::Entry> headers() { return {}; }
  virtual std::span<const handlebars::Entry> query() { return {}; }
  virtual std::span<const handlebars::Entry> cookies() { return {}; }
  virtual std::span<const handlebars::Entry> form() { return {}; }
  virtual std::span<const handlebars::Entry> captures() {
    return {};
  }  // what the route's path says {id}
  virtual std::span<const RequestPart> parts() { return {}; }
  // The query as an object as `qs` makes it (a[b]=1, a[]=1): Mockoon's queryParam.
  virtual const json::Value* query_object() { return nullptr; }
  virtual std::uint64_t count() {
    return 0;
  }  // how often this route has answered this request before

  // ---- the response
  virtual void set_status(int) {}

  // ---- what outlives the rendering. Values that were given out live as long as the rendering,
  // unchanged: setting something else keeps them until then.
  virtual std::string_view scenario_state(std::string_view) {
    return {};
  }  // of the scenario; "" for this stub's own
  virtual Status set_scenario_state(std::string_view, std::string_view) { return Done{}; }
  // What is stored in the world, by path: facts/state_path.h.
  virtual const json::Value* state(std::string_view) { return nullptr; }
  virtual Status set_state(std::string_view, json::Value) { return Done{}; }
  // The new number; what was no number begins at 0. Nobody else changes it meanwhile.
  virtual Result<json::Value> add_state(std::string_view, double by) { return json::Value(by); }
  virtual const json::Value* global(std::string_view) { return nullptr; }  // Mockoon's setGlobalVar
  virtual void set_global(std::string_view, json::Value) {}
  // Mockoon's data buckets, by exact id or by a part of the name in any case; the first one wins.
  virtual const json::Value* bucket(std::string_view) { return nullptr; }
  virtual void set_bucket(std::string_view, json::Value) {}
};

// The host of a call. Every rendering that uses this module's helpers is given one.
inline Host& host_of(const handlebars::Call& call) {
  return static_cast<Host&>(call.host());
}

}  // namespace mimus::helpers
