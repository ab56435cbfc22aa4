// The installation's own authority and what it makes: judged by the OpenSSL library that clients verify with.
#include "authority.h"

#include <sys/stat.h>

#include <thread>

#include "certificate.h"
#include "testing.h"

namespace mimus::tls {
namespace {

using std::chrono::days;

// "ok", or why OpenSSL does not take `leaf` for `host` at `now`.
std::string verdict(const Identity& leaf, const Identity& root, const std::string& host, WallTime now) {
  X509_STORE* const store = X509_STORE_new();
  X509_STORE_add_cert(store, root.data().certificate.get());
  X509_STORE_CTX* const context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.data().certificate.get(), nullptr);
  X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_time(wanted, std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::system_clock::duration>(now)));
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  const bool good = X509_verify_cert(context) == 1;
  std::string said = good ? "ok" : X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  (void)last_failure();
  return said;
}

std::string extension(const Identity& identity, int nid) {
  X509* const certificate = identity.data().certificate.get();
  const int at = X509_get_ext_by_NID(certificate, nid, -1);
  if (at < 0) return "absent";
  X509_EXTENSION* const found = X509_get_ext(certificate, at);
  const BioPtr out(BIO_new(BIO_s_mem()));
  X509V3_EXT_print(out.get(), found, 0, 0);
  return (X509_EXTENSION_get_critical(found) == 1 ? "critical " : "") + all_of(out.get());
}

TEST(Authority, IsMadeOnceAndFoundAgain) {
  const Folder folder;
  const Authority made = authority_in(folder);
  const CertificateFacts facts = made.identity().facts();
  EXPECT_EQ(facts.subject.substr(0, 21), "CN=Mimus CA (laptop\\,") << facts.subject;
  EXPECT_EQ(facts.issuer, facts.subject);
  EXPECT_EQ(facts.not_after - facts.not_before, days(3653));
  EXPECT_EQ(facts.fingerprint.size(), 32 * 3 - 1u);
  EXPECT_EQ(authority_in(folder).identity().facts().fingerprint, facts.fingerprint);
  EXPECT_EQ(extension(made.identity(), NID_basic_constraints), "critical CA:TRUE, pathlen:0");
  EXPECT_EQ(extension(made.identity(), NID_key_usage), "critical Certificate Sign, CRL Sign");
  EXPECT_EQ(extension(made.identity(), NID_name_constraints), "absent");
}

TEST(Authority, ItsKeyIsItsOwnersAlone) {
  const Folder folder;
  const Authority made = authority_in(folder);
  const std::filesystem::path key = made.folder() / "ca-key.pem";
  struct stat about {};
  ASSERT_EQ(::stat(key.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  ::chmod(key.c_str(), 0640);
  const auto refused = Authority::open(made.folder(), real_now(), "laptop");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("may be read by others"), std::string::npos) << refused.error().message;
}

TEST(Authority, ANewOneReplacesIt) {
  const Folder folder;
  const Authority before = authority_in(folder);
  const Authority after = must(Authority::replace(before.folder(), real_now(), "laptop"));
  EXPECT_NE(after.identity().facts().fingerprint, before.identity().facts().fingerprint);
  EXPECT_EQ(authority_in(folder).identity().facts().fingerprint, after.identity().facts().fingerprint);
}

TEST(Authority, SaysWhenItHasExpired) {
  const Folder folder;
  const Authority made = authority_in(folder);
  const auto later = Authority::open(made.folder(), real_now() + days(3700), "laptop");
  ASSERT_FALSE(later);
  EXPECT_NE(later.error().message.find("has expired"), std::string::npos) << later.error().message;
}

TEST(Authority, ManyProcessesAtOnceMakeOne) {
  const Folder folder;
  std::vector<std::string> seen(8);
  std::vector<std::thread> all;
  for (std::string& fingerprint : seen) {
    all.emplace_back([&] { fingerprint = authority_in(folder).identity().facts().fingerprint; });
  }
  for (std::thread& one : all) one.join();
  for (const std::string& fingerprint : seen) EXPECT_EQ(fingerprint, seen.front());
}

TEST(Authority, WithoutAPlaceSaysHowToNameOne) {
  const auto nowhere = Authority::open({}, real_now(), "laptop");
  ASSERT_FALSE(nowhere);
  EXPECT_NE(describe(nowhere.error()).find("--ca-dir"), std::string::npos);
}

TEST(Authority, OfSomebodyElseMustBeOne) {
  const Folder folder;
  Mint mint(authority_in(folder), {"localhost"});
  EXPECT_FALSE(Authority::of(must(mint.identity_for("a.example", real_now()))));
  EXPECT_TRUE(Authority::of(authority_in(folder).identity()));
}

struct HostCase {
  std::string_view rule, asked, verified_for, result;
};
constexpr HostCase kHosts[] = {
    {"a host name", "api.example.com", "api.example.com", "ok"},
    {"and no other", "api.example.com", "www.example.com", "hostname mismatch"},
    {"letters in any case", "API.Example.com", "api.example.com", "ok"},
    {"the root's dot is no part of it", "api.example.com.", "api.example.com", "ok"},
    {"IPv4", "10.1.2.3", "10.1.2.3", "ok"},
    {"IPv6", "2001:db8::1", "2001:db8::1", "ok"},
    {"an address is none of the names", "10.1.2.3", "10.1.2.4", "IP address mismatch"},
    {"nobody's name: the machine's", "", "localhost", "ok"},
    {"and its address", "", "127.0.0.1", "ok"},
    {"one of the machine's names brings all of them", "localhost", "127.0.0.1", "ok"},
    {"longer than a common name may be",
     "a-name-that-is-much-longer-than-sixty-four-characters.in-a-domain-of-its-own.example.com",
     "a-name-that-is-much-longer-than-sixty-four-characters.in-a-domain-of-its-own.example.com", "ok"},
};
TEST(Mint, Rows) {
  const Folder folder;
  const Authority authority = authority_in(folder);
  Mint mint(authority, {"localhost", "127.0.0.1", "::1"});
  for (const HostCase& row : kHosts) {
    SCOPED_TRACE(row.rule);
    const Identity leaf = must(mint.identity_for(row.asked, real_now()));
    EXPECT_EQ(verdict(leaf, authority.identity(), std::string(row.verified_for), real_now()), row.result);
  }
}

// What Apple (HT210176) and the CA/Browser Forum ask for.
TEST(Mint, MakesWhatBrowsersTake) {
  const Folder folder;
  const Authority authority = authority_in(folder);
  Mint mint(authority, {"localhost"});
  const Identity leaf = must(mint.identity_for("shop.example", real_now()));
  const CertificateFacts facts = leaf.facts();
  EXPECT_LE(facts.not_after - facts.not_before, days(397));
  EXPECT_EQ(facts.names, std::vector<std::string>{"shop.example"});
  EXPECT_EQ(facts.issuer, authority.identity().facts().subject);
  EXPECT_EQ(extension(leaf, NID_ext_key_usage), "TLS Web Server Authentication");
  EXPECT_EQ(extension(leaf, NID_key_usage), "critical Digital Signature");
  EXPECT_EQ(extension(leaf, NID_basic_constraints), "critical CA:FALSE");
  EXPECT_EQ(extension(leaf, NID_authority_key_identifier).substr(0, 50).find("absent"), std::string::npos);
  EXPECT_EQ(X509_get_signature_nid(leaf.data().certificate.get()), NID_ecdsa_with_SHA256);
  EXPECT_EQ(EVP_PKEY_get_bits(leaf.data().key.get()), 256);
  EXPECT_GE(ASN1_STRING_length(X509_get0_serialNumber(leaf.data().certificate.get())), 8);
  const Identity other = must(mint.identity_for("other.example", real_now()));
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(leaf.data().certificate.get()), X509_get0_serialNumber(other.data().certificate.get())), 0);
}

TEST(Mint, KeepsWhatItMadeAndRenewsItInTime) {
  const Folder folder;
  Mint mint(authority_in(folder), {"localhost"});
  const auto print = [&](std::string_view host, WallTime now) { return must(mint.identity_for(host, now)).facts().fingerprint; };
  const std::string first = print("a.example", real_now());
  EXPECT_EQ(print("A.EXAMPLE", real_now()), first);
  EXPECT_NE(print("a.example", real_now() + days(31)), first);
  EXPECT_EQ(mint.kept(), 1u);
}

TEST(Mint, IsBounded) {
  const Folder folder;
  Mint mint(authority_in(folder), {"localhost"});
  for (std::size_t i = 0; i < Mint::kMostKept + 10; ++i) {
    must(mint.identity_for("h" + std::to_string(i) + ".example", real_now()));
    must(mint.identity_for("kept.example", real_now()));
  }
  EXPECT_EQ(mint.kept(), Mint::kMostKept);
}

constexpr std::string_view kNoHosts[] = {"a b", "a,DNS:b", "-\n", "..", "a..b", ".a", "*", "[::1]", "a/b", "ü.de"};
TEST(Mint, RefusesWhatIsNoHost) {
  const Folder folder;
  Mint mint(authority_in(folder), {"localhost"});
  for (const std::string_view text : kNoHosts) EXPECT_FALSE(mint.identity_for(text, real_now())) << text;
  EXPECT_FALSE(is_host(std::string(64, 'a')));
  EXPECT_FALSE(is_host(std::string(254, '1')));
}

}  // namespace
}  // namespace mimus::tls
