#include "content_coding.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <optional>
#include <vector>

#include "inflate.h"
#include "text/encoding.h"

namespace mimus::http {
namespace {

struct CodingRow {
  std::string_view name;
  Coding coding;
};
// RFC 9110 §8.4.1 and the IANA registry; x-gzip is an old name for gzip (§8.4.1.3).
constexpr CodingRow kCodings[] = {
    {"identity", Coding::kIdentity}, {"gzip", Coding::kGzip}, {"deflate", Coding::kDeflate},
    {"br", Coding::kBrotli},         {"zstd", Coding::kZstd}, {"x-gzip", Coding::kGzip},
};

// For answers made while somebody waits: most of the gain for little of the time.
constexpr int kZlibLevel = 6;
constexpr int kBrotliQuality = 5;
constexpr int kZstdLevel = 3;

constexpr std::size_t kMostCodings = 8;

std::optional<Coding> coding_named(std::string_view name) {
  for (const CodingRow& row : kCodings) {
    if (text::equal_ignoring_case(row.name, name)) return row.coding;
  }
  return std::nullopt;
}

// The first member of a comma-separated list, without blanks; what is left stays in `list`.
std::string_view take_member(std::string_view& list) {
  const std::size_t comma = list.find(',');
  const std::string_view member = text::trim(list.substr(0, comma));
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return member;
}

constexpr int kGzipFrame = MAX_WBITS + 16;
constexpr int kZlibFrame = MAX_WBITS;

std::string deflate_zlib(int frame, std::string_view bytes) {
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (deflateInit2(&stream, kZlibLevel, Z_DEFLATED, frame, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::size_t used = 0;
  int answer = Z_OK;
  while (answer == Z_OK || answer == Z_BUF_ERROR) {  // zlib counts in 32 bits: piece by piece
    constexpr std::size_t kPiece = 1 << 30;
    if (stream.avail_in == 0) {
      const std::size_t size = std::min(bytes.size(), kPiece);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream.avail_in = static_cast<uInt>(size);
      bytes.remove_prefix(size);
    }
    const auto room = static_cast<uInt>(std::min(out.size() - used, kPiece));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);
    stream.avail_out = room;
    answer = ::deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    used += room - stream.avail_out;
  }
  deflateEnd(&stream);
  out.resize(used);
  return out;
}

std::string encode_brotli(std::string_view bytes) {
  // The bound is 0 for sizes beyond what brotli can promise; an answer of 2 GiB is not one of ours.
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                        reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                        reinterpret_cast<std::uint8_t*>(out.data()));
  out.resize(size);
  return out;
}

std::string encode_zstd(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kZstdLevel);
  out.resize(ZSTD_isError(size) ? 0 : size);
  return out;
}

// weight = OWS ";" OWS "q=" qvalue, in thousandths. RFC 9110 §12.4.2. Nothing when it is malformed.
std::optional<int> parse_weight(std::string_view parameters) {
  if (parameters.empty()) return 1000;
  parameters = text::trim(parameters);
  if (parameters.size() < 3 || (parameters[0] != 'q' && parameters[0] != 'Q') || parameters[1] != '=') {
    return std::nullopt;
  }
  const std::string_view value = parameters.substr(2);
  if (value.size() > 5 || (value[0] != '0' && value[0] != '1')) return std::nullopt;
  if (value.size() > 1 && value[1] != '.') return std::nullopt;
  int weight = (value[0] - '0') * 1000;
  int unit = 100;
  for (std::size_t i = 2; i < value.size(); ++i, unit /= 10) {
    if (value[i] < '0' || value[i] > '9') return std::nullopt;
    weight += (value[i] - '0') * unit;
  }
  return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

}  // namespace

std::string_view name_of(Coding coding) {
  for (const CodingRow& row : kCodings) {
    if (row.coding == coding) return row.name;
  }
  return "";
}

Result<std::string> decode_content(std::string_view content_encoding, std::string_view bytes,
                                   std::size_t limit) {
  std::vector<Coding> applied;
  while (!content_encoding.empty()) {
    const std::string_view name = take_member(content_encoding);
    if (name.empty()) continue;
    const auto coding = coding_named(name);
    if (!coding || applied.size() == kMostCodings) {
      return Error{Code::kUnsupported, "cannot remove the content coding '" + std::string(name) + "'",
                   "gzip, deflate, br and zstd are known, at most eight at once", {}};
    }
    if (*coding != Coding::kIdentity) applied.push_back(*coding);
  }
  // Whoever sends no body at all has not encoded it either.
  if (applied.empty() || bytes.empty()) return inflate(Coding::kIdentity, bytes, limit);
  std::string decoded;
  for (auto coding = applied.rbegin(); coding != applied.rend(); ++coding) {
    MIMUS_TRY(decoded, inflate(*coding, coding == applied.rbegin() ? bytes : decoded, limit));
  }
  return decoded;
}

std::string encode_content(Coding coding, std::string_view bytes) {
  switch (coding) {
    case Coding::kGzip:
      return deflate_zlib(kGzipFrame, bytes);
    case Coding::kDeflate:
      return deflate_zlib(kZlibFrame, bytes);
    case Coding::kBrotli:
      return encode_brotli(bytes);
    case Coding::kZstd:
      return encode_zstd(bytes);
    case Coding::kIdentity:
      break;
  }
  return std::string(bytes);
}

Coding negotiate_coding(std::string_view accept_encoding) {
  constexpr Coding kPreferred[] = {Coding::kZstd, Coding::kBrotli, Coding::kGzip, Coding::kDeflate};
  std::array<std::optional<int>, 5> weights;  // by Coding
  int others = 0;                             // of '*'
  while (!accept_encoding.empty()) {
    const std::string_view member = take_member(accept_encoding);
    const std::size_t semicolon = member.find(';');
    const std::string_view name = text::trim(member.substr(0, semicolon));
    const auto weight = parse_weight(
        semicolon == std::string_view::npos ? "" : member.substr(semicolon + 1));
    if (!weight) continue;
    if (name == "*") {
      others = *weight;
    } else if (const auto coding = coding_named(name)) {
      weights[static_cast<std::size_t>(*coding)] = *weight;
    }
  }
  const auto weight_of = [&](Coding coding) {
    return weights[static_cast<std::size_t>(coding)].value_or(others);
  };
  Coding best = Coding::kIdentity;
  // Identity is always acceptable, and wanted only when it says so.
  int most = weights[static_cast<std::size_t>(Coding::kIdentity)].value_or(0);
  for (const Coding coding : kPreferred) {
    const int weight = weight_of(coding);
    const bool wins = weight > most || (weight == most && weight > 0 && best == Coding::kIdentity);
    if (!wins) continue;
    best = coding;
    most = weight;
  }
  return best;
}

}  // namespace mimus::http
