#include "context.h"

#include <openssl/err.h>

#include "session_impl.h"
#include "trust_data.h"

namespace mimus::tls {
namespace {

constexpr long kMostSessions = 20'000;
constexpr long kSessionSeconds = 4 * 3600;
constexpr unsigned char kSessionContext[] = "mimus";

Error failed(std::string_view what) {
  const std::string why = last_failure();
  return invalid("TLS cannot be offered: " + std::string(what) + (why.empty() ? "" : ": " + why));
}

// RFC 7301 §3.1: each with its length before it.
std::string on_wire(const std::vector<std::string>& protocols) {
  std::string list;
  for (const std::string& name : protocols) {
    list += static_cast<char>(name.size());
    list += name;
  }
  return list;
}

bool show(SSL* ssl, const IdentityData& identity) {
  if (SSL_use_certificate(ssl, identity.certificate.get()) != 1 || SSL_use_PrivateKey(ssl, identity.key.get()) != 1) return false;
  for (const CertificatePtr& certificate : identity.chain) {
    if (SSL_add1_chain_cert(ssl, certificate.get()) != 1) return false;
  }
  return true;
}

bool show(SSL_CTX* context, const IdentityData& identity) {
  if (SSL_CTX_use_certificate(context, identity.certificate.get()) != 1) return false;
  if (SSL_CTX_use_PrivateKey(context, identity.key.get()) != 1) return false;
  for (const CertificatePtr& certificate : identity.chain) {
    if (SSL_CTX_add1_chain_cert(context, certificate.get()) != 1) return false;
  }
  return true;
}

bool ask_clients(SSL_CTX* context, const Trust& trust, bool required) {
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  for (const CertificatePtr& certificate : trust.data().certificates) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1) return false;
    if (SSL_CTX_add_client_CA(context, certificate.get()) != 1) return false;
  }
  // A list may name a client's own certificate instead of who issued it.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  return true;
}

}  // namespace

struct Context::Impl {
  SslContextPtr context;
  std::shared_ptr<Mint> mint;
  std::string protocols;
  Clock clock;

  static int choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered, unsigned offered_size,
                             void* self);
  static int choose_certificate(SSL* ssl, void* self);
  static int note_name(SSL* ssl, int* alert, void* self);
};

// Any name is right. Without this answer a session would not remember it (TLS 1.2).
int Context::Impl::note_name(SSL* ssl, int*, void*) {
  return SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) != nullptr ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

int Context::Impl::choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
                                   unsigned offered_size, void* self) {
  const std::string& ours = static_cast<const Impl*>(self)->protocols;
  unsigned char* chosen = nullptr;
  const int result = SSL_select_next_proto(&chosen, size, reinterpret_cast<const unsigned char*>(ours.data()),
                                           static_cast<unsigned>(ours.size()), offered, offered_size);
  *out = chosen;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// The name that the client asked for, unless it is none that a certificate can hold.
int Context::Impl::choose_certificate(SSL* ssl, void* self) {
  auto& me = *static_cast<Impl*>(self);
  Session::Impl& session = Session::Impl::of(ssl);
  const char* const asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  const std::string_view host = asked != nullptr && is_host(asked) ? std::string_view(asked) : std::string_view(session.host);
  const auto identity = me.mint->identity_for(host, me.clock.now());
  if (!identity) {
    session.problem = describe(identity.error());
    return 0;
  }
  return show(ssl, identity->data()) ? 1 : 0;
}

Context::Context(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Context::~Context() = default;

Result<std::shared_ptr<const Context>> Context::build(const ServerOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* const context = impl->context.get();
  if (context == nullptr) return failed("no context");
  SSL_CTX_set_min_proto_version(context, options.least == Version::k13 ? TLS1_3_VERSION : TLS1_2_VERSION);
  // A mock server shows what it is given: certificates of test suites have short keys.
  SSL_CTX_set_security_level(context, 1);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // one read for a record, not one for its head and one for the rest
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
  SSL_CTX_sess_set_cache_size(context, kMostSessions);
  SSL_CTX_set_timeout(context, kSessionSeconds);
  SSL_CTX_set_session_id_context(context, kSessionContext, sizeof kSessionContext - 1);

  if (options.identity) {
    if (!show(context, options.identity->data())) return failed("the certificate of " + options.identity->facts().subject);
  } else {
    impl->mint = options.mint;
    SSL_CTX_set_cert_cb(context, &Impl::choose_certificate, impl.get());
  }
  SSL_CTX_set_tlsext_servername_callback(context, &Impl::note_name);
  impl->protocols = on_wire(options.protocols);
  if (!impl->protocols.empty()) SSL_CTX_set_alpn_select_cb(context, &Impl::choose_protocol, impl.get());
  if (options.clients && !ask_clients(context, *options.clients, options.client_required)) return failed("the list of trusted clients");
  ERR_clear_error();
  return std::shared_ptr<const Context>(new Context(std::move(impl)));
}

std::unique_ptr<Session> Context::accept(Wire& wire, std::string_view host) const {
  SslPtr ssl(SSL_new(impl_->context.get()));
  if (!ssl) return nullptr;
  return std::make_unique<Session>(std::make_unique<Session::Impl>(std::move(ssl), wire, std::string(host)));
}

}  // namespace mimus::tls
