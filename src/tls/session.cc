#include "session.h"

#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "session_impl.h"

namespace mimus::tls {
namespace {

// Plain bytes that become sealed ones in one go: four records.
constexpr std::size_t kPiece = 64 * 1024;
// A peer that makes us speak (KeyUpdate) and never listens gets no further than this.
constexpr std::size_t kMostSealed = 256 * 1024;
constexpr std::size_t kKeptCapacity = 4096;

// ---- the wire as OpenSSL sees it -----------------------------------------------------------------

Session::Impl& impl_of(BIO* bio) { return *static_cast<Session::Impl*>(BIO_get_data(bio)); }

// Only collects: what must not wait cannot fail half-way, and one send takes it all.
int collect(BIO* bio, const char* bytes, std::size_t size, std::size_t* taken) {
  Session::Impl& session = impl_of(bio);
  BIO_clear_retry_flags(bio);
  if (session.broken || session.sealed.size() - session.sent > kMostSealed) return 0;
  session.sealed.append(bytes, size);
  *taken = size;
  return 1;
}

int fetch(BIO* bio, char* into, std::size_t size, std::size_t* got) {
  Session::Impl& session = impl_of(bio);
  BIO_clear_retry_flags(bio);
  *got = 0;
  const std::ptrdiff_t count = session.wire.pull({into, size});
  if (count > 0) {
    *got = static_cast<std::size_t>(count);
    return 1;
  }
  if (count == kWait) BIO_set_retry_read(bio);
  session.ended = session.ended || count == 0;
  session.broken = session.broken || count == kBroken;
  return 0;
}

long control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH: return 1;
    case BIO_CTRL_EOF: return impl_of(bio).ended ? 1 : 0;
    default: return 0;
  }
}

int initialise(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* method() {
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* const wire = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    BIO_meth_set_create(wire, &initialise);
    BIO_meth_set_write_ex(wire, &collect);
    BIO_meth_set_read_ex(wire, &fetch);
    BIO_meth_set_ctrl(wire, &control);
    return wire;
  }();
  return made;
}

// ---- failures in sentences -----------------------------------------------------------------------

struct Sentence {
  int reason;
  std::string_view text;
};
constexpr Sentence kSentences[] = {
    {SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the client does not trust the certificate (mimus ca install-instructions)"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, "the client does not trust the certificate (mimus ca install-instructions)"},
    {SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, "the client refuses the certificate"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "the client finds the certificate expired"},
    {SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "the client shows no certificate, and one is required"},
    {SSL_R_CERTIFICATE_VERIFY_FAILED, "the client's certificate is refused"},
    {SSL_R_NO_SHARED_CIPHER, "client and server have no cipher in common"},
    {SSL_R_UNSUPPORTED_PROTOCOL, "the client speaks a version of TLS that is too old"},
    {SSL_R_VERSION_TOO_LOW, "the client speaks a version of TLS that is too old"},
    {SSL_R_NO_APPLICATION_PROTOCOL, "the client speaks none of the protocols here (ALPN)"},
    {SSL_R_WRONG_VERSION_NUMBER, "these bytes are not TLS"},
    {SSL_R_HTTP_REQUEST, "these bytes are not TLS but HTTP"},
    {SSL_R_UNEXPECTED_EOF_WHILE_READING, "the client went away in the middle of the handshake"},
};

std::string sentence_of(int reason) {
  for (const Sentence& row : kSentences) {
    if (row.reason == reason) return std::string(row.text);
  }
  return "";
}

}  // namespace

Session::Impl::Impl(SslPtr made, Wire& wire, std::string host) : ssl(std::move(made)), wire(wire), host(std::move(host)) {
  BIO* const bio = BIO_new(method());
  BIO_set_data(bio, this);
  SSL_set_bio(ssl.get(), bio, bio);
  SSL_set_app_data(ssl.get(), this);
  SSL_set_accept_state(ssl.get());
}

Session::Impl& Session::Impl::of(const SSL* ssl) { return *static_cast<Impl*>(SSL_get_app_data(ssl)); }

bool Session::Impl::flush() {
  while (sent < sealed.size()) {
    const std::ptrdiff_t taken = wire.push(std::string_view(sealed).substr(sent));
    if (taken < 0) {
      broken = broken || taken == kBroken;
      return false;
    }
    sent += static_cast<std::size_t>(taken);
  }
  sent = 0;
  sealed.clear();
  if (sealed.capacity() > kKeptCapacity) std::string().swap(sealed);
  return true;
}

void Session::Impl::fail(int status) {
  const int reason = ERR_GET_REASON(ERR_peek_last_error());
  failure = sentence_of(reason);
  const std::string words = last_failure();
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    failure += std::string(": ") + X509_verify_cert_error_string(SSL_get_verify_result(ssl.get()));
  }
  if (!problem.empty()) failure = problem;
  if (failure.empty() && (status == SSL_ERROR_SYSCALL || ended)) failure = "the client went away in the middle of the handshake";
  if (failure.empty()) failure = words.empty() ? "the handshake failed" : words;
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

Session::Step Session::handshake() {
  Impl& me = *impl_;
  const auto wait_for = [&me](Step otherwise) { return me.broken ? Step::kFailed : otherwise; };
  if (!me.flush()) return wait_for(Step::kWrite);
  if (me.established) return Step::kDone;
  ERR_clear_error();
  const int result = SSL_accept(me.ssl.get());
  const int status = result == 1 ? SSL_ERROR_NONE : SSL_get_error(me.ssl.get(), result);
  me.established = result == 1;
  if (status != SSL_ERROR_NONE && status != SSL_ERROR_WANT_READ) me.fail(status);
  const bool all_sent = me.flush();
  if (status != SSL_ERROR_NONE && status != SSL_ERROR_WANT_READ) return Step::kFailed;
  if (!all_sent) return wait_for(Step::kWrite);
  return me.established ? Step::kDone : Step::kRead;
}

const std::string& Session::failure() const { return impl_->failure; }

std::ptrdiff_t Session::read(std::span<char> into) {
  Impl& me = *impl_;
  if (me.broken) return kBroken;
  ERR_clear_error();
  std::size_t got = 0;
  const int result = SSL_read_ex(me.ssl.get(), into.data(), into.size(), &got);
  const int status = result == 1 ? SSL_ERROR_NONE : SSL_get_error(me.ssl.get(), result);
  if (me.owed == 0 && !me.sealed.empty()) (void)me.flush();  // an answer to a KeyUpdate
  switch (status) {
    case SSL_ERROR_NONE: return static_cast<std::ptrdiff_t>(got);
    case SSL_ERROR_WANT_READ: return kWait;
    case SSL_ERROR_ZERO_RETURN: return 0;
    default: break;
  }
  const bool only_ended = me.ended && !me.broken && status == SSL_ERROR_SYSCALL;
  (void)last_failure();
  if (only_ended) return 0;
  me.broken = true;
  return kBroken;
}

std::ptrdiff_t Session::write(std::string_view bytes) {
  Impl& me = *impl_;
  if (me.broken || me.finished) return kBroken;
  if (!me.flush()) return me.broken ? kBroken : kWait;
  if (me.owed > 0) return static_cast<std::ptrdiff_t>(std::exchange(me.owed, 0));
  std::size_t total = 0;
  while (total < bytes.size()) {
    const std::string_view piece = bytes.substr(total, kPiece);
    ERR_clear_error();
    std::size_t taken = 0;
    if (SSL_write_ex(me.ssl.get(), piece.data(), piece.size(), &taken) != 1 || taken != piece.size()) {
      (void)last_failure();
      me.broken = true;
      return kBroken;
    }
    if (!me.flush()) {
      if (me.broken) return kBroken;
      me.owed = piece.size();
      return total > 0 ? static_cast<std::ptrdiff_t>(total) : kWait;
    }
    total += piece.size();
  }
  return static_cast<std::ptrdiff_t>(total);
}

void Session::finish() {
  Impl& me = *impl_;
  if (std::exchange(me.finished, true) || me.broken || !me.established) return;
  ERR_clear_error();
  (void)SSL_shutdown(me.ssl.get());
  ERR_clear_error();
  (void)me.flush();
}

Agreement Session::agreement() const {
  const SSL* const ssl = impl_->ssl.get();
  Agreement agreed;
  agreed.version = SSL_get_version(ssl);
  agreed.cipher = SSL_get_cipher_name(ssl);
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl, &protocol, &size);
  if (size > 0) agreed.protocol.assign(reinterpret_cast<const char*>(protocol), size);
  if (const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)) agreed.server_name = name;
  agreed.resumed = SSL_session_reused(ssl) == 1;
  if (X509* const client = SSL_get0_peer_certificate(ssl)) {
    agreed.client_subject = name_text(X509_get_subject_name(client));
    agreed.client_certificate = pem_of(client);
  }
  return agreed;
}

}  // namespace mimus::tls
