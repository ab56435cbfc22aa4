#include "huge_pages.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#ifndef MADV_COLLAPSE  // Linux 6.1, glibc 2.37
#define MADV_COLLAPSE 25
#endif

namespace mimus {
namespace {

constexpr std::uintptr_t kHugePage = 2u << 20;
// What is smaller is not worth a page of its own.
constexpr std::uintptr_t kLeast = 2 * kHugePage;

}  // namespace

void use_huge_pages() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> maps(std::fopen("/proc/self/maps", "re"), &std::fclose);
  if (!maps) return;
  char line[512];
  while (std::fgets(line, sizeof line, maps.get()) != nullptr) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char rights[5] = "";
    std::uintmax_t inode = 0;
    char name[256] = "";
    const int read = std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %ju %255s", &begin, &end, rights, &inode, name);
    const bool ours = read >= 4 && inode == 0 && rights[0] == 'r' && rights[1] == 'w' && rights[3] == 'p';
    const bool heap = read == 4 || std::string_view(name) == "[heap]";
    begin = (begin + kHugePage - 1) & ~(kHugePage - 1);
    end &= ~(kHugePage - 1);
    if (!ours || !heap || end < begin + kLeast) continue;
    void* at = reinterpret_cast<void*>(begin);
    if (::madvise(at, end - begin, MADV_HUGEPAGE) == 0) ::madvise(at, end - begin, MADV_COLLAPSE);
  }
}

void begin_heap_in_huge_pages() {
  constexpr std::size_t kHeap = 64u << 20;
  // More than what the start of the program can have left at the heap's end, so that the heap grows.
  constexpr std::size_t kBlock = 1u << 20;
  ::mallopt(M_TOP_PAD, kHeap);  // the next growth of the heap is this large; memory is taken when it is touched
  ::mallopt(M_MMAP_THRESHOLD, kHeap / 2);
  void* const block = std::malloc(kBlock);
  const auto begin = (reinterpret_cast<std::uintptr_t>(block) + kHugePage - 1) & ~(kHugePage - 1);
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0)) & ~(kHugePage - 1);
  std::free(block);
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

void large_blocks_outside_of_heap() { ::mallopt(M_MMAP_THRESHOLD, 128 * 1024); }

}  // namespace mimus
