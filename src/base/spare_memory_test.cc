#include "spare_memory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace mimus {
namespace {

// Blocks of all sizes, written to the last byte, given back in another order and by another thread.
TEST(SpareMemory, BlocksAreWholeAndNobodyElses) {
  struct Taken {
    unsigned char* block;
    std::size_t bytes;
    unsigned char mark;
  };
  for (int round = 0; round < 3; ++round) {
    std::vector<Taken> taken;
    for (std::size_t bytes = 0; bytes < 2500; bytes += 7) {
      for (unsigned char again = 0; again < 3; ++again) {
        auto* const block = static_cast<unsigned char*>(take_spare(bytes));
        const auto mark = static_cast<unsigned char>(bytes + again);
        std::memset(block, mark, bytes);
        taken.push_back({block, bytes, mark});
      }
    }
    const auto give_back = [&taken](std::size_t from) {
      for (std::size_t i = from; i < taken.size(); i += 2) {
        for (std::size_t at = 0; at < taken[i].bytes; ++at) ASSERT_EQ(taken[i].block[at], taken[i].mark);
        give_spare(taken[i].block, taken[i].bytes);
      }
    };
    give_back(0);
    std::thread([&] { give_back(1); }).join();
  }
}

TEST(SpareMemory, HoldsObjects) {
  const auto text = std::allocate_shared<std::vector<int>>(SpareAllocator<std::vector<int>>(), 3, 7);
  EXPECT_EQ(*text, (std::vector<int>{7, 7, 7}));
}

// Empty, whatever it held, and as many as one likes, of any size.
TEST(SpareMemory, TextsAreEmpty) {
  std::vector<std::string> taken;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < 200; ++i) {
      taken.push_back(take_spare_text());
      EXPECT_EQ(taken.back(), "");
      taken.back().assign(i * 97, 'x');
    }
    for (std::string& text : taken) give_spare_text(std::move(text));
    taken.clear();
  }
}

}  // namespace
}  // namespace mimus
