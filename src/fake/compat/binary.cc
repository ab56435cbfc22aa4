#include "compat/binary.h"

#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "compat/archive.h"
#include "compat/draw.h"
#include "compat/picture.h"
#include "text/encoding.h"

namespace mimus::fake::compat {
namespace {

void append_bytes(Engine& engine, std::size_t count, std::string& out) {
  for (; count >= 4; count -= 4) {  // a draw has 32 bits
    const auto bits = static_cast<std::uint32_t>(engine.next() * 4294967296.0);
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(bits >> shift & 0xFF);
  }
  for (; count > 0; --count) out += static_cast<char>(roll(engine, 0, 255));
}

std::vector<ArchivedFile> files(Engine& engine, const Args& args) {
  constexpr double kMostFiles = 65'535;  // a zip archive counts them in 16 bits
  double left = args.number(0, 65'536);
  const double count = args.number(1, 1), least = args.number(2, 4'096);
  const auto whole = [](double number) { return number >= 1 && number == std::floor(number); };
  if (!whole(left) || !whole(count) || !whole(least) || least * count > left) {
    engine.fail("uncompressed_size is smaller than num_files times min_file_size",
                "give whole numbers from 1 on: zip({\"uncompressed_size\": 65536})");
    return {};
  }
  if (left > Engine::kMostItems || count > kMostFiles) {
    engine.fail("an archive has at most 65535 files and 10000000 bytes", "take smaller ones",
                Code::kLimit);
    return {};
  }
  std::vector<ArchivedFile> made;
  for (double number = 1; number <= count; ++number) {
    ArchivedFile file;
    append_of(engine, kSmall, 12, file.name);
    file.name += std::to_string(static_cast<int>(number));
    const double spare = left - (count - number + 1) * least;
    const double size = number < count ? least + std::floor(engine.next() * (spare + 1)) : left;
    left -= size;
    append_bytes(engine, static_cast<std::size_t>(size), file.bytes);
    made.push_back(std::move(file));
  }
  return made;
}

Colour colour(Engine& engine) {
  const auto bits = static_cast<std::uint32_t>(engine.next() * 0x1000000);
  return {static_cast<std::uint8_t>(bits >> 16), static_cast<std::uint8_t>(bits >> 8 & 0xFF),
          static_cast<std::uint8_t>(bits & 0xFF)};
}

// [width, height]
std::pair<int, int> size_of(Engine& engine, const Args& args) {
  constexpr int kUsual = 256, kMost = 4'096;
  if (!args.has(0)) return {kUsual, kUsual};
  const json::Array& given = args.list(0);
  const auto side = [&](std::size_t i) {
    const bool whole = given.size() == 2 && given[i].is_int64();
    return whole && given[i].get_int64() >= 1 && given[i].get_int64() <= kMost
               ? static_cast<int>(given[i].get_int64())
               : 0;
  };
  const std::pair<int, int> size{side(0), side(1)};
  if (size.first == 0 || size.second == 0)
    engine.fail("size is [width, height], whole numbers from 1 to 4096", "such as [64, 64]");
  return size;
}

}  // namespace

void binary(Engine& engine, const Args& args, std::string& out) {
  std::string bytes;
  append_bytes(engine, static_cast<std::size_t>(args.count(engine, 0, 1024)), bytes);
  out += text::base64_encode(bytes);
}

void zip(Engine& engine, const Args& args, std::string& out) {
  out += text::base64_encode(zip_of(files(engine, args)));
}

void tar(Engine& engine, const Args& args, std::string& out) {
  out += text::base64_encode(tar_of(files(engine, args)));
}

void image(Engine& engine, const Args& args, std::string& out) {
  enum class Format : std::uint8_t { kPng, kSvg };
  Picture picture{};
  std::tie(picture.width, picture.height) = size_of(engine, args);
  if (engine.failed()) return;
  picture.ground = colour(engine);
  for (int corners = roll(engine, 3, 12); corners > 0; --corners) {
    const int x = roll(engine, 0, picture.width);
    picture.corners.push_back({x, roll(engine, 0, picture.height)});
  }
  picture.fill = colour(engine);
  picture.outline = colour(engine);
  const bool svg = args.choice(1, Format::kPng) == Format::kSvg;
  out += text::base64_encode(svg ? svg_of(picture) : png_of(picture));
}

}  // namespace mimus::fake::compat
