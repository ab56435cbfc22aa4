#include <algorithm>
#include <cstdint>
#include <fstream>

#include "base/hash.h"
#include "oracle_for_tests.h"
#include "samples_for_tests.h"

// Every method in every locale with its default arguments, against faker-js. Beside it lies a file
// of digests of what node said (parity.digests, 4 bytes for each locale and method), so that the
// proof is whole where there is no node.
namespace mimus::fake {
namespace {

// All cases of one locale, method by method: `seeds` of each.
std::vector<Case> cases_of(const std::string& locale, int seeds) {
  std::vector<Case> cases;
  for (const Module& module : modules()) {
    for (const Method& method : module.methods) {
      const std::string name = method.full_name();
      for (int seed = 0; seed < seeds; ++seed) {
        cases.push_back({locale, 42.0 + 7919.0 * seed, name, sample_arguments(name), 3});
      }
    }
  }
  return cases;
}

constexpr int kDigestSeeds = 2;

std::vector<std::uint32_t> our_digests() {
  std::vector<std::uint32_t> digests;
  for (std::size_t i = 0; i < Locale::count(); ++i) {
    const std::vector<Case> cases = cases_of(std::string(Locale::at(i).code()), kDigestSeeds);
    for (std::size_t k = 0; k < cases.size(); k += kDigestSeeds) {
      std::uint64_t hash = 0;
      for (int seed = 0; seed < kDigestSeeds; ++seed)
        hash = hash_bytes(cases[k + static_cast<std::size_t>(seed)].answer(), hash);
      digests.push_back(static_cast<std::uint32_t>(hash));
    }
  }
  return digests;
}

TEST(Parity, DigestsOfEveryMethodInEveryLocale) {
  const std::string file = read_file(MIMUS_SOURCE_DIR "/src/fake/parity.digests");
  const std::vector<std::uint32_t> digests = our_digests();
  if (const char* path = std::getenv("MIMUS_FAKE_WRITE_DIGESTS")) {  // after a run against node
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(digests.data()),
               static_cast<std::streamsize>(digests.size() * 4));
    return;
  }
  ASSERT_EQ(file.size(), digests.size() * 4);
  std::size_t different = 0;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (std::memcmp(file.data() + i * 4, &digests[i], 4) != 0 && ++different < 10) {
      ADD_FAILURE() << "locale " << Locale::at(i / 262).code() << ", method " << i % 262;
    }
  }
  EXPECT_EQ(different, 0u);
}

TEST(Parity, DefaultArgumentsAgainstNode) {
  const auto node = oracle_node();
  if (!node) GTEST_SKIP() << "no node: the digests are the proof";
  std::vector<Case> cases;
  for (std::size_t i = 0; i < Locale::count(); ++i) {
    const std::vector<Case> more =
        cases_of(std::string(Locale::at(i).code()), full_sweep() ? 20 : kDigestSeeds);
    cases.insert(cases.end(), more.begin(), more.end());
  }
  expect_parity(*node, cases);
}

}  // namespace
}  // namespace mimus::fake
