#include "compat/archive.h"

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <cstdint>
#include <cstring>

namespace mimus::fake::compat {
namespace {

// ---- zip: numbers with the lowest byte first
void append16(std::uint32_t number, std::string& out) {
  out += static_cast<char>(number & 0xFF);
  out += static_cast<char>(number >> 8 & 0xFF);
}
void append32(std::uint32_t number, std::string& out) {
  append16(number & 0xFFFF, out);
  append16(number >> 16, out);
}

std::uint32_t crc_of(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

// What the local header and the central directory say in the same words.
void append_description(const ArchivedFile& file, std::string& out) {
  constexpr std::uint32_t kFirstDay = 1 << 5 | 1;  // 1980-01-01
  append16(10, out);                               // version 1.0 can unpack it
  append16(0, out);                                // no flags
  append16(0, out);                                // stored
  append16(0, out);                                // at midnight
  append16(kFirstDay, out);
  append32(crc_of(file.bytes), out);
  append32(static_cast<std::uint32_t>(file.bytes.size()), out);
  append32(static_cast<std::uint32_t>(file.bytes.size()), out);
  append16(static_cast<std::uint32_t>(file.name.size()), out);
  append16(0, out);  // no extra field
}

// ---- tar
constexpr std::size_t kBlock = 512;

struct Header {  // ustar: everything is text, numbers are octal
  char name[100], mode[8], owner[8], group[8], size[12], time[12], checksum[8], kind[1], link[100];
  char magic[6], version[2], owner_name[32], group_name[32], major[8], minor[8], prefix[155],
      rest[12];
};
static_assert(sizeof(Header) == kBlock);

// Digits and a closing zero byte over the whole field.
template <std::size_t kSize>
void put_octal(std::uint64_t number, char (&field)[kSize]) {
  field[kSize - 1] = '\0';
  for (std::size_t i = kSize - 1; i-- > 0; number >>= 3)
    field[i] = static_cast<char>('0' + (number & 7));
}

std::array<char, kBlock> header_of(const ArchivedFile& file) {
  Header header{};
  file.name.copy(header.name, sizeof header.name);
  put_octal(0644, header.mode);
  put_octal(0, header.owner);
  put_octal(0, header.group);
  put_octal(file.bytes.size(), header.size);
  put_octal(0, header.time);
  header.kind[0] = '0';  // a plain file
  std::memcpy(header.magic, "ustar", 6);
  std::memcpy(header.version, "00", 2);
  // The sum of all bytes, its own field counted as blanks; six digits, a zero, a blank.
  std::fill(std::begin(header.checksum), std::end(header.checksum), ' ');
  std::array<char, kBlock> bytes;
  std::memcpy(bytes.data(), &header, kBlock);
  std::uint32_t sum = 0;
  for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
  char digits[7];
  put_octal(sum, digits);
  std::memcpy(bytes.data() + offsetof(Header, checksum), digits, sizeof digits);
  return bytes;
}

}  // namespace

std::string zip_of(std::span<const ArchivedFile> files) {
  std::string out, directory;
  for (const ArchivedFile& file : files) {
    directory += "PK\1\2";
    append16(20, directory);  // made by version 2.0, on MS-DOS
    append_description(file, directory);
    append16(0, directory);  // no comment
    append16(0, directory);  // disk 0
    append16(0, directory);  // internal attributes: bytes
    append32(0, directory);  // external attributes
    append32(static_cast<std::uint32_t>(out.size()), directory);
    directory += file.name;

    out += "PK\3\4";
    append_description(file, out);
    out.append(file.name).append(file.bytes);
  }
  const auto count = static_cast<std::uint32_t>(files.size());
  const auto start = static_cast<std::uint32_t>(out.size());
  out.append(directory).append("PK\5\6");
  append32(0, out);  // disk 0, where the directory is too
  append16(count, out);
  append16(count, out);
  append32(static_cast<std::uint32_t>(directory.size()), out);
  append32(start, out);
  append16(0, out);  // no comment
  return out;
}

std::string tar_of(std::span<const ArchivedFile> files) {
  std::string out;
  for (const ArchivedFile& file : files) {
    const std::array<char, kBlock> header = header_of(file);
    out.append(header.data(), header.size()).append(file.bytes);
    out.append((kBlock - file.bytes.size() % kBlock) % kBlock, '\0');
  }
  return out.append(2 * kBlock, '\0');
}

}  // namespace mimus::fake::compat
