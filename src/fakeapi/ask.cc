#include "ask.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "http/prepared_response.h"
#include "serve/cors.h"
#include "text/percent.h"
#include "text/suggest.h"

namespace mimus::fakeapi {
namespace {

constexpr Parameter kCommon[] = {
    {"locale", "one of 77", "de", "", false},
    {"seed", "whole number", "42", "", false},
    {"format", "instead of Accept", "ndjson", "", false},
    {"api_key", "instead of X-Api-Key", "", "", false},
};

Result<fake::Locale> read_locale(std::string_view code) {
  if (const auto locale = fake::nearest_locale(code)) return *locale;
  std::vector<std::string_view> codes;
  for (std::size_t i = 0; i < fake::Locale::count(); ++i) codes.push_back(fake::Locale::at(i).code());
  return invalid("no locale is called '" + std::string(code) + "'", text::did_you_mean(code, codes));
}

Result<double> read_seed(std::string_view text) {
  std::int64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) {
    return invalid("the seed '" + std::string(text) + "' is not a whole number", "seed=42");
  }
  return static_cast<double>(seed);
}

}  // namespace

std::span<const Parameter> common_parameters() { return kCommon; }

Ask::Ask(serve::World& world, const FakeApi::Options& options, const http::Request& request, Arena& arena,
         server::Reply& reply)
    : world_(world), options_(options), facts_(request, arena), reply_(reply), chance_(0) {
  const std::uint64_t key = hash_bytes(request.body, hash_bytes(request.target, hash_bytes(request.method)));
  static const std::uint64_t kOwn = hash_bytes("fake data server");
  const std::uint32_t repeat = world.counters.repeat(kOwn, key);
  chance_ = world.chance().fork(kOwn).fork(key).fork(std::uint64_t{repeat});
}

std::optional<std::string_view> Ask::parameter(std::string_view name) {
  for (const facts::NameValue& one : facts_.query()) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

Result<Setting> Ask::setting(std::span<const std::string_view> own, bool own_are_arguments) {
  Setting setting;
  for (const facts::NameValue& one : facts_.query()) {
    if (one.name == "locale") {
      MIMUS_TRY(setting.locale, read_locale(one.value));
    } else if (one.name == "seed") {
      MIMUS_TRY(setting.seed, read_seed(one.value));
    } else if (!own_are_arguments && one.name != "format" && one.name != "api_key" &&
               std::ranges::find(own, one.name) == own.end()) {
      std::vector<std::string_view> known(own.begin(), own.end());
      for (const Parameter& parameter : kCommon) known.push_back(parameter.name);
      return invalid("unknown parameter '" + std::string(one.name) + "'", text::did_you_mean(one.name, known));
    }
  }
  return setting;
}

Result<std::uint64_t> Ask::quantity(std::string_view segment) const {
  const std::string shown = text::percent_decode(segment);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(shown.data(), shown.data() + shown.size(), number);
  const bool whole = end == shown.data() + shown.size() && !shown.empty();
  const std::string most = std::to_string(options_.most);
  if (error == std::errc::result_out_of_range || (error == std::errc() && whole && number > options_.most)) {
    return invalid("a quantity of " + shown + " is more than one request may ask for",
                   "at most " + most + "; start Mimus with --fake-api-max for more");
  }
  if (error != std::errc() || !whole) {
    return invalid("the quantity '" + shown + "' is not a whole number", "0 to " + most);
  }
  return number;
}

Result<const json::Value*> Ask::body() {
  if (const json::Value* value = facts_.json()) return value;
  if (request().body.empty()) return invalid("there is no body", "send JSON");
  auto again = json::parse(request().body);  // to hear why
  return again ? invalid("the body is not JSON") : std::move(again).error();
}

void Ask::refuse(const Error& error) { refuse(error.code == Code::kNotFound ? 404 : 400, error); }

void Ask::refuse(int status, const Error& error, std::vector<http::OwnedField> more) {
  json::Object body{{"error", error.message}};
  if (!error.hint.empty()) body["hint"] = error.hint;
  if (!error.where.pointer.empty()) body["pointer"] = error.where.pointer;
  if (error.where.line > 0) {
    body["line"] = error.where.line;
    body["column"] = error.where.column;
  } else if (error.where.offset) {
    body["offset"] = *error.where.offset;
  }
  send(status, "application/json", json::write(body) + "\n", std::move(more));
}

void Ask::send(int status, std::string_view content_type, std::string_view body, std::vector<http::OwnedField> more) {
  reply_.status = status;
  reply_.head = head(status, content_type, more, static_cast<std::int64_t>(body.size()));
  reply_.body = arena().copy(body);
}

std::string_view Ask::stream_head(std::string_view content_type) {
  return head(200, content_type, {}, -1);
}

// In the arena. Whoever asks may read the answers: the plain CORS setting, which no request changes.
std::string_view Ask::head(int status, std::string_view content_type, std::span<const http::OwnedField> more,
                           std::int64_t length) {
  static const std::vector<http::OwnedField> kCors = [] {
    std::vector<http::OwnedField> fields;
    serve::append_cors_fields({}, {}, fields);
    return fields;
  }();
  struct Written {
    int status = 0;
    std::string content_type;
    std::string text;  // all but the length
  };
  thread_local Written last;  // mostly what the next one wants too
  thread_local std::string text;
  if (!more.empty() || status != last.status || content_type != last.content_type) {
    std::vector<http::HeaderField> fields;
    for (const http::OwnedField& field : more) fields.push_back({field.name, field.value});
    fields.push_back({"Content-Type", content_type});
    for (const http::OwnedField& field : kCors) fields.push_back({field.name, field.value});
    last = {more.empty() ? status : 0, std::string(content_type), {}};
    http::write_head_of(status, "", fields, -1, last.text);
  }
  text = last.text;
  if (length >= 0) text.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  return arena().copy(text);
}

}  // namespace mimus::fakeapi
