#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace mimus::tls {

// Certificates whose holders, and whose issued certificates, are believed: a list of roots. Immutable and cheap to copy.
class Trust {
 public:
  struct Data;
  // PEM with one certificate or more, or PKCS#12 ("trust store", without a key). Errors as Identity's.
  static Result<Trust> from_bytes(std::string_view bytes, std::string_view password = {});
  static Result<Trust> from_file(const std::filesystem::path& path, std::string_view password = {});

  std::size_t size() const;
  const Data& data() const { return *data_; }  // for this module

 private:
  explicit Trust(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

}  // namespace mimus::tls
