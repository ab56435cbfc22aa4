#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace mimus::fake::compat {

struct Colour {
  std::uint8_t red, green, blue;
};
struct Corner {
  int x, y;
};

// A polygon on a ground: what Python's Faker draws as an image.
struct Picture {
  int width, height;  // pixels, 1 … 4096
  Colour ground, fill, outline;
  std::vector<Corner> corners;  // 3 at least, inside the picture or on its border
};

// PNG (W3C PNG, 3rd edition): a palette of three colours, two bits a pixel, filter 0, the data
// stored and not compressed, so that the bytes are the same everywhere.
std::string png_of(const Picture& picture);
std::string svg_of(const Picture& picture);

}  // namespace mimus::fake::compat
