#include "response_reader.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "text/encoding.h"

namespace mimus::outbound {
namespace {

constexpr std::size_t kUsualFields = 12;  // in a block that malloc() keeps at hand

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is(const http::OwnedField& field, std::string_view name) { return field.name.size() == name.size() && http::same_name(field.name, name); }

// Those that say where a message ends and whether another follows.
std::vector<http::HeaderField> framing(const std::vector<http::OwnedField>& fields) {
  std::vector<http::HeaderField> out;
  for (const http::OwnedField& field : fields) {
    if (is(field, "Connection") || is(field, "Content-Length") || is(field, "Transfer-Encoding")) out.push_back({field.name, field.value});
  }
  return out;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// One that nobody may take for another field: RFC 9110 §5.5.
bool has_control(std::string_view line) { return line.find('\r') != line.npos || line.find('\0') != line.npos; }

}  // namespace

std::optional<std::string_view> Head::find(std::string_view name) const {
  for (const http::OwnedField& field : fields) {
    if (http::same_name(field.name, name)) return field.value;
  }
  return std::nullopt;
}

ResponseReader::ResponseReader(const ResponseLimits& limits, std::string_view method)
    : limits_(limits), head_only_(method == "HEAD") {}

ResponseReader::Event ResponseReader::fail(std::string why) {
  state_ = State::kError;
  why_ = std::move(why);
  keep_alive_ = false;
  return Event::kError;
}

ResponseReader::Event ResponseReader::next(std::string_view& input, std::string_view& piece) {
  started_ = started_ || !input.empty();
  for (;;) {
    switch (state_) {
      case State::kHead: {
        const Event event = read_head(input);
        if (event != Event::kBody) return event;  // kBody: a 1xx was passed over
        break;
      }
      case State::kLength:
      case State::kChunk: {
        if (left_ == 0) {
          state_ = state_ == State::kLength ? State::kEnd : State::kChunkEnd;
          break;
        }
        if (input.empty()) return Event::kMore;
        piece = input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size())));
        left_ -= piece.size();
        input.remove_prefix(piece.size());
        return Event::kBody;
      }
      case State::kUntilEnd:
        if (input.empty()) return Event::kMore;
        piece = input;
        input = {};
        return Event::kBody;
      case State::kChunkSize:
        if (!take_line(input)) return state_ == State::kError ? Event::kError : Event::kMore;
        if (!read_chunk_size()) return fail("a chunk begins with '" + std::string(line_.substr(0, 40)) + "', which is no size");
        state_ = left_ == 0 ? State::kTrailers : State::kChunk;
        head_bytes_ = 0;
        break;
      case State::kChunkEnd:
        if (!take_line(input)) return state_ == State::kError ? Event::kError : Event::kMore;
        if (!line_.empty()) return fail("a chunk is longer than it says");
        state_ = State::kChunkSize;
        break;
      case State::kTrailers:
        if (!take_line(input)) return state_ == State::kError ? Event::kError : Event::kMore;
        if (line_.empty()) {
          state_ = State::kEnd;
        } else if (!read_field(trailers_)) {
          return Event::kError;
        }
        break;
      case State::kEnd:
        return Event::kEnd;
      case State::kError:
        return Event::kError;
    }
  }
}

ResponseReader::Event ResponseReader::finish() {
  switch (state_) {
    case State::kUntilEnd:
    case State::kEnd:
      state_ = State::kEnd;
      keep_alive_ = false;
      return Event::kEnd;
    case State::kLength:
      if (left_ == 0) return Event::kEnd;
      return fail("the connection ended " + std::to_string(left_) + " bytes before the end of the body");
    case State::kHead:
      return fail(started_ ? "the connection ended inside the header" : "the connection ended without a response");
    default:
      return fail("the connection ended inside a chunked body");
  }
}

bool ResponseReader::take_line(std::string_view& input) {
  const std::size_t end = input.find('\n');
  const std::string_view part = input.substr(0, end);
  head_bytes_ += part.size();
  if (head_bytes_ > limits_.head_bytes) {
    (void)fail("the header is larger than " + std::to_string(limits_.head_bytes) + " bytes");
    return false;
  }
  if (end == input.npos) {
    gathered_ += part;
    gathering_ = true;
    input = {};
    return false;
  }
  input.remove_prefix(end + 1);
  line_ = part;
  if (gathering_) {
    whole_ = std::move(gathered_);
    whole_ += part;
    line_ = whole_;
    gathered_.clear();
    gathering_ = false;
  }
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  return true;
}

ResponseReader::Event ResponseReader::read_head(std::string_view& input) {
  while (take_line(input)) {
    if (!has_status_) {
      if (line_.empty() && head_bytes_ <= 4) continue;  // an empty line or two before it, RFC 9112 §2.2
      if (!read_status_line()) return fail("'" + text::to_valid_utf8(line_.substr(0, 60)) + "' is no status line of HTTP/1.1");
      has_status_ = true;
    } else if (!line_.empty()) {
      if (!read_field(head_.fields)) return Event::kError;
    } else {
      return finish_head();
    }
  }
  return state_ == State::kError ? Event::kError : Event::kMore;
}

// HTTP-version SP status-code SP [ reason-phrase ], RFC 9112 §4.
bool ResponseReader::read_status_line() {
  const std::string_view line = line_;
  if (line.size() < 12 || !line.starts_with("HTTP/1.") || !is_digit(line[7]) || line[8] != ' ') return false;
  if (!is_digit(line[9]) || !is_digit(line[10]) || !is_digit(line[11])) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  head_.version = line[7] == '0' ? http::Version::k10 : http::Version::k11;
  head_.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  head_.reason = line.size() > 13 ? std::string(line.substr(13)) : "";
  std::erase_if(head_.reason, [](char c) { return c == '\r' || c == '\0'; });
  return head_.status >= 100;
}

bool ResponseReader::read_field(std::vector<http::OwnedField>& fields) {
  const std::string_view line = line_;
  if (has_control(line)) return (void)fail("a header line has a control character"), false;
  if (line.front() == ' ' || line.front() == '\t') {  // obs-fold, RFC 9112 §5.2
    if (fields.empty()) return (void)fail("the first header line begins with a blank"), false;
    fields.back().value.append(" ").append(trim_blanks(line));
    return true;
  }
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == line.npos || !http::is_token(name)) {
    return (void)fail("'" + text::to_valid_utf8(line.substr(0, 60)) + "' is no header line"), false;
  }
  if (fields.size() >= limits_.fields) {
    return (void)fail("there are more than " + std::to_string(limits_.fields) + " header lines"), false;
  }
  if (fields.empty()) fields.reserve(kUsualFields);
  fields.push_back({std::string(name), std::string(trim_blanks(line.substr(colon + 1)))});
  return true;
}

// kBody: it was a 1xx, and the final one follows.
ResponseReader::Event ResponseReader::finish_head() {
  if (head_.status == 101) return fail("it switches protocols, which nobody asked for");
  if (head_.status < 200) {
    if (++passed_over_ > limits_.informational) return fail("there are more than " + std::to_string(limits_.informational) + " 1xx responses");
    head_ = {};
    head_bytes_ = 0;
    has_status_ = false;
    return Event::kBody;
  }
  return frame() ? Event::kHead : Event::kError;
}

// Where the body ends: RFC 9112 §6.3, in its order.
bool ResponseReader::frame() {
  const auto fields = framing(head_.fields);
  const bool old = head_.version == http::Version::k10;
  keep_alive_ = old ? http::has_token(fields, "Connection", "keep-alive") : !http::has_token(fields, "Connection", "close");
  head_bytes_ = 0;
  std::uint64_t length = 0;
  bool has_length = false;
  const auto coding = http::find_header(fields, "Transfer-Encoding");
  if (!coding && !read_length(length, has_length)) return false;
  // 1. No content, whatever the fields say.
  if (head_only_ || http::forbids_body(head_.status)) {
    head_.length = 0;
    state_ = State::kEnd;
    return true;
  }
  // 3., 4. Transfer-Encoding overrides Content-Length.
  if (coding) {
    if (http::find_header(fields, "Content-Length")) keep_alive_ = false;
    if (!text::equal_ignoring_case(trim_blanks(*coding), "chunked")) return (void)fail("the transfer coding '" + std::string(coding->substr(0, 40)) + "' is not known"), false;
    state_ = State::kChunkSize;
    return true;
  }
  // 6. A length.
  if (has_length) {
    head_.length = length;
    left_ = length;
    state_ = State::kLength;
    return true;
  }
  // 8. Until the connection ends.
  keep_alive_ = false;
  state_ = State::kUntilEnd;
  return true;
}

// 5. All lengths have to be one: RFC 9110 §8.6.
bool ResponseReader::read_length(std::uint64_t& length, bool& given) {
  for (const http::OwnedField& field : head_.fields) {
    if (!is(field, "Content-Length")) continue;
    std::string_view rest = field.value;
    for (;;) {
      const std::size_t comma = rest.find(',');
      const std::string_view one = trim_blanks(rest.substr(0, comma));
      std::uint64_t value = 0;
      const auto [end, failed] = std::from_chars(one.data(), one.data() + one.size(), value);
      if (one.empty() || failed != std::errc() || end != one.data() + one.size()) {
        return (void)fail("the length '" + text::to_valid_utf8(one.substr(0, 40)) + "' is none"), false;
      }
      if (given && value != length) return (void)fail("it has two lengths"), false;
      given = true;
      length = value;
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return true;
}

// chunk-size [ chunk-ext ], RFC 9112 §7.1.
bool ResponseReader::read_chunk_size() {
  const std::string_view line = line_;
  const auto [end, failed] = std::from_chars(line.data(), line.data() + line.size(), left_, 16);
  if (failed != std::errc() || end == line.data()) return false;
  const std::string_view rest = trim_blanks(line.substr(static_cast<std::size_t>(end - line.data())));
  return rest.empty() || rest.front() == ';';
}

}  // namespace mimus::outbound
