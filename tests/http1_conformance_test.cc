// Public HTTP/1.1 suites, byte for byte, against the running program. Where Mimus decides otherwise
// than a suite, a row below says why.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "json/json.h"
#include "support/program.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "support/wire_check.h"

namespace mimus {
namespace {

constexpr std::string_view kRoutes = R"(
routes:
  - { path: /, method: [GET, HEAD, POST, PUT], response: { ok: true } }
  - { path: /, method: OPTIONS, status: 204 }
  - { path: /echo, response: { cookie: "{{header.Cookie}}" } }
  - { path: "regex:/.+", response: { ok: true } }
)";

// Decoded with the alphabet of RFC 4648 §4; the suites' data is well-formed.
std::string from_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text.substr(0, text.find('='))) {
    held = held << 6 | static_cast<unsigned>(kAlphabet.find(c));
    if ((bits += 6) < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xff);
  }
  return bytes;
}

std::string text_of(const json::Value& row, std::string_view member) {
  const json::Value* value = row.as_object().if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

// kAccept: 2xx. kAnswer: understood as HTTP and answered, be it with 404. kRefuse: the connection
// ends.
enum class Verdict { kAccept, kAnswer, kRefuse, kEither };
struct Decision {
  std::string_view id;
  Verdict verdict;
  std::string_view why;
};

class Http1Conformance : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TempDir>();
    folder_->write("mimus.yaml", kRoutes);
    server_ = std::make_unique<Server>(*folder_, std::vector<std::string>{"mimus.yaml"});
  }
  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
  }
  void SetUp() override { ASSERT_NE(server_->port(), 0) << server_->said(); }

  // Accepted: `messages` responses with 2xx. Refused: none, an end of the connection.
  static void expect(Verdict verdict, const std::string& bytes, std::size_t messages, bool whole) {
    const bool half_close = !whole || bytes.find("\r\n\r\n") == std::string::npos;
    const Reaction reaction = react(server_->port(), bytes, messages, half_close);
    const bool accepted = reaction.responses.size() == messages &&
                          std::ranges::all_of(reaction.responses, [](const WireResponse& response) {
                            return response.status >= 200 && response.status < 300;
                          });
    const std::string what = bytes + "\n" + reaction.text();
    switch (verdict) {
      case Verdict::kAccept:
        EXPECT_TRUE(accepted) << what;
        break;
      case Verdict::kAnswer:
        EXPECT_TRUE(reaction.status() >= 200 && !reaction.refused()) << what;
        break;
      case Verdict::kRefuse:
        EXPECT_TRUE(reaction.refused()) << what;
        break;
      case Verdict::kEither:
        EXPECT_TRUE(accepted || reaction.refused()) << what;
    }
  }

  static inline std::unique_ptr<TempDir> folder_;
  static inline std::unique_ptr<Server> server_;
};

template <std::size_t kSize>
const Decision* decision_for(const Decision (&table)[kSize], std::string_view id) {
  const Decision* row = std::ranges::find(table, id, &Decision::id);
  return row == std::end(table) ? nullptr : row;
}

// Not whole, as far as we read: the end of the stream is part of the case.
constexpr std::string_view kUnfinished[] = {"invalid/rfc9112_chunked_missing_final_crlf_01",
                                            "valid/099", "request/content-length#33"};
bool is_whole(std::string_view id) {
  return std::ranges::find(kUnfinished, id) == std::end(kUnfinished);
}

// A decision about a row that is not in the suite (any more) proves nothing.
template <std::size_t kSize>
void expect_all_used(const Decision (&table)[kSize], const std::set<std::string>& seen) {
  for (const Decision& row : table) EXPECT_TRUE(seen.contains(std::string(row.id))) << row.id;
}

// ---- llhttp: the parser of Node.js
// -----------------------------------------------------------------
constexpr std::string_view kNotHttp = "the protocol is not HTTP (RFC 9112 §2.3)";
constexpr std::string_view kNoTunnel = "CONNECT is for proxies: 501 (RFC 9110 §9.3.6)";
constexpr std::string_view kStar = "a route's path begins with a slash: 404";
constexpr std::string_view kCodings = "a transfer coding besides chunked: 501 (RFC 9112 §6.1)";
constexpr std::string_view kAnyToken = "any token is a method (RFC 9110 §9.1)";

constexpr Decision kLlhttpDecisions[] = {
    {"request/content-length#33", Verdict::kRefuse, "the suite skips the body that it announces"},
    {"request/invalid#52", Verdict::kAnswer, kAnyToken},
    {"request/method#74", Verdict::kRefuse, kNoTunnel},
    {"request/method#76", Verdict::kRefuse, kNoTunnel},
    {"request/method#77", Verdict::kAnswer, kStar},
    {"request/method#84", Verdict::kRefuse, kNotHttp},
    {"request/method#86", Verdict::kRefuse, kNotHttp},
    {"request/transfer-encoding#127", Verdict::kRefuse, kCodings},
};

TEST_F(Http1Conformance, Llhttp) {
  MIMUS_SHARED_FILE(text, "conformance/llhttp/cases.json");
  const json::Value cases = *json::parse(text);
  std::set<std::string> seen;
  for (const json::Value& row : cases.as_array()) {
    if (text_of(row, "kind") != "request" || text_of(row, "parser_mode") != "request") continue;
    const std::string id = text_of(row, "id");
    SCOPED_TRACE(id + ": " + text_of(row, "title"));
    seen.insert(id);
    const std::string bytes = with_host(from_base64(text_of(row, "input_base64")));
    const json::Value& wanted = row.at("expect");
    const auto messages = wanted.at("messages_complete").to_number<std::size_t>();
    const bool error = wanted.at("error").as_bool();
    const Decision* decision = decision_for(kLlhttpDecisions, id);
    if (decision != nullptr) {
      expect(decision->verdict, bytes, std::max<std::size_t>(messages, 1), is_whole(id));
    } else {
      // No error and no message: the request is not whole, and its end never comes.
      expect(error || messages == 0 ? Verdict::kRefuse : Verdict::kAccept, bytes, messages,
             error || messages > 0);
    }
  }
  EXPECT_EQ(seen.size(), 57u);
  expect_all_used(kLlhttpDecisions, seen);
}

// ---- gunicorn
// ------------------------------------------------------------------------------------------
constexpr std::string_view kLineLimit = "gunicorn's limit for a line is 8190 bytes, ours is larger";

constexpr Decision kGunicornDecisions[] = {
    {"valid/025", Verdict::kRefuse, kCodings},
    {"valid/027", Verdict::kRefuse, "bytes outside visible ASCII in the target (RFC 3986 §2)"},
    {"valid/099", Verdict::kRefuse, "its body is shorter than it says"},
    {"valid/rfc9112_target_authority_connect_01", Verdict::kRefuse, kNoTunnel},
    {"valid/rfc9112_target_authority_ipv6_01", Verdict::kRefuse, kNoTunnel},
    {"invalid/003c", Verdict::kAccept, kAnyToken},
    {"invalid/007", Verdict::kAccept, kLineLimit},
    {"invalid/008", Verdict::kAccept, kLineLimit},
    {"invalid/017", Verdict::kAccept, kLineLimit},
};

TEST_F(Http1Conformance, Gunicorn) {
  MIMUS_SHARED_FILE(text, "conformance/http1-gunicorn/cases.json");
  const json::Value cases = *json::parse(text);
  std::set<std::string> seen;
  for (const json::Value& row : cases.as_array()) {
    if (!row.at("upstream_config").as_array().empty()) continue;  // about an option of gunicorn
    const std::string id = text_of(row, "id");
    SCOPED_TRACE(id);
    seen.insert(id);
    const std::string bytes = with_host(from_base64(text_of(row, "input_base64")));
    const json::Value* count = row.as_object().if_contains("requests");
    const std::size_t messages =
        count != nullptr && count->is_number() ? count->to_number<std::size_t>() : 1;
    const Decision* decision = decision_for(kGunicornDecisions, id);
    const Verdict theirs = text_of(row, "expect") == "accept" ? Verdict::kAccept : Verdict::kRefuse;
    expect(decision != nullptr ? decision->verdict : theirs, bytes, messages, is_whole(id));
  }
  EXPECT_EQ(seen.size(), 59u);
  expect_all_used(kGunicornDecisions, seen);
}

// Rows of both suites that are HTTP/1.1 without Host: as they stand, each is a 400 (RFC 9112 §3.2).
TEST_F(Http1Conformance, WithoutHost) {
  for (const char* suite : {"llhttp", "http1-gunicorn"}) {
    MIMUS_SHARED_FILE(text, std::string("conformance/") + suite + "/cases.json");
    const json::Value cases = *json::parse(text);
    for (const json::Value& row : cases.as_array()) {
      const std::string bytes = from_base64(text_of(row, "input_base64"));
      const std::size_t line = bytes.find(" HTTP/1.1\r\n");
      if (has_host(bytes) || line == std::string::npos || line > bytes.find('\n')) continue;
      if (bytes.find("\r\n\r\n") == std::string::npos) continue;
      SCOPED_TRACE(text_of(row, "id"));
      const Reaction reaction = react(server_->port(), bytes);
      EXPECT_TRUE(reaction.refused()) << bytes << "\n" << reaction.text();
    }
  }
}

// ---- http1-probe: what the RFCs demand of a server
// -------------------------------------------------------
constexpr Verdict kYes = Verdict::kAccept, kNo = Verdict::kRefuse, kMay = Verdict::kEither;

struct Wording {
  std::string_view expected;  // the suite's words
  Verdict verdict;
  bool (*besides)(const Reaction&) = nullptr;
};
bool first_has(const Reaction& reaction, std::string_view field) {
  return !reaction.responses.empty() && !reaction.responses[0].value(field).empty();
}
constexpr Wording kWordings[] = {
    {"2xx", kYes},
    {"2xx (no crash)", kYes},
    {"2xx = Pass, 400 = Warn", kYes},
    {"406 preferred, 2xx acceptable", kYes},
    {"204 without Content-Length", kYes,
     [](const Reaction& it) { return it.status() == 204 && !first_has(it, "Content-Length"); }},
    {"2xx with Cookie in body", kYes,
     [](const Reaction& it) { return it.responses[0].body.find("foo=bar") != std::string::npos; }},
    {"2xx with Date header", kYes, [](const Reaction& it) { return first_has(it, "Date"); }},
    {"2xx with no body", kYes, [](const Reaction& it) { return it.responses[0].body.empty(); }},
    {"2xx + connection closed", kYes},
    {"any non-101 response", kYes},
    {"400", kNo, [](const Reaction& it) { return it.status() == 400; }},
    {"400 or close", kNo},
    {"400, or connection close", kNo},
    {"400, close, or timeout", kNo},
    {"400/close/timeout", kNo},
    {"400/505, close, or timeout", kNo},
    {"400/501 or close", kNo},
    {"400 (rejected) or 2xx without NUL", kNo},
    {"Reject/drop (pass), normalize (fail), preserve (warn)", kNo},
    {"417; 2xx is a warning", kNo, [](const Reaction& it) { return it.status() == 417; }},
    {"400 or close preferred; 2xx acceptable", kNo},
    {"400 or close (pass), 2xx (warn)", kNo},
    {"400/501, or 2xx with connection close", kNo},
    {"400 or 2xx + close", kNo},
    {"405 with Allow header", kMay,
     [](const Reaction& it) { return it.status() == 405 && first_has(it, "Allow"); }},
    {"405 or 501 preferred; 200 is a warning", kMay,
     [](const Reaction& it) { return it.status() == 405; }},
    {"400/405 = Pass, 200 = Warn", kMay, [](const Reaction& it) { return it.status() == 405; }},
    {"2xx or 400", kMay},
    {"400 or 2xx", kMay},
    {"400 = Pass, 2xx/404 = Warn", kMay},
    {"400 = Pass; 2xx = Warn", kMay},
    {"400 preferred; 2xx is a warning", kMay},
    {"200 or 505 = Warn", kMay},
    {"417/400/close preferred; poisoned follow-up = warn", kMay},
    {"400/close/pass-through; poisoned follow-up = warn", kMay},
};

// What the RFCs leave open and Mimus has decided.
constexpr Decision kProbeDecisions[] = {
    {"COMP-LEADING-CRLF", kYes, "ignored, as RFC 9112 §2.2 recommends"},
    {"RFC9112-3-MULTI-SP-REQUEST-LINE", kNo,
     "one space, as the grammar says: lenience is how smuggling begins"},
    {"COMP-REQUEST-LINE-TAB", kNo, "likewise"},
    {"SMUG-CHUNK-LF-TERM", kNo, "a bare LF ends no line (RFC 9112 §2.2 MAY)"},
    {"SMUG-CHUNK-LF-TRAILER", kNo, "likewise"},
    {"SMUG-TE-DOUBLE-CHUNKED", kNo, "with a Content-Length besides"},
    {"COMP-GET-WITH-CL-BODY", kYes,
     "mocked APIs take bodies with GET (Elasticsearch does); the framing is clear"},
    {"MAL-CL-TAB-BEFORE-VALUE", kYes, "HTAB is OWS (RFC 9110 §5.6.3)"},
    {"SMUG-CL-TRAILING-SPACE", kYes, "a blank after the value is OWS"},
    {"SMUG-CL-LEADING-ZEROS", kYes, "1*DIGIT (RFC 9110 §8.6)"},
    {"SMUG-EXPECT-100-CL", kYes, "the body is there, or comes after 100 Continue"},
    {"SMUG-OPTIONS-CL-BODY", kYes, "framing does not depend on the method"},
    {"SMUG-TRAILER-AUTH", kYes,
     "trailer fields are read and never merged into the header (RFC 9110 §6.5.1)"},
    {"SMUG-TRAILER-CL", kNo, "a trailer must not frame (RFC 9110 §6.5.1)"},
    {"SMUG-TRAILER-CONTENT-TYPE", kYes, "likewise"},
    {"SMUG-TRAILER-TE", kNo, "likewise"},
};

TEST_F(Http1Conformance, Probe) {
  MIMUS_SHARED_FILE(text, "conformance/http1-probe/cases.json");
  const json::Value cases = *json::parse(text);
  std::set<std::string> seen;
  for (const json::Value& row : cases.as_array()) {
    if (!row.at("bytes_exact").as_bool()) continue;
    const std::string id = text_of(row, "id");
    SCOPED_TRACE(id + ": " + text_of(row, "requirement") + ": " + text_of(row, "expected"));
    seen.insert(id);
    const Wording* wording =
        std::ranges::find(kWordings, text_of(row, "expected"), &Wording::expected);
    ASSERT_NE(wording, std::end(kWordings));
    const std::string bytes = from_base64(row.at("requests_base64").as_array()[0].as_string());
    const Decision* decision = decision_for(kProbeDecisions, id);
    const Verdict verdict = decision != nullptr ? decision->verdict : wording->verdict;
    if (verdict != Verdict::kEither) expect(verdict, bytes, 1, is_whole(id));
    const Reaction reaction = react(server_->port(), bytes, 1,
                                    !is_whole(id) || bytes.find("\r\n\r\n") == std::string::npos);
    EXPECT_NE(reaction.end, Outcome::kTimeout);
    if (wording->besides != nullptr) {
      EXPECT_TRUE(wording->besides(reaction)) << reaction.text();
    }
  }
  EXPECT_EQ(seen.size(), 91u);
  expect_all_used(kProbeDecisions, seen);
}

}  // namespace
}  // namespace mimus
