#include "tls_setup.h"

#include <unistd.h>

#include <memory>
#include <vector>

#include "tls/authority.h"
#include "tls/context.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

// The command line's words where there are some, else the file's.
TlsArguments settled(TlsArguments said, const std::optional<native::Https>& file) {
  if (!file) return said;
  const auto take = [](std::string& ours, const std::string& theirs) {
    if (ours.empty()) ours = theirs;
  };
  if (!said.port) said.port = file->port;
  if (said.certificate.empty()) {
    said.certificate = file->certificate;
    take(said.key, file->key);
    take(said.password, file->password);
  }
  take(said.client_ca, file->client_ca);
  if (!said.client_required) said.client_required = file->client_required;
  return said;
}

Status check(const TlsArguments& said) {
  if (!said.port && !said.certificate.empty()) return invalid("a certificate is given, and no port for HTTPS", "--https-port N (0 picks a free one)");
  if (!said.port && said.without_http) return invalid("HTTPS must be enabled if HTTP is not.", "--https-port N");
  if (!said.key.empty() && said.certificate.empty()) return invalid("a key is given without its certificate", "--https-cert FILE");
  return Done{};
}

// Made once for the listener and the tunnels.
class Minting {
 public:
  explicit Minting(const TlsArguments& said) : said_(said) {}

  Result<std::shared_ptr<tls::Mint>> mint() {
    if (mint_) return mint_;
    MIMUS_TRY(const tls::Authority authority, authority_for(said_));
    certificate_ = said_.ca_keystore.empty() ? authority.certificate_file().string() : said_.ca_keystore;
    std::vector<std::string> own{"localhost", "127.0.0.1", "::1"};
    if (const std::string name = host_name(); tls::is_host(name) && name != "localhost") own.push_back(name);
    mint_ = std::make_shared<tls::Mint>(authority, std::move(own));
    return mint_;
  }
  const std::string& certificate() const { return certificate_; }

 private:
  static Result<tls::Authority> authority_for(const TlsArguments& said) {
    const WallTime now = Clock().now();
    if (said.ca_keystore.empty()) return tls::Authority::open(authority_folder(said.ca_dir), now, host_name());
    MIMUS_TRY(tls::Identity identity, tls::Identity::from_files(said.ca_keystore, {}, said.ca_keystore_password));
    return tls::Authority::of(std::move(identity));
  }
  const TlsArguments& said_;
  std::shared_ptr<tls::Mint> mint_;
  std::string certificate_;
};

Result<std::shared_ptr<const tls::Context>> context_of_listener(const TlsArguments& said, Minting& minting) {
  tls::ServerOptions options;
  if (said.certificate.empty()) {
    MIMUS_TRY(options.mint, minting.mint());
  } else {
    MIMUS_TRY(options.identity, tls::Identity::from_files(said.certificate, said.key, said.password));
  }
  if (!said.client_ca.empty()) {
    MIMUS_TRY(options.clients, tls::Trust::from_file(said.client_ca, said.client_ca_password));
    options.client_required = said.client_required.value_or(true);
  }
  if (said.only_tls13) options.least = tls::Version::k13;
  return tls::Context::build(options);
}

}  // namespace

fs::path authority_folder(const std::string& ca_dir) {
  return ca_dir.empty() ? tls::Authority::usual_folder() : fs::path(ca_dir);
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

Result<std::string> add_tls(const TlsArguments& given, const reload::Reloader::Served& served, server::Options& options) {
  TlsArguments said = settled(given, served.https);
  if (served.only_https && !given.port) {
    said.port = options.port;
    said.without_http = true;
  }
  MIMUS_TRY_DONE(check(said));
  Minting minting(said);
  if (!said.without_http) options.listeners.push_back({options.host, options.port});
  if (said.port) {
    MIMUS_TRY(auto context, context_of_listener(said, minting));
    options.listeners.push_back({options.host, *said.port, std::move(context)});
  }
  if (said.forward_proxy) {
    tls::ServerOptions tunnel;
    MIMUS_TRY(tunnel.mint, minting.mint());
    MIMUS_TRY(options.tunnels, tls::Context::build(tunnel));
  }
  return minting.certificate();
}

}  // namespace mimus::cli
