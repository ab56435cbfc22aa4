#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "tls/authority.h"
#include "tls/identity.h"

namespace mimus::tls {

struct IdentityData;

// Makes a certificate for every host that is asked for, and keeps it. All share one key, which is as old as the process.
//
//   Mint mint(authority, {"localhost", "127.0.0.1", "::1"});
//   mint.identity_for("api.example.com", now);   // names: that one
//   mint.identity_for("", now);                  // a client that does not say: the names of the machine
//
// As browsers and Apple's systems want them: EC P-256, SHA-256, subjectAltName (host names or IP addresses), serverAuth, valid for
// 396 days. Any thread. Bounded: the certificates of the hosts least recently asked for are forgotten.
class Mint {
 public:
  // `own_names` go into every certificate for one of them.
  Mint(const Authority& authority, std::vector<std::string> own_names);
  ~Mint();

  // A host name (letters in any case; A-labels for IDNs) or an IP address without brackets. Errors: not a host; chance failed.
  Result<Identity> identity_for(std::string_view host, WallTime now);
  std::size_t kept() const;

  static constexpr std::size_t kMostKept = 1000;

 private:
  struct Kept {
    Identity identity;
    WallTime made;
    std::uint64_t used;
  };
  Result<Identity> make(const std::string& host, WallTime now) const;
  void forget_oldest();

  const Identity authority_;
  const std::vector<std::string> own_names_;
  std::shared_ptr<IdentityData> key_;  // only the key of it
  mutable std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> kept_;  // guarded by mutex_, as `uses_`
  std::uint64_t uses_ = 0;
};

// A name that may stand in a certificate: letters, digits, hyphens and dots (RFC 1123 §2.1), or an IP address.
bool is_host(std::string_view text);

}  // namespace mimus::tls
