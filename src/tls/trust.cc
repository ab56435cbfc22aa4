#include "trust.h"

#include "keystore.h"
#include "trust_data.h"

namespace mimus::tls {

Result<Trust> Trust::from_bytes(std::string_view bytes, std::string_view password) {
  MIMUS_TRY(Keystore store, read_keystore(bytes, password));
  auto data = std::make_shared<Data>();
  if (store.own) data->certificates.push_back(std::move(store.own));
  for (CertificatePtr& certificate : store.certificates) data->certificates.push_back(std::move(certificate));
  if (data->certificates.empty()) return invalid("there is no certificate in it", "whom to trust is a list of certificates");
  return Trust(std::move(data));
}

Result<Trust> Trust::from_file(const std::filesystem::path& path, std::string_view password) {
  MIMUS_TRY(const std::string bytes, read_small_file(path));
  auto trust = from_bytes(bytes, password);
  if (!trust) return in_file(std::move(trust).error(), path);
  return trust;
}

std::size_t Trust::size() const { return data_->certificates.size(); }

}  // namespace mimus::tls
