#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "tls/identity.h"

namespace mimus::tls {

// A certificate authority of this installation: made at first use, on this machine, for nobody else. Whoever trusts its
// certificate (ca.pem) trusts every certificate that Mimus makes; its key (ca-key.pem, mode 0600) never leaves the folder.
//
//   MIMUS_TRY(const Authority authority, Authority::open(Authority::usual_folder(), now, host_name()));
//   authority.identity().certificate_pem();   // for the clients
//
// EC P-256, valid for ten years, no name constraints, subject CN=Mimus CA (laptop, 2026-11-26).
class Authority {
 public:
  // $XDG_DATA_HOME/mimus/ca, else ~/.local/share/mimus/ca; empty when neither variable is set.
  static std::filesystem::path usual_folder();
  // Reads what is there, or makes it. Several processes may do so at the same time. Errors: a folder that cannot be
  // written, a key that others may read, an authority that has expired, halves that do not fit each other.
  static Result<Authority> open(const std::filesystem::path& folder, WallTime now, const std::string& host);
  // Reads what is there. Code::kNotFound: nothing is.
  static Result<Authority> read(const std::filesystem::path& folder, WallTime now);
  // A new one in place of what is there.
  static Result<Authority> replace(const std::filesystem::path& folder, WallTime now, const std::string& host);
  // One of somebody else (WireMock's --ca-keystore). Errors: it is no authority.
  static Result<Authority> of(Identity identity);

  const Identity& identity() const { return identity_; }
  const std::filesystem::path& folder() const { return folder_; }  // empty after of()
  std::filesystem::path certificate_file() const { return folder_ / "ca.pem"; }

 private:
  Authority(Identity identity, std::filesystem::path folder) : identity_(std::move(identity)), folder_(std::move(folder)) {}
  static Result<Authority> make(const std::filesystem::path& folder, WallTime now, const std::string& host);

  Identity identity_;
  std::filesystem::path folder_;
};

}  // namespace mimus::tls
