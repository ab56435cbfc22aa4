#pragma once

#include <vector>

#include "openssl.h"
#include "trust.h"

namespace mimus::tls {

struct Trust::Data {
  std::vector<CertificatePtr> certificates;
};

}  // namespace mimus::tls
