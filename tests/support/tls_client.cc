#include "tls_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mimus {
namespace {

std::string last_error() {
  char text[256] = "";
  const unsigned long code = ERR_peek_last_error();
  if (code != 0) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

std::shared_ptr<BIO> bytes_of(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{30, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    return -1;
  }
  return socket;
}

// Byte by byte, so that nothing behind the head is taken.
bool speak_before(int socket, const std::string& bytes) {
  if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) return false;
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    char byte = 0;
    if (::recv(socket, &byte, 1, 0) != 1) return false;
    head += byte;
  }
  return head.starts_with("HTTP/1.1 200");
}

void trust(SSL_CTX* context, const std::string& roots) {
  const auto in = bytes_of(roots);
  while (X509* const root = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root);
    X509_free(root);
  }
  ERR_clear_error();
}

void show(SSL_CTX* context, const std::string& certificate, const std::string& key) {
  const auto in = bytes_of(certificate);
  X509* const own = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context, own);
  X509_free(own);
  const auto key_in = bytes_of(key);
  EVP_PKEY* const own_key = PEM_read_bio_PrivateKey(key_in.get(), nullptr, nullptr, nullptr);
  SSL_CTX_use_PrivateKey(context, own_key);
  EVP_PKEY_free(own_key);
}

}  // namespace

struct TlsClient::Impl {
  ~Impl() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
};

TlsClient::TlsClient(std::uint16_t port, const Wish& wish) : impl_(std::make_unique<Impl>()) {
  Impl& me = *impl_;
  me.socket = connect_to(port);
  if (me.socket < 0) {
    failure_ = "no connection";
    return;
  }
  if (!wish.before.empty() && !speak_before(me.socket, wish.before)) {
    failure_ = "no tunnel";
    return;
  }
  me.context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_mode(me.context, SSL_MODE_AUTO_RETRY);
  if (wish.only_tls12) SSL_CTX_set_max_proto_version(me.context, TLS1_2_VERSION);
  if (wish.without_tickets) SSL_CTX_set_options(me.context, SSL_OP_NO_TICKET);
  if (!wish.roots.empty()) {
    trust(me.context, wish.roots);
    SSL_CTX_set_verify(me.context, SSL_VERIFY_PEER, nullptr);
  }
  if (!wish.certificate.empty()) show(me.context, wish.certificate, wish.key);
  me.ssl = SSL_new(me.context);
  SSL_set_fd(me.ssl, me.socket);
  if (!wish.server_name.empty()) {
    SSL_set_tlsext_host_name(me.ssl, wish.server_name.c_str());
    SSL_set1_host(me.ssl, wish.server_name.c_str());
  } else {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(me.ssl), "127.0.0.1");
  }
  std::string protocols;
  for (const std::string& name : wish.protocols) protocols += static_cast<char>(name.size()) + name;
  SSL_set_alpn_protos(me.ssl, reinterpret_cast<const unsigned char*>(protocols.data()), static_cast<unsigned>(protocols.size()));
  if (wish.session) SSL_set_session(me.ssl, static_cast<SSL_SESSION*>(wish.session.get()));
  connected_ = SSL_connect(me.ssl) == 1;
  if (!connected_) failure_ = last_error();
}

TlsClient::~TlsClient() = default;

bool TlsClient::send(std::string_view bytes) {
  std::size_t sent = 0;
  ERR_clear_error();
  return connected_ && SSL_write_ex(impl_->ssl, bytes.data(), bytes.size(), &sent) == 1;
}

void TlsClient::half_close() {
  SSL_shutdown(impl_->ssl);
  ::shutdown(impl_->socket, SHUT_WR);
}

bool TlsClient::more() {
  char piece[16 * 1024];
  std::size_t got = 0;
  if (!connected_) return false;
  ERR_clear_error();
  const int result = SSL_read_ex(impl_->ssl, piece, sizeof piece, &got);
  if (result == 1) {
    buffer_.append(piece, got);
    return true;
  }
  was_told_ = SSL_get_error(impl_->ssl, result) == SSL_ERROR_ZERO_RETURN;
  failure_ = last_error();
  return false;
}

std::string TlsClient::read_until(std::string_view mark) {
  std::size_t at = buffer_.find(mark);
  while (at == std::string::npos && more()) at = buffer_.find(mark);
  return read(at == std::string::npos ? buffer_.size() : at + mark.size());
}

std::string TlsClient::read(std::size_t size) {
  while (buffer_.size() < size && more()) {
  }
  std::string taken = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return taken;
}

std::string TlsClient::read_all() {
  while (more()) {
  }
  return std::move(buffer_);
}

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(impl_->ssl, &name, &size);
  return size == 0 ? "" : std::string(reinterpret_cast<const char*>(name), size);
}

std::string TlsClient::version() const { return SSL_get_version(impl_->ssl); }

bool TlsClient::resumed() const { return SSL_session_reused(impl_->ssl) == 1; }

std::string TlsClient::server_certificate() const {
  X509* const certificate = SSL_get0_peer_certificate(impl_->ssl);
  if (certificate == nullptr) return "";
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return text;
}

std::shared_ptr<void> TlsClient::session() const {
  return {SSL_get1_session(impl_->ssl), [](void* session) { SSL_SESSION_free(static_cast<SSL_SESSION*>(session)); }};
}

}  // namespace mimus
