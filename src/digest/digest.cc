#include "digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <array>
#include <memory>

#include "text/encoding.h"

namespace mimus::digest {
namespace {

struct Named {
  std::string_view name;  // lower case, no dash
  Kind kind;
  const EVP_MD* (*method)();
};
constexpr std::array<Named, 5> kDigests = {{{"md5", Kind::kMd5, &EVP_md5},
                                            {"sha1", Kind::kSha1, &EVP_sha1},
                                            {"sha256", Kind::kSha256, &EVP_sha256},
                                            {"sha384", Kind::kSha384, &EVP_sha384},
                                            {"sha512", Kind::kSha512, &EVP_sha512}}};

const EVP_MD* method_of(Kind kind) {
  return kDigests[static_cast<std::size_t>(kind)].method();
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<Kind> named(std::string_view name) {
  std::string word = text::to_lower_ascii(name);
  std::erase(word, '-');
  if (word.starts_with("hmac")) word.erase(0, 4);
  for (const Named& row : kDigests) {
    if (row.name == word) return row.kind;
  }
  return std::nullopt;
}

std::string of(Kind kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method_of(kind), nullptr);
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hmac(Kind kind, std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned int size = 0;
  const char* material = key.data() ? key.data() : "";  // no key is a key of no bytes
  HMAC(method_of(kind), material, static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
       out.data(), &size);
  return {reinterpret_cast<const char*>(out.data()), size};
}

Result<std::string> rsa_signature(Kind kind, std::string_view pem_key, std::string_view bytes) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem_key.data(), static_cast<int>(pem_key.size())), &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      // A key with a pass phrase must not ask for it on the terminal.
      PEM_read_bio_PrivateKey(
          source.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr),
      &EVP_PKEY_free);
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA)
    return syntax_error("no RSA private key in PEM", 0);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, method_of(kind), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(bytes), bytes.size()) != 1) {
    return invalid("the key cannot sign");
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(bytes), bytes.size()) != 1) {
    return invalid("the key cannot sign");
  }
  signature.resize(size);
  return signature;
}

}  // namespace mimus::digest
