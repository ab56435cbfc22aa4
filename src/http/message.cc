#include "message.h"

#include <array>

#include "text/encoding.h"

namespace mimus::http {
namespace {

struct StatusRow {
  int status;
  std::string_view phrase;
};

// https://www.iana.org/assignments/http-status-codes, and 418, which its registry keeps free on behalf of
// RFC 2324 §2.3.2 and which people who write mocks expect by its name.
constexpr StatusRow kStatuses[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {418, "I'm a teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {510, "Not Extended"},
    {511, "Network Authentication Required"},
};

constexpr int kFirstStatus = 100;
constexpr auto kPhrases = [] {
  std::array<std::string_view, 500> phrases{};
  for (const StatusRow& row : kStatuses) phrases[row.status - kFirstStatus] = row.phrase;
  return phrases;
}();

constexpr auto kIsTchar = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                       "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    is[static_cast<unsigned char>(c)] = true;
  }
  return is;
}();

// Does one line of a comma-separated list hold the token?
bool list_has(std::string_view list, std::string_view token) {
  while (true) {
    const std::size_t comma = list.find(',');
    if (same_name(text::trim(list.substr(0, comma)), token)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) { return text::equal_ignoring_case(a, b); }

std::optional<std::string_view> find_header(std::span<const HeaderField> fields,
                                            std::string_view name) {
  for (const HeaderField& field : fields) {
    if (field.name.size() == name.size() && same_name(field.name, name)) return field.value;
  }
  return std::nullopt;
}

bool has_token(std::span<const HeaderField> fields, std::string_view name, std::string_view token) {
  for (const HeaderField& field : fields) {
    if (same_name(field.name, name) && list_has(field.value, token)) return true;
  }
  return false;
}

OwnedRequest own(const Request& request) {
  OwnedRequest owned{.method = std::string(request.method),
                     .target = std::string(request.target),
                     .scheme = std::string(request.scheme),
                     .authority = std::string(request.authority),
                     .path = std::string(request.path),
                     .query = std::string(request.query),
                     .body = std::string(request.body),
                     .client_ip = std::string(request.client_ip),
                     .fields = {}};
  owned.fields.reserve(request.fields.size());
  for (const HeaderField& field : request.fields) {
    owned.fields.push_back({std::string(field.name), std::string(field.value)});
  }
  return owned;
}

std::string_view reason_phrase(int status) {
  const std::size_t row = static_cast<std::size_t>(status - kFirstStatus);
  return status >= kFirstStatus && row < kPhrases.size() ? kPhrases[row] : std::string_view();
}

bool forbids_body(int status) {
  return (status >= 100 && status < 200) || status == 204 || status == 304;
}

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!kIsTchar[static_cast<unsigned char>(c)]) return false;
  }
  return !text.empty();
}

}  // namespace mimus::http
