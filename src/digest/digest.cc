#include "digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "text/encoding.h"

namespace mimus::digest {
namespace {

constexpr std::string_view kNames[] = {"md5", "sha1", "sha256", "sha384", "sha512"};

const EVP_MD* implementation(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::kMd5:
      return EVP_md5();
    case Algorithm::kSha1:
      return EVP_sha1();
    case Algorithm::kSha256:
      return EVP_sha256();
    case Algorithm::kSha384:
      return EVP_sha384();
    case Algorithm::kSha512:
      return EVP_sha512();
  }
  return nullptr;
}

const unsigned char* data_of(std::string_view bytes) {
  static constexpr unsigned char kNone = 0;  // never a null pointer
  return bytes.empty() ? &kNone : reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::span<const std::string_view> algorithm_names() {
  return kNames;
}

std::optional<Algorithm> algorithm_named(std::string_view name) {
  std::string plain = text::to_lower_ascii(name);
  std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
  const auto* found = std::find(std::begin(kNames), std::end(kNames), plain);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Algorithm>(found - std::begin(kNames));
}

std::string hash(Algorithm algorithm, std::string_view bytes) {
  unsigned char made[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(data_of(bytes), bytes.size(), made, &size, implementation(algorithm), nullptr) !=
      1)
    size = 0;
  return std::string(reinterpret_cast<const char*>(made), size);
}

std::string hmac(Algorithm algorithm, std::string_view key, std::string_view bytes) {
  unsigned char made[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (HMAC(implementation(algorithm), data_of(key), static_cast<int>(key.size()), data_of(bytes),
           bytes.size(), made, &size) == nullptr) {
    size = 0;
  }
  return std::string(reinterpret_cast<const char*>(made), size);
}

}  // namespace mimus::digest
