// Stands in for libFuzzer in ordinary builds: replays the corpus folder given as argument, then a few
// thousand mutations of it (bytes flipped, removed, doubled, spliced), so that every test run exercises
// every fuzz target under the sanitizers.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/chance.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void feed(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutate(std::string input, const std::string& other, const mimus::Chance& chance) {
  const std::uint64_t edits = 1 + chance.fork("edits").below(4);
  for (std::uint64_t i = 0; i < edits; ++i) {
    const mimus::Chance edit = chance.fork(i);
    const std::size_t at = edit.fork("at").below(input.size() + 1);
    switch (edit.fork("kind").below(5)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(edit.fork("byte").bits());
        break;
      case 1:
        input.insert(at, 1, static_cast<char>(edit.fork("byte").bits()));
        break;
      case 2:
        input.erase(at, 1 + edit.fork("size").below(8));
        break;
      case 3:
        input.insert(at, input.substr(at, 1 + edit.fork("size").below(16)));
        break;
      default:
        input = input.substr(0, at) + other.substr(edit.fork("cut").below(other.size() + 1));
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpus{""};
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  for (const std::string& input : corpus) feed(input);
  constexpr std::uint64_t kMutations = 3000;
  for (std::uint64_t i = 0; i < kMutations; ++i) {
    const mimus::Chance chance = mimus::Chance(2026).fork(i);
    const std::string& base = corpus[chance.fork("base").below(corpus.size())];
    const std::string& other = corpus[chance.fork("other").below(corpus.size())];
    feed(mutate(base, other, chance));
  }
  std::printf("replayed %zu corpus files and %llu mutations\n", corpus.size() - 1,
              static_cast<unsigned long long>(kMutations));
}
