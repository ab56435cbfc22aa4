#include "tls.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "outbound/fence.h"

namespace mimus::outbound {
namespace {

Error unusable(std::string_view what, const std::string& file, const error_code& failed) {
  return Error{Code::kIo, "cannot use the " + std::string(what) + " '" + file + "': " + failed.message(), "a file in PEM", {}};
}

}  // namespace

Result<std::unique_ptr<asio::ssl::context>> Trust::make(bool insecure) const {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(context->native_handle(), kHttp11, sizeof kHttp11 - 1);
  error_code failed;
  if (insecure) {
    context->set_verify_mode(asio::ssl::verify_none, failed);
  } else {
    context->set_verify_mode(asio::ssl::verify_peer, failed);
    context->set_default_verify_paths(failed);
    failed.clear();  // a machine without certificates trusts those of ca_file
    if (!options_.ca_file.empty()) context->load_verify_file(options_.ca_file, failed);
    if (failed) return unusable("certificates of", options_.ca_file, failed);
  }
  if (!options_.certificate.empty()) {
    context->use_certificate_chain_file(options_.certificate, failed);
    if (failed) return unusable("client certificate", options_.certificate, failed);
    const std::string& key = options_.key.empty() ? options_.certificate : options_.key;
    context->use_private_key_file(key, asio::ssl::context::pem, failed);
    if (failed) return unusable("client key", key, failed);
  }
  return context;
}

Result<asio::ssl::context*> Trust::context(bool insecure) {
  auto& kept = insecure || options_.insecure ? trusting_ : verifying_;
  if (!kept) {
    MIMUS_TRY(kept, make(insecure || options_.insecure));
  }
  return kept.get();
}

Status Trust::check() {
  if (options_.ca_file.empty() && options_.certificate.empty()) return Done{};
  MIMUS_TRY(const auto* context, context(false));
  (void)context;
  return Done{};
}

void expect_host(SSL* handle, const std::string& host) {
  X509_VERIFY_PARAM* const wanted = SSL_get0_param(handle);
  if (parse_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  SSL_set_tlsext_host_name(handle, host.c_str());
}

std::string why_no_handshake(SSL* handle, const error_code& failed) {
  const long verified = SSL_get_verify_result(handle);
  if (verified != X509_V_OK) return X509_verify_cert_error_string(verified);
  if (failed == asio::error::eof || failed == asio::error::connection_reset) return "the connection ended during the handshake";
  return failed.message();
}

}  // namespace mimus::outbound
