#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::http {

class Upload;

enum class Version : std::uint8_t { k10, k11, k2 };

struct HeaderField {
  std::string_view name;
  std::string_view value;
};

// ASCII case-insensitive equality, as header names want it (RFC 9110 §5.1).
bool same_name(std::string_view a, std::string_view b);

// The first value of a header, or nothing.
std::optional<std::string_view> find_header(std::span<const HeaderField> fields, std::string_view name);

// Does a comma-separated list header (all its lines) hold this token, without regard to case?
bool has_token(std::span<const HeaderField> fields, std::string_view name, std::string_view token);

// One request as it arrived, framing removed. Every view borrows from the connection that read it and
// is valid until its response has left.
struct Request {
  std::string_view method;                // any token, case kept
  std::string_view target;                // the request-target as received
  std::string_view scheme = "http";
  std::string_view authority;             // from an absolute-form target, else the Host header
  std::string_view path;                  // raw, still percent-encoded; "*" for OPTIONS *
  std::string_view query;                 // raw, without '?'
  std::span<const HeaderField> fields;    // arrival order, original spelling
  std::span<const HeaderField> trailers;
  std::string_view body;                  // transfer and content codings removed
  Upload* upload = nullptr;               // in place of `body`, when it is still on its way: http/upload.h
  std::string_view client_ip;
  std::uint16_t client_port = 0;
  Version version = Version::k11;
  bool repeats = false;                   // byte for byte the request before it on this connection, which the loop
                                          // answered at once and just before: see server/handler.h

  std::optional<std::string_view> header(std::string_view name) const {
    return find_header(fields, name);
  }
};

// A field that owns its text.
struct OwnedField {
  std::string name;
  std::string value;
  friend bool operator==(const OwnedField&, const OwnedField&) = default;
};

// A request that owns its bytes: for whatever outlives the connection's arena.
struct OwnedRequest {
  std::string method, target, scheme, authority, path, query, body, client_ip;
  std::vector<OwnedField> fields;
};
OwnedRequest own(const Request& request);

// RFC 9110 §15 and the IANA registry; "" for a code nobody registered.
std::string_view reason_phrase(int status);

// Which statuses never carry content: 1xx, 204, 304 (RFC 9110 §6.4.1).
bool forbids_body(int status);

// tchar (RFC 9110 §5.6.2).
bool is_token(std::string_view text);

}  // namespace mimus::http
