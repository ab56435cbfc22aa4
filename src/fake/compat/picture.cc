#include "compat/picture.h"

#include <algorithm>
#include <boost/crc.hpp>
#include <cstdlib>
#include <string_view>

#include "text/encoding.h"

namespace mimus::fake::compat {
namespace {

// ---- drawing: whole numbers only
// Two bits a pixel, the first in the highest bits: the numbers of a palette.
class Canvas {
 public:
  enum : unsigned { kGround, kFill, kOutline };

  Canvas(int width, int height)
      : width_(width),
        height_(height),
        row_((static_cast<std::size_t>(width) + 3) / 4),
        bytes_(row_ * height, '\0') {}

  void set(int x, int y, unsigned colour) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
    char& byte = bytes_[row_ * static_cast<std::size_t>(y) + static_cast<std::size_t>(x) / 4];
    const int shift = 6 - x % 4 * 2;
    byte = static_cast<char>((static_cast<unsigned char>(byte) & ~(3u << shift)) | colour << shift);
  }

  // Even and odd: inside is what a ray crosses an odd number of edges from.
  void fill(const std::vector<Corner>& corners) {
    std::vector<int> crossings;
    for (int y = 0; y < height_; ++y) {
      crossings.clear();
      for (std::size_t i = 0; i < corners.size(); ++i) {
        Corner from = corners[i], to = corners[(i + 1) % corners.size()];
        if (from.y > to.y) std::swap(from, to);
        // The middle of the row lies between: from.y <= y + 1/2 < to.y.
        if (y < from.y || y >= to.y) continue;
        crossings.push_back(from.x +
                            (to.x - from.x) * (2 * (y - from.y) + 1) / (2 * (to.y - from.y)));
      }
      std::sort(crossings.begin(), crossings.end());
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        for (int x = crossings[i]; x < crossings[i + 1]; ++x) set(x, y, kFill);
      }
    }
  }

  // Bresenham's algorithm.
  void line(Corner from, Corner to) {
    const int across = std::abs(to.x - from.x), down = -std::abs(to.y - from.y);
    const int right = from.x < to.x ? 1 : -1, below = from.y < to.y ? 1 : -1;
    for (int error = across + down;;) {
      set(from.x, from.y, kOutline);
      if (from.x == to.x && from.y == to.y) return;
      const int twice = 2 * error;
      if (twice >= down) error += down, from.x += right;
      if (twice <= across) error += across, from.y += below;
    }
  }

  std::string filtered_rows() const {  // each behind the number of its filter: 0, none
    std::string out;
    for (std::size_t at = 0; at < bytes_.size(); at += row_)
      out.append(1, '\0').append(bytes_, at, row_);
    return out;
  }

 private:
  int width_, height_;
  std::size_t row_;
  std::string bytes_;
};

// ---- PNG: numbers with the highest byte first
void append32(std::uint32_t number, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

void append_chunk(std::string_view kind, std::string_view data, std::string& out) {
  append32(static_cast<std::uint32_t>(data.size()), out);
  const std::size_t begin = out.size();
  out.append(kind).append(data);
  boost::crc_32_type crc;
  crc.process_bytes(out.data() + begin, out.size() - begin);
  append32(crc.checksum(), out);
}

// RFC 1950 around blocks of RFC 1951 §3.2.4 that are stored as they are.
std::string zlib_stored(std::string_view data) {
  std::string out = "\x78\x01";
  std::uint32_t a = 1, b = 0;  // Adler-32
  for (const char byte : data) {
    a = (a + static_cast<unsigned char>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  do {
    const std::string_view block = data.substr(0, 65535);
    data.remove_prefix(block.size());
    out += data.empty() ? '\1' : '\0';
    const auto size = static_cast<std::uint32_t>(block.size());
    for (const std::uint32_t number : {size, ~size}) {
      out += static_cast<char>(number & 0xFF);
      out += static_cast<char>(number >> 8 & 0xFF);
    }
    out += block;
  } while (!data.empty());
  append32(b << 16 | a, out);
  return out;
}

void append_colour(const Colour& colour, std::string& out) {
  for (const std::uint8_t part : {colour.red, colour.green, colour.blue})
    out += static_cast<char>(part);
}

std::string hex(const Colour& colour) {
  std::string bytes;
  append_colour(colour, bytes);
  return '#' + text::hex_encode(bytes);
}

}  // namespace

std::string png_of(const Picture& picture) {
  Canvas canvas(picture.width, picture.height);
  canvas.fill(picture.corners);
  for (std::size_t i = 0; i < picture.corners.size(); ++i)
    canvas.line(picture.corners[i], picture.corners[(i + 1) % picture.corners.size()]);

  std::string header, palette;
  append32(static_cast<std::uint32_t>(picture.width), header);
  append32(static_cast<std::uint32_t>(picture.height), header);
  header.append("\x02\x03\0\0\0",
                5);  // two bits a pixel, of a palette; deflate, filters, not interlaced
  for (const Colour& colour : {picture.ground, picture.fill, picture.outline})
    append_colour(colour, palette);

  std::string out = "\x89PNG\r\n\x1A\n";
  append_chunk("IHDR", header, out);
  append_chunk("PLTE", palette, out);
  append_chunk("IDAT", zlib_stored(canvas.filtered_rows()), out);
  append_chunk("IEND", {}, out);
  return out;
}

std::string svg_of(const Picture& picture) {
  const std::string width = std::to_string(picture.width), height = std::to_string(picture.height);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" +
                    height + "\"><rect width=\"" + width + "\" height=\"" + height + "\" fill=\"" +
                    hex(picture.ground) + "\"/><polygon points=\"";
  for (std::size_t i = 0; i < picture.corners.size(); ++i) {
    if (i > 0) out += ' ';
    out.append(std::to_string(picture.corners[i].x))
        .append(",")
        .append(std::to_string(picture.corners[i].y));
  }
  return out + "\" fill=\"" + hex(picture.fill) + "\" stroke=\"" + hex(picture.outline) +
         "\"/></svg>";
}

}  // namespace mimus::fake::compat
