#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>

namespace mimus {
namespace {

using Clock = std::chrono::steady_clock;

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "HTTP/1.1 200 OK"; false when it is not a status line (RFC 9112 §4).
bool read_status_line(std::string_view line, WireResponse& response) {
  if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || line[8] != ' ') return false;
  response.version = line.substr(0, 8);
  response.status = std::atoi(std::string(line.substr(9, 3)).c_str());
  response.reason = line.size() > 13 ? line.substr(13) : "";
  return response.status >= 100 && (line.size() == 12 || line[12] == ' ');
}

// The block up to and with its blank line.
bool read_head(std::string_view block, WireResponse& response) {
  response = {};
  for (bool first = true; !block.empty(); first = false) {
    const std::size_t end = block.find("\r\n");
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(end + 2);
    if (line.empty()) return !first;
    if (first) {
      if (!read_status_line(line, response)) return false;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    response.fields.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return false;
}

// Undoes chunking (RFC 9112 §7.1) as far as `input` goes. Bytes consumed, or nullopt while more is
// needed.
enum class Chunks { kMore, kDone, kBroken };
Chunks unchunk(std::string_view input, std::string& body, std::size_t& used) {
  body.clear();
  used = 0;
  while (true) {
    const std::size_t end = input.find("\r\n", used);
    if (end == std::string_view::npos)
      return input.size() - used > 64 ? Chunks::kBroken : Chunks::kMore;
    const std::string line(input.substr(used, end - used));
    char* rest = nullptr;
    const std::size_t size = std::strtoull(line.c_str(), &rest, 16);
    if (rest == line.c_str() || (*rest != '\0' && *rest != ';')) return Chunks::kBroken;
    used = end + 2;
    if (size == 0) break;
    if (input.size() < used + size + 2) return Chunks::kMore;
    if (input.substr(used + size, 2) != "\r\n") return Chunks::kBroken;
    body.append(input.substr(used, size));
    used += size + 2;
  }
  while (true) {  // trailer fields
    const std::size_t end = input.find("\r\n", used);
    if (end == std::string_view::npos) return Chunks::kMore;
    const bool last = end == used;
    used = end + 2;
    if (last) return Chunks::kDone;
  }
}

bool has_no_body(const WireResponse& response, std::string_view method) {
  return method == "HEAD" || response.status < 200 || response.status == 204 ||
         response.status == 304;
}

}  // namespace

std::vector<std::string> WireResponse::values(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [field, value] : fields) {
    if (same_name(field, name)) found.push_back(value);
  }
  return found;
}

std::string WireResponse::value(std::string_view name) const {
  const std::vector<std::string> all = values(name);
  return all.empty() ? "" : all.front();
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 6> kNames{"a response", "closed",  "reset",
                                                   "truncated",  "garbage", "a timeout"};
  return kNames[static_cast<std::size_t>(outcome)];
}

Connection::Connection(std::uint16_t port) {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(socket_);
    socket_ = -1;
  }
}

Connection::~Connection() {
  if (socket_ >= 0) close(socket_);
}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Connection::finish_sending() {
  shutdown(socket_, SHUT_WR);
}

Connection::Arrival Connection::receive() {
  using std::chrono::milliseconds;
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
    pollfd source{socket_, POLLIN, 0};
    if (left.count() <= 0 || poll(&source, 1, static_cast<int>(left.count())) == 0) {
      return Arrival::kTimeout;
    }
    std::array<char, 16384> bytes{};
    const ssize_t count = recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Arrival::kReset;
    if (count == 0) return Arrival::kEnd;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return Arrival::kBytes;
  }
}

Answer Connection::read(std::string_view method, std::chrono::milliseconds patience) {
  const auto begin = Clock::now();
  deadline_ = begin + patience;
  Answer answer;
  WireResponse& response = answer.response;
  const auto done = [&](Outcome outcome, std::size_t used) {
    buffer_.erase(0, used);
    answer.outcome = outcome;
    answer.took = Clock::now() - begin;
    return answer;
  };
  // What an end of the bytes means, when more were needed.
  const auto ended = [&](Arrival how, bool inside) {
    if (how == Arrival::kReset) return done(Outcome::kReset, 0);
    if (how == Arrival::kTimeout) return done(Outcome::kTimeout, 0);
    return done(inside ? Outcome::kTruncated : Outcome::kClosed, 0);
  };

  std::size_t head_end = 0;
  while (true) {
    const std::size_t blank = buffer_.find("\r\n\r\n");
    if (blank == std::string::npos) {
      const std::string_view start = std::string_view("HTTP/1.").substr(0, buffer_.size());
      if (buffer_.substr(0, start.size()) != start) return done(Outcome::kGarbage, 0);
      if (const Arrival how = receive(); how != Arrival::kBytes)
        return ended(how, !buffer_.empty());
      continue;
    }
    head_end = blank + 4;
    if (!read_head(std::string_view(buffer_).substr(0, head_end), response)) {
      return done(Outcome::kGarbage, 0);
    }
    if (response.status >= 200 || response.status == 101) break;
    buffer_.erase(0, head_end);  // 100 Continue and its like
  }

  if (has_no_body(response, method)) return done(Outcome::kResponse, head_end);
  const bool chunked = !response.values("Transfer-Encoding").empty();
  const std::string length_text = response.value("Content-Length");
  while (true) {
    const std::string_view rest = std::string_view(buffer_).substr(head_end);
    if (chunked) {
      std::size_t used = 0;
      const Chunks state = unchunk(rest, response.body, used);
      if (state == Chunks::kDone) return done(Outcome::kResponse, head_end + used);
      if (state == Chunks::kBroken) return done(Outcome::kGarbage, 0);
    } else if (!length_text.empty()) {
      const std::size_t length = std::strtoull(length_text.c_str(), nullptr, 10);
      response.body = rest.substr(0, length);
      if (rest.size() >= length) return done(Outcome::kResponse, head_end + length);
    } else {
      response.body = rest;
    }
    const Arrival how = receive();
    if (how == Arrival::kBytes) continue;
    const bool until_close = !chunked && length_text.empty();
    if (until_close && how == Arrival::kEnd) return done(Outcome::kResponse, buffer_.size());
    return ended(how, true);
  }
}

bool Connection::arrives(std::string_view bytes, std::chrono::milliseconds patience) {
  deadline_ = Clock::now() + patience;
  while (buffer_.find(bytes) == std::string::npos) {
    if (receive() != Arrival::kBytes) return false;
  }
  return true;
}

bool Connection::closes(std::chrono::milliseconds patience) {
  deadline_ = Clock::now() + patience;
  while (true) {
    const Arrival how = receive();
    if (how != Arrival::kBytes) return how != Arrival::kTimeout;
  }
}

Answer exchange(std::uint16_t port, std::string_view head, std::string_view body) {
  Connection connection(port);
  std::string bytes(head);
  bytes += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
  if (!body.empty()) bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  bytes.append("\r\n").append(body);
  const auto begin = Clock::now();
  connection.send(bytes);
  Answer answer = connection.read(head.substr(0, head.find(' ')));
  answer.took = Clock::now() - begin;
  return answer;
}

}  // namespace mimus
