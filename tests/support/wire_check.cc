#include "support/wire_check.h"

#include <algorithm>
#include <cctype>

namespace mimus {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

}  // namespace

bool Reaction::refused() const {
  const bool ends = end == Outcome::kClosed || end == Outcome::kReset;
  return ends && (responses.empty() || (responses.size() == 1 && status() >= 400));
}

std::string Reaction::text() const {
  std::string text;
  for (const WireResponse& response : responses) {
    text += std::to_string(response.status) + " " + response.reason + ": " +
            response.body.substr(0, 300) + "\n";
  }
  return text + "then " + std::string(name_of(end));
}

Reaction react(std::uint16_t port, std::string_view bytes, std::size_t most, bool half_close) {
  Connection connection(port);
  connection.send(bytes);
  if (half_close) connection.finish_sending();
  Reaction reaction;
  const std::string_view method = bytes.substr(0, bytes.find(' '));
  while (true) {
    Answer answer = connection.read(method);
    reaction.end = answer.outcome;
    if (answer.outcome != Outcome::kResponse) return reaction;
    const bool closing =
        answer.response.status >= 400 && answer.response.value("Connection") == "close";
    reaction.responses.push_back(std::move(answer.response));
    // A refusal announces the end of the connection, and that we want to see.
    if (!closing && reaction.responses.size() >= most) return reaction;
  }
}

bool has_host(std::string_view bytes) {
  return lower(bytes).find("\nhost:") != std::string::npos;
}

std::string with_host(std::string bytes) {
  if (has_host(bytes)) return bytes;
  constexpr std::string_view kLine = " HTTP/1.1\r\n", kHost = "Host: localhost\r\n";
  for (std::size_t at = bytes.find(kLine); at != std::string::npos; at = bytes.find(kLine, at)) {
    at += kLine.size();
    bytes.insert(at, kHost);
  }
  return bytes;
}

}  // namespace mimus
