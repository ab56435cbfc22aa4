#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "serving_for_tests.h"
#include "support/tls_client.h"
#include "tls/authority.h"
#include "tls/context.h"
#include "tls/mint.h"

namespace mimus::server {

inline WallTime wall_now() { return std::chrono::system_clock::now(); }

// What must be there; else the test ends here.
template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << describe(result.error());
    std::abort();
  }
  return *std::move(result);
}

// An authority for all tests of this process: making one takes a moment.
inline const tls::Authority& test_authority() {
  static const tls::Authority made = [] {
    std::string folder = (std::filesystem::temp_directory_path() / "mimus-server-XXXXXX").string();
    const std::filesystem::path where(::mkdtemp(folder.data()));
    tls::Authority authority = must(tls::Authority::open(where, wall_now(), "test"));
    std::filesystem::remove_all(where);
    return authority;
  }();
  return made;
}

inline std::string roots() { return test_authority().identity().certificate_pem(); }

inline tls::ServerOptions minting() {
  tls::ServerOptions options;
  options.mint = std::make_shared<tls::Mint>(test_authority(), std::vector<std::string>{"localhost", "127.0.0.1", "::1"});
  return options;
}

inline std::shared_ptr<const tls::Context> context_of(const tls::ServerOptions& options) { return must(tls::Context::build(options)); }

// One plain listener, and one with TLS behind it: server.port() and server->port(1).
inline Options with_tls(const tls::ServerOptions& tls = minting(), Options options = Options{}) {
  options.listeners = {{"127.0.0.1", 0}, {"127.0.0.1", 0, context_of(tls)}};
  return options;
}

inline TlsClient::Wish trusting() {
  TlsClient::Wish wish;
  wish.roots = roots();
  wish.server_name = "localhost";
  return wish;
}

// Head and body of the next answer, which names its length.
inline std::string next_answer(TlsClient& client) {
  std::string head = client.read_until("\r\n\r\n");
  const std::size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? head : head + client.read(std::stoul(head.substr(at + 16)));
}

inline std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "no answer: " + answer : answer.substr(end + 4);
}

}  // namespace mimus::server
