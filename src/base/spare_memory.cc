#include "spare_memory.h"

#include <array>
#include <cstdint>
#include <new>
#include <utility>

namespace mimus {
namespace {

constexpr std::size_t kStep = 64;
constexpr std::size_t kSizes = 32;         // up to 2 KiB
constexpr std::uint16_t kMostOfASize = 64;

struct Block {
  Block* next;
};

// What a thread keeps. Plain data, so that it is there whatever else of the thread has gone; its warden gives all back.
struct Shelf {
  std::array<Block*, kSizes> first;
  std::array<std::uint16_t, kSizes> count;
  bool closed;  // the thread ends
};
thread_local constinit Shelf shelf{};

struct Warden {
  bool on_duty = true;
  ~Warden() {
    shelf.closed = true;
    for (Block*& first : shelf.first) {
      while (first != nullptr) ::operator delete(std::exchange(first, first->next));
    }
  }
};
thread_local Warden warden;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

std::size_t size_class(std::size_t bytes) { return bytes == 0 ? 0 : (bytes - 1) / kStep; }

// Texts of one thread. One with little memory of its own is not worth it, one with much not to be kept.
constexpr std::size_t kMostTexts = 64;
constexpr std::size_t kLeastOfAText = 256, kMostOfAText = 8192;  // bytes
struct Texts {
  std::array<std::string, kMostTexts> all;
  std::size_t count = 0;
  bool closed = false;  // the thread ends
  ~Texts() {
    count = 0;
    closed = true;
  }
};
thread_local Texts texts;

}  // namespace

std::string take_spare_text() { return texts.count == 0 ? std::string() : std::move(texts.all[--texts.count]); }

void give_spare_text(std::string&& text) noexcept {
  const bool keeps = !kSanitized && !texts.closed && texts.count < kMostTexts;
  if (!keeps || text.capacity() < kLeastOfAText || text.capacity() > kMostOfAText) return;
  text.clear();
  texts.all[texts.count++] = std::move(text);
}

void* take_spare(std::size_t bytes) {
  const std::size_t which = size_class(bytes);
  if (kSanitized || which >= kSizes) return ::operator new(bytes);
  Block* const block = shelf.first[which];
  if (block == nullptr) return ::operator new((which + 1) * kStep);
  shelf.first[which] = block->next;
  --shelf.count[which];
  return block;
}

void give_spare(void* block, std::size_t bytes) noexcept {
  const std::size_t which = size_class(bytes);
  if (kSanitized || which >= kSizes || shelf.closed || shelf.count[which] == kMostOfASize) return ::operator delete(block);
  if (shelf.count[which]++ == 0) (void)warden.on_duty;  // begins its duty
  shelf.first[which] = new (block) Block{shelf.first[which]};
}

}  // namespace mimus
