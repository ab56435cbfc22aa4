#include "request_reader.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/basic_parser.hpp>
#include <cctype>
#include <cstring>
#include <limits>
#include <optional>

#include "http/content_coding.h"
#include "http/target.h"

namespace mimus::wire {
namespace {

namespace beast = boost::beast;
using beast::http::field;
using Failure = beast::error_code;

// The longest run of bytes that a chunk's size line (with its extensions) or the trailers may take.
constexpr std::size_t kMostChunkLine = 16 * 1024;
constexpr std::size_t kMostTrailers = 64;
// "0\r\n\r\n": what still has to come, at least, whenever a chunk's size line is due. Beast asserts it.
constexpr std::size_t kLeastChunkEnd = 5;
// The first piece of memory for a body of announced length: an announcement alone costs no more.
constexpr std::size_t kFirstBodyPiece = 64 * 1024;
constexpr std::size_t kLargeBody = 1 << 20;

// How on_field_impl() says so; Beast's parser has no use for this one.
constexpr auto kTooManyFields = beast::http::error::buffer_overflow;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// What the grammar does not say about a Host value but every use of it assumes (RFC 9110 §7.2).
bool plausible_host(std::string_view host) {
  constexpr auto kRefused = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view(" \t/?#@\\,<>\"")) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  for (const char c : host) {
    if (kRefused[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

// The last coding of a Transfer-Encoding line is chunked, and no other one is.
bool ends_in_chunked(std::string_view codings) {
  const std::size_t comma = codings.rfind(',');
  std::string_view last = comma == std::string_view::npos ? codings : codings.substr(comma + 1);
  while (last.starts_with(' ') || last.starts_with('\t')) last.remove_prefix(1);
  if (!http::same_name(last, "chunked")) return false;
  std::string before(codings.substr(0, comma == std::string_view::npos ? 0 : comma));
  for (char& c : before) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return before.find("chunked") == std::string::npos;
}

// A line of a chunked body that ends in LF alone will never become right, so there is nothing to wait for.
bool has_bare_line_feed(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

}  // namespace

// Takes down what Beast finds. Lives for one request.
class RequestReader::Parser : public beast::http::basic_parser<true> {
 public:
  explicit Parser(RequestReader& owner) : owner_(owner) {
    header_limit((std::numeric_limits<std::uint32_t>::max)());
    body_limit(boost::none);
    eager(false);
  }

  std::string_view bytes;             // what put() is given
  int version = 11;
  int hosts = 0;
  int encodings = 0;
  int lengths = 0;
  std::string_view encoding;          // the last Transfer-Encoding value
  std::string_view expect;
  std::string_view content_encoding;  // the first one, which is all there is, mostly
  std::string joined_encodings;       // all of them, when there are several
  int content_encodings = 0;
  bool in_trailers = false;
  bool at_chunk_line = false;         // the last put() read a chunk's size line (and the trailers)
  std::uint64_t chunk_left = 0;       // data of this chunk still to come
  bool chunk_ended = false;           // its data are there, the CRLF behind them not yet

 protected:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int http_version, Failure& failure) override {
    failure = {};
    owner_.request_.method = view(method);
    owner_.request_.target = view(target);
    version = http_version;
  }

  void on_field_impl(field name, beast::string_view name_text, beast::string_view value_text,
                     Failure& failure) override {
    failure = {};
    const http::HeaderField entry{view(name_text), view(value_text)};
    if (is_folded(entry)) {
      failure = beast::http::error::bad_obs_fold;
      return;
    }
    if (in_trailers) {
      if (owner_.trailers_.size() < kMostTrailers) owner_.trailers_.push_back(entry);
      return;
    }
    if (owner_.fields_.size() == owner_.limits_.fields) {
      failure = kTooManyFields;
      return;
    }
    owner_.fields_.push_back(entry);
    switch (name) {
      case field::host:
        ++hosts;
        owner_.request_.authority = entry.value;
        break;
      case field::transfer_encoding:
        ++encodings;
        encoding = entry.value;
        break;
      case field::content_length:
        lengths += 1 + static_cast<int>(std::count(entry.value.begin(), entry.value.end(), ','));
        break;
      case field::expect:
        expect = entry.value;
        break;
      case field::content_encoding:
        if (content_encodings++ == 0) {
          content_encoding = entry.value;
        } else {  // several lines are one list (RFC 9110 §5.3)
          joined_encodings += (joined_encodings.empty() ? std::string(content_encoding) : "") + ", ";
          joined_encodings += entry.value;
        }
        break;
      default:
        break;
    }
  }

  void on_response_impl(int, beast::string_view, int, Failure& failure) override { failure = {}; }

  void on_header_impl(Failure& failure) override { failure = {}; }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, Failure& failure) override {
    failure = {};
  }

  std::size_t on_body_impl(beast::string_view body, Failure& failure) override {
    failure = {};
    return body.size();
  }

  void on_chunk_header_impl(std::uint64_t size, beast::string_view, Failure& failure) override {
    failure = {};
    at_chunk_line = true;
    chunk_ended = false;
    if (size == 0) {
      in_trailers = true;
    } else if (!owner_.streams_ && size > owner_.limits_.body_bytes - owner_.body_.size()) {
      failure = beast::http::error::body_limit;
    }
    chunk_left = size;
  }

  std::size_t on_chunk_body_impl(std::uint64_t left, beast::string_view body, Failure& failure) override {
    failure = {};
    chunk_left = left - body.size();
    chunk_ended = chunk_left == 0;
    owner_.body_.append(body.data(), body.size());
    return body.size();
  }

  void on_finish_impl(Failure& failure) override { failure = {}; }

 private:
  // Beast unfolds into a buffer of its own, except when the lines before the last are empty: then the value lies
  // in place, behind a line break.
  bool is_folded(const http::HeaderField& entry) const {
    const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
    const auto at = reinterpret_cast<std::uintptr_t>(entry.value.data());
    if (at < begin || at > begin + bytes.size()) return true;
    const char* const name_end = entry.name.data() + entry.name.size();
    const std::string_view between(name_end, static_cast<std::size_t>(entry.value.data() - name_end));
    return between.size() > 2 && between.find('\n') != std::string_view::npos;
  }

  RequestReader& owner_;
};

struct RequestReader::ParserSlot {
  std::optional<Parser> parser;
};

RequestReader::RequestReader(const RequestLimits& limits)
    : limits_(limits), slot_(std::make_unique<ParserSlot>()) {}
RequestReader::~RequestReader() = default;

RequestReader::Parser& RequestReader::parser() { return *slot_->parser; }

void RequestReader::refuse(int status, std::string why) {
  refusal_ = {status, std::move(why)};
  keep_alive_ = false;
}

// Which refusal a grammar error is. Most are 400; a version that is well-formed but not ours is 505.
void RequestReader::refuse_head(std::string_view input, int beast_error) {
  using beast::http::error;
  if (beast_error == static_cast<int>(error::bad_obs_fold)) {
    refuse(400, "a header line is folded (obs-fold, RFC 9112 §5.2)");
    return;
  }
  if (beast_error == static_cast<int>(kTooManyFields)) {
    refuse(431, "more than " + std::to_string(limits_.fields) + " header fields (--max-header-count)");
    return;
  }
  if (beast_error == static_cast<int>(error::bad_version)) {
    const std::string_view line = input.substr(0, input.find("\r\n"));
    const std::size_t at = line.rfind(' ');
    const std::string_view version = at == std::string_view::npos ? line : line.substr(at + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (std::count(line.begin(), line.end(), ' ') == 2 && version.size() == 8 &&
        version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' && digit(version[7])) {
      refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0, not " + std::string(version));
      return;
    }
  }
  refuse(400, "malformed request: " +
                  Failure(static_cast<error>(beast_error)).message());
}

// The head has not ended within its limit: 414 when its first line is to blame, as far as the limit lets us see it.
void RequestReader::refuse_size() {
  const std::size_t line = std::min(head_.find("\r\n"), limits_.head_bytes);
  if (line > limits_.target_bytes + 64) {
    refuse(414, "the request target is longer than " + std::to_string(limits_.target_bytes) +
                    " bytes (--max-url-bytes)");
  } else {
    refuse(431, "the header is larger than " + std::to_string(limits_.head_bytes) +
                    " bytes (--max-header-bytes)");
  }
}

std::size_t RequestReader::read_head(std::string_view input) {
  if (!remembered_.empty() && input.starts_with(remembered_)) {
    request_.repeats = true;
    head_done_ = body_done_ = true;
    return remembered_.size();
  }
  forget_head();
  std::size_t skipped = 0;
  // RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line.
  while (skipped < 4 && input.substr(skipped, 2) == "\r\n") skipped += 2;
  const std::string_view rest = input.substr(skipped);
  if (rest.empty() || rest == "\r") return 0;

  // An incomplete head was looked at before for faults that no further byte can mend; it is looked at again
  // when a line has come to its end or much has come, not at every byte.
  const std::string_view fresh = rest.substr(std::min(seen_, rest.size()));
  seen_ = rest.size();
  const bool full = rest.size() >= limits_.head_bytes;
  if (!full && looked_at_ > 0 && rest.size() < looked_at_ + looked_at_ / 2 && fresh.find('\n') == std::string_view::npos) {
    return 0;
  }
  looked_at_ = rest.size();

  head_ = rest.substr(0, limits_.head_bytes);
  slot_->parser.emplace(*this);
  parser().bytes = head_;
  fields_.clear();
  Failure failure;
  std::size_t used = 0;
  while (used < head_.size() && !parser().is_header_done()) {
    const std::size_t step = parser().put(boost::asio::buffer(head_.substr(used)), failure);
    used += step;
    if (failure || step == 0) break;
  }
  // Half a version is not yet a bad one.
  const bool half_version = failure == beast::http::error::bad_version && !full &&
                            head_.find("\r\n") == std::string_view::npos;
  if (failure && failure != beast::http::error::need_more && !half_version) {
    refuse_head(head_, failure.value());
    return 0;
  }
  if (!parser().is_header_done()) {
    if (full) {
      refuse_size();
    } else {  // the caller may move these bytes before the next call
      clear_head();
    }
    return 0;
  }
  head_ = head_.substr(0, used);
  head_done_ = true;
  request_.fields = fields_;
  request_.version = parser().version == 10 ? http::Version::k10 : http::Version::k11;
  keep_alive_ = parser().keep_alive();
  if (request_.version == http::Version::k10 && keep_alive_) {  // RFC 9112 §9.3: "close" wins
    keep_alive_ = !http::has_token(fields_, "Connection", "close");
  }
  if (!check_head()) {
    head_bytes_ = skipped + used;
    return 0;
  }
  if (body_done_ && skipped == 0 && parser().content_encodings == 0) remembered_ = head_;
  return skipped + used;
}

void RequestReader::keep_head(Arena& arena) {
  const std::string_view kept = arena.copy(head_);
  const auto move = [&](std::string_view& text) {
    const bool inside = text.data() >= head_.data() && text.data() <= head_.data() + head_.size();
    if (inside) text = kept.substr(static_cast<std::size_t>(text.data() - head_.data()), text.size());
  };
  move(request_.method);
  move(request_.target);
  move(request_.scheme);
  move(request_.authority);
  move(request_.path);
  move(request_.query);
  for (http::HeaderField& entry : fields_) {
    move(entry.name);
    move(entry.value);
  }
  move(parser().content_encoding);
  head_ = kept;
  remembered_ = {};
}

// What the grammar lets through and the RFCs, or caution, do not.
bool RequestReader::check_head() {
  const auto no = [this](int status, std::string why) {
    refuse(status, std::move(why));
    return false;
  };
  const Parser& seen = parser();
  if (request_.target.size() > limits_.target_bytes) {
    return no(414, "the request target is longer than " + std::to_string(limits_.target_bytes) +
                       " bytes (--max-url-bytes)");
  }
  if (seen.hosts > 1) return no(400, "more than one Host header (RFC 9112 §3.2)");
  if (seen.hosts == 0 && request_.version == http::Version::k11) {
    return no(400, "no Host header (RFC 9112 §3.2)");
  }
  if (!plausible_host(request_.authority)) return no(400, "the Host header is not a host");

  auto target = http::parse_target(request_.method, request_.target);
  if (!target) return no(400, describe(target.error()));
  if (request_.method == "CONNECT") {
    tunnel_ = target->authority;
    return no(501, "CONNECT is for proxies; this server is none (--forward-proxy)");
  }
  request_.path = target->path;
  request_.query = target->query;
  if (!target->authority.empty()) request_.authority = target->authority;
  request_.scheme = target->scheme.empty() ? scheme_ : target->scheme;
  if (request_.authority.empty()) request_.authority = authority_;

  if (seen.encodings > 0) {
    // RFC 9112 §6.1: chunked last and once; §6.3: never with Content-Length (Beast refuses that).
    if (request_.version == http::Version::k10) {
      return no(400, "Transfer-Encoding in HTTP/1.0 (RFC 9112 §6.1)");
    }
    if (!ends_in_chunked(seen.encoding)) {
      return no(400, "Transfer-Encoding must end in 'chunked', once (RFC 9112 §6.3)");
    }
    if (!http::same_name(seen.encoding, "chunked") || seen.encodings > 1) {
      return no(501, "the only transfer coding here is 'chunked' (RFC 9112 §6.1)");
    }
    chunked_ = true;
  }
  if (seen.lengths > 1) return no(400, "more than one Content-Length (RFC 9110 §8.6)");
  const auto length = parser().content_length();
  length_ = length ? *length : 0;
  body_done_ = !chunked_ && length_ == 0;

  if (!seen.expect.empty()) {
    if (!http::same_name(seen.expect, "100-continue")) {
      return no(417, "the only expectation here is '100-continue' (RFC 9110 §10.1.1)");
    }
    wants_continue_ = !body_done_ && request_.version == http::Version::k11;
  }
  if (length_ > limits_.body_bytes) {
    return no(413, "the body is larger than " + std::to_string(limits_.body_bytes) +
                       " bytes (--max-body-bytes)");
  }
  return true;
}

bool RequestReader::is_large() const { return (chunked_ ? body_.size() : length_) >= kLargeBody; }

bool RequestReader::is_too_large() const { return head_done_ && refusal_.status == 413 && arrived_ == 0 && !chunked_; }

void RequestReader::stream_body() {
  if (streams_) return;
  if (is_too_large()) {
    refusal_ = {};
    keep_alive_ = parser().keep_alive() && !http::has_token(fields_, "Connection", "close");
  }
  if (!chunked_) body_.resize(arrived_);
  collected_ = streams_ = true;
}

std::optional<std::uint64_t> RequestReader::length() const {
  return chunked_ ? std::nullopt : std::optional<std::uint64_t>(length_);
}

std::size_t RequestReader::read_body(std::string_view input) {
  if (done() || input.empty()) return 0;
  if (!chunked_) {
    const std::size_t wanted = static_cast<std::size_t>(length_) - arrived_;
    const std::size_t used = std::min(wanted, input.size());
    if (streams_) {
      body_.append(input.substr(0, used));
      arrived_ += used;
      body_done_ = arrived_ == length_;
      return used;
    }
    if (arrived_ == 0 && used == wanted) {
      request_.body = input.substr(0, used);
      body_done_ = true;
      return used;
    }
    collected_ = true;
    body_.resize(arrived_);  // body_space() may have made room
    body_.append(input.substr(0, used));
    arrived_ += used;
    body_done_ = arrived_ == length_;
    return used;
  }
  collected_ = true;
  std::size_t used = 0;
  Failure failure;
  while (used < input.size() && !parser().is_done()) {
    if (parser().chunk_left == 0 && input.size() - used < kLeastChunkEnd) {
      refuse_line_feeds(input.substr(used));
      return used;
    }
    parser().at_chunk_line = false;
    parser().bytes = input.substr(used);
    const std::size_t step = parser().put(boost::asio::buffer(input.substr(used)), failure);
    used += step;
    if (parser().at_chunk_line && step > kMostChunkLine) {
      refuse_chunk_line();
      return used;
    }
    if (parser().in_trailers && !trailers_.empty()) keep_trailers();
    if (failure == beast::http::error::need_more) {
      if (input.size() - used >= kMostChunkLine) refuse_chunk_line();
      refuse_line_feeds(input.substr(used));
      return used;
    }
    if (failure == beast::http::error::body_limit) {
      refuse(413, "the body is larger than " + std::to_string(limits_.body_bytes) +
                      " bytes (--max-body-bytes)");
      return used;
    }
    if (failure) {
      refuse(400, "malformed chunked body: " + failure.message());
      return used;
    }
    if (step == 0) break;
  }
  body_done_ = parser().is_done();
  return used;
}

// A chunk's size line or its trailers, not complete yet: nothing that follows mends these faults.
void RequestReader::refuse_line_feeds(std::string_view pending) {
  if (refused() || pending.empty()) return;
  if (has_bare_line_feed(pending) || (parser().chunk_ended && !pending.starts_with('\r'))) {
    refuse(400, "malformed chunked body: CRLF expected (RFC 9112 §7.1)");
  }
}

void RequestReader::refuse_chunk_line() {
  refuse(400, "a chunk's size line or the trailers are longer than " + std::to_string(kMostChunkLine) + " bytes");
}

// They borrow from read_body()'s input, which may go.
void RequestReader::keep_trailers() {
  std::size_t total = 0;
  for (const http::HeaderField& entry : trailers_) total += entry.name.size() + entry.value.size();
  std::string text;
  text.reserve(std::max<std::size_t>(total, 64));  // beyond the small-string buffer: the block moves along
  for (http::HeaderField& entry : trailers_) {
    const std::size_t at = text.size();
    text.append(entry.name).append(entry.value);
    entry.name = std::string_view(text).substr(at, entry.name.size());
    entry.value = std::string_view(text).substr(at + entry.name.size(), entry.value.size());
  }
  trailer_text_ = std::move(text);
}

std::span<char> RequestReader::body_space() {
  if (done() || chunked_ || !head_done_ || streams_) return {};
  const std::size_t wanted = static_cast<std::size_t>(length_);
  collected_ = true;
  if (body_.size() == arrived_) {
    body_.resize(std::min(wanted, std::max(arrived_ * 2, kFirstBodyPiece)));
  }
  return {body_.data() + arrived_, body_.size() - arrived_};
}

void RequestReader::body_arrived(std::size_t bytes) {
  arrived_ += bytes;
  body_done_ = arrived_ == length_;
}

bool RequestReader::done() const { return refused() || (head_done_ && body_done_); }

void RequestReader::finish() {
  if (refused()) return;
  if (streams_) {
    request_.trailers = trailers_;
    return;
  }
  if (collected_) {
    if (!chunked_) body_.resize(arrived_);
    request_.body = body_;
  }
  request_.trailers = trailers_;
  const std::string_view codings =
      parser().content_encodings > 1 ? std::string_view(parser().joined_encodings) : parser().content_encoding;
  if (codings.empty() || request_.body.empty()) return;
  auto decoded = http::decode_content(codings, request_.body, limits_.body_bytes);
  if (decoded) {
    body_ = *std::move(decoded);
    request_.body = body_;
    return;
  }
  switch (decoded.error().code) {
    case Code::kUnsupported: return refuse(415, describe(decoded.error()));
    case Code::kLimit: return refuse(413, describe(decoded.error()) + " (--max-body-bytes)");
    default: return refuse(400, "the body's Content-Encoding is broken: " + describe(decoded.error()));
  }
}

void RequestReader::reset() {
  if (!remembered_.empty()) {  // no body, no trailers, and accepted: little has happened
    request_.repeats = false;
    looked_at_ = 0;
    seen_ = 0;
    head_done_ = body_done_ = false;
    return;
  }
  clear_head();
  trailers_.clear();
  refusal_.status = 0;
  tunnel_ = {};
  refusal_.why.clear();
  if (collected_ || !body_.empty()) {
    body_.clear();
    if (body_.capacity() > 2 * kFirstBodyPiece) body_.shrink_to_fit();
  }
  trailer_text_.clear();
  length_ = 0;
  arrived_ = 0;
  looked_at_ = 0;
  seen_ = 0;
  head_done_ = body_done_ = chunked_ = wants_continue_ = collected_ = streams_ = false;
  keep_alive_ = true;
}

}  // namespace mimus::wire
