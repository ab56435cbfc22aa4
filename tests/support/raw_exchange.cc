#include "support/raw_exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace mimus {
namespace {

constexpr timeval kPatienceOfSocket{20, 0};

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string bytes_of(const RawRequest& request) {
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(request.headers,
                               [&](const auto& header) { return same(header.first, name); });
  };
  std::string text = request.method + " " + request.path + " HTTP/1.1\r\n";
  if (!has("Host")) text += "Host: localhost:8080\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  const bool expects_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (!has("Content-Length") && (request.body ? !has("Transfer-Encoding") : expects_body)) {
    text += "Content-Length: " + std::to_string(request.body ? request.body->size() : 0) + "\r\n";
  }
  return text + "\r\n" + request.body.value_or("");
}

// A connection and what was read of it.
class Reading {
 public:
  Reading(int socket, RawAnswer& answer) : socket_(socket), answer_(answer) {}

  void read(std::string_view method) {
    while (buffer_.find("\r\n\r\n") == buffer_.npos && more()) {
    }
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end == buffer_.npos || !buffer_.starts_with("HTTP/")) return;
    read_head(std::string_view(buffer_).substr(0, end));
    buffer_.erase(0, end + 4);
    read_body(method);
  }

 private:
  bool more() {
    std::array<char, 65536> bytes;
    const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (size > 0) {
      buffer_.append(bytes.data(), static_cast<std::size_t>(size));
      answer_.raw.append(bytes.data(), static_cast<std::size_t>(size));
      return true;
    }
    if (size == 0) {
      if (answer_.end.empty()) answer_.end = "eof";
    } else {
      answer_.end = errno == ECONNRESET ? "reset" : "timeout";
    }
    return false;
  }

  void read_head(std::string_view head) {
    for (bool first = true; !head.empty(); first = false) {
      const std::size_t end = std::min(head.find("\r\n"), head.size());
      const std::string_view line = head.substr(0, end);
      head.remove_prefix(std::min(end + 2, head.size()));
      if (first) {
        answer_.status = std::atoi(
            std::string(line.substr(std::min<std::size_t>(line.find(' '), line.size()))).c_str());
        const std::size_t reason = line.find(' ', line.find(' ') + 1);
        if (reason != line.npos) answer_.reason = line.substr(reason + 1);
        continue;
      }
      const std::size_t colon = std::min(line.find(':'), line.size());
      std::string_view value = line.substr(std::min(colon + 1, line.size()));
      while (value.starts_with(' ')) value.remove_prefix(1);
      while (value.ends_with(' ')) value.remove_suffix(1);
      answer_.headers.emplace_back(line.substr(0, colon), value);
    }
  }

  std::string header(std::string_view name) const {
    for (const auto& [key, value] : answer_.headers) {
      if (same(key, name)) return value;
    }
    return "";
  }

  void read_body(std::string_view method) {
    const int status = answer_.status.value_or(0);
    if (method == "HEAD" || status == 204 || status == 304 || (status >= 100 && status < 200)) {
      answer_.end = "complete";
    } else if (header("Transfer-Encoding").find("chunked") != std::string::npos) {
      read_chunks();
    } else if (const std::string length = header("Content-Length"); !length.empty()) {
      const std::size_t wanted = std::strtoull(length.c_str(), nullptr, 10);
      while (buffer_.size() < wanted && more()) {
      }
      answer_.body = buffer_.substr(0, wanted);
      if (buffer_.size() >= wanted) answer_.end = "complete";
    } else {
      while (more()) {
      }
      answer_.body = buffer_;
    }
  }

  void read_chunks() {
    answer_.chunks.emplace();
    for (;;) {
      while (buffer_.find("\r\n") == buffer_.npos && more()) {
      }
      const std::size_t line = buffer_.find("\r\n");
      if (line == buffer_.npos) {
        answer_.body += buffer_;
        return;
      }
      std::size_t size = 0;
      const std::size_t digits = std::min(buffer_.find(';'), line);
      const auto [end, failure] =
          std::from_chars(buffer_.data(), buffer_.data() + digits, size, 16);
      if (failure != std::errc() || end != buffer_.data() + digits) {
        answer_.end = "malformed-chunk";
        answer_.body += buffer_;
        return;
      }
      buffer_.erase(0, line + 2);
      while (buffer_.size() < size + 2 && more()) {
      }
      if (buffer_.size() < size + 2) {
        answer_.body += buffer_;
        return;
      }
      if (size == 0) {
        answer_.end = "complete";
        return;
      }
      answer_.chunks->push_back(static_cast<std::int64_t>(size));
      answer_.body += buffer_.substr(0, size);
      buffer_.erase(0, size + 2);
    }
  }

  const int socket_;
  RawAnswer& answer_;
  std::string buffer_;
};

}  // namespace

RawAnswer exchange_raw(std::uint16_t port, const RawRequest& request) {
  RawAnswer answer;
  const auto begin = std::chrono::steady_clock::now();
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kPatienceOfSocket, sizeof kPatienceOfSocket);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string bytes = bytes_of(request);
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t size = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (size <= 0) break;
      sent += static_cast<std::size_t>(size);
    }
    Reading(socket, answer).read(request.method);
  }
  ::close(socket);
  answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  return answer;
}

}  // namespace mimus
