#include "mint.h"

#include <arpa/inet.h>

#include <algorithm>

#include "certificate.h"

namespace mimus::tls {
namespace {

using std::chrono::days;

// Apple refuses more than 398 days, and 397 of other authorities' rules are counted to the second.
constexpr days kLife{396};
constexpr days kBackdated{1};
constexpr days kRenewed{30};  // a server that runs for a year never shows an expired one
constexpr std::size_t kLongestCommonName = 64;

bool is_address(const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (lower.ends_with('.')) lower.pop_back();  // the root's dot is no part of a certificate's name
  return lower;
}

}  // namespace

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  if (is_address(std::string(text))) return true;
  std::size_t label = 0;
  for (const char c : text) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    // Underscores are no host's, and are in use.
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!good || ++label > 63) return false;
  }
  return label > 0;
}

Mint::Mint(const Authority& authority, std::vector<std::string> own_names)
    : authority_(authority.identity()), own_names_(std::move(own_names)), key_(std::make_shared<IdentityData>()) {
  key_->key = make_key();
}

Mint::~Mint() = default;

Result<Identity> Mint::make(const std::string& host, WallTime now) const {
  if (!key_->key) return Error{Code::kIo, "cannot make a key: " + last_failure(), "", {}};
  std::vector<std::string> names;
  if (!host.empty()) names.push_back(host);
  const bool own = host.empty() || std::ranges::find(own_names_, host) != own_names_.end();
  for (const std::string& name : own_names_) {
    if (own && name != host) names.push_back(name);
  }
  Subject subject{"Mimus", names.front().size() <= kLongestCommonName ? names.front() : ""};
  auto data = std::make_shared<IdentityData>();
  EVP_PKEY_up_ref(key_->key.get());
  data->key.reset(key_->key.get());
  const IdentityData& issuer = authority_.data();
  MIMUS_TRY(data->certificate, make_leaf(data->key.get(), subject, names, now - kBackdated, now - kBackdated + kLife,
                                         issuer.certificate.get(), issuer.key.get()));
  // What lies between it and the root, which the clients have.
  const auto send = [&](X509* certificate) {
    if (X509_self_signed(certificate, 0) == 1) return;
    X509_up_ref(certificate);
    data->chain.emplace_back(certificate);
  };
  send(issuer.certificate.get());
  for (const CertificatePtr& certificate : issuer.chain) send(certificate.get());
  return Identity(std::move(data));
}

Result<Identity> Mint::identity_for(std::string_view asked, WallTime now) {
  const std::string host = lower_case(asked);
  if (!host.empty() && !is_host(host)) return invalid("'" + host + "' is not a host");
  const std::lock_guard lock(mutex_);
  ++uses_;
  if (const auto found = kept_.find(host); found != kept_.end() && now - found->second.made < kRenewed) {
    found->second.used = uses_;
    return found->second.identity;
  }
  MIMUS_TRY(Identity made, make(host, now));
  if (kept_.size() >= kMostKept) forget_oldest();
  kept_.insert_or_assign(host, Kept{made, now, uses_});
  return made;
}

void Mint::forget_oldest() {
  const auto oldest = std::ranges::min_element(kept_, {}, [](const auto& entry) { return entry.second.used; });
  kept_.erase(oldest);
}

std::size_t Mint::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

}  // namespace mimus::tls
