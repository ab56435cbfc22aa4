#include "inflate.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

namespace mimus::http {
namespace {

// Decoded bytes, handed out as room to write into; never more than one byte beyond the limit.
class Output {
 public:
  explicit Output(std::size_t limit) : limit_(limit) {}

  // Free room behind what is there: at least one byte while not over().
  std::size_t make_room() {
    constexpr std::size_t kFirst = 16 * 1024;
    if (used_ == bytes_.size()) {
      const std::size_t wanted = std::max(kFirst, bytes_.size() * 2);
      bytes_.resize(limit_ < wanted ? limit_ + 1 : wanted);
    }
    return bytes_.size() - used_;
  }
  char* end() { return bytes_.data() + used_; }
  void wrote(std::size_t count) { used_ += count; }
  bool over() const { return used_ > limit_; }
  std::string take() {
    bytes_.resize(used_);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::size_t used_ = 0;
  std::size_t limit_;
};

Error broken(Coding coding, std::string_view what) {
  return {Code::kSyntax, "the " + std::string(name_of(coding)) + " body " + std::string(what), "", {}};
}

Error too_large(std::size_t limit) {
  return {Code::kLimit, "the body is larger than " + std::to_string(limit) + " bytes when decoded",
          "--max-body-bytes allows more", {}};
}

// How zlib's inflateInit2 is told which frame to expect.
constexpr int kGzipFrame = MAX_WBITS + 16;
constexpr int kZlibFrame = MAX_WBITS;
constexpr int kNoFrame = -MAX_WBITS;

struct ZlibEnd {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// Gzip members may follow one another (RFC 1952 §2.2).
Result<std::string> inflate_zlib(Coding coding, int frame, std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, frame) != Z_OK) return broken(coding, "cannot be decoded");
  const std::unique_ptr<z_stream, ZlibEnd> owner(&stream);
  Output output(limit);
  while (true) {
    if (stream.avail_in == 0) {
      constexpr std::size_t kPiece = 1 << 30;  // zlib counts in 32 bits
      const std::size_t size = std::min(bytes.size(), kPiece);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream.avail_in = static_cast<uInt>(size);
      bytes.remove_prefix(size);
    }
    const auto room = static_cast<uInt>(std::min<std::size_t>(output.make_room(), 1 << 30));
    stream.next_out = reinterpret_cast<Bytef*>(output.end());
    stream.avail_out = room;
    const int answer = ::inflate(&stream, Z_NO_FLUSH);
    output.wrote(room - stream.avail_out);
    if (output.over()) return too_large(limit);
    const bool no_more = stream.avail_in == 0 && bytes.empty();
    if (answer == Z_STREAM_END) {
      if (no_more) return output.take();
      if (coding != Coding::kGzip) return broken(coding, "is followed by something else");
      inflateReset(&stream);
    } else if (answer == Z_BUF_ERROR && no_more) {
      return broken(coding, "is cut short");
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      return broken(coding, "is damaged");
    }
  }
}

// "deflate" means the zlib frame, but some send the bare data (RFC 9110 §8.4.1.2).
Result<std::string> inflate_deflate(std::string_view bytes, std::size_t limit) {
  auto framed = inflate_zlib(Coding::kDeflate, kZlibFrame, bytes, limit);
  if (framed || framed.error().code == Code::kLimit) return framed;
  auto bare = inflate_zlib(Coding::kDeflate, kNoFrame, bytes, limit);
  return bare || bare.error().code == Code::kLimit ? std::move(bare) : std::move(framed);
}

struct BrotliEnd {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

Result<std::string> inflate_brotli(std::string_view bytes, std::size_t limit) {
  const std::unique_ptr<BrotliDecoderState, BrotliEnd> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  Output output(limit);
  std::size_t left = bytes.size();
  auto next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  while (true) {
    const std::size_t room = output.make_room();
    std::size_t free = room;
    auto to = reinterpret_cast<std::uint8_t*>(output.end());
    const auto answer = BrotliDecoderDecompressStream(state.get(), &left, &next, &free, &to, nullptr);
    output.wrote(room - free);
    if (output.over()) return too_large(limit);
    switch (answer) {
      case BROTLI_DECODER_RESULT_SUCCESS:
        if (left != 0) return broken(Coding::kBrotli, "is followed by something else");
        return output.take();
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        break;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        return broken(Coding::kBrotli, "is cut short");
      default:
        return broken(Coding::kBrotli, "is damaged");
    }
  }
}

struct ZstdEnd {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Frames may follow one another (RFC 8878 §3.1). Windows beyond 8 MiB are refused (RFC 9659 §3).
Result<std::string> inflate_zstd(std::string_view bytes, std::size_t limit) {
  constexpr int kWindowLog = 23;
  const std::unique_ptr<ZSTD_DCtx, ZstdEnd> context(ZSTD_createDCtx());
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog);
  Output output(limit);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (true) {
    const std::size_t room = output.make_room();
    ZSTD_outBuffer out{output.end(), room, 0};
    const std::size_t consumed = in.pos;
    const std::size_t answer = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(answer)) return broken(Coding::kZstd, "is damaged");
    output.wrote(out.pos);
    if (output.over()) return too_large(limit);
    if (answer == 0 && in.pos == in.size) return output.take();
    const bool stuck = out.pos < room && in.pos == in.size;
    if (stuck || (out.pos == 0 && in.pos == consumed)) return broken(Coding::kZstd, "is cut short");
  }
}

}  // namespace

Result<std::string> inflate(Coding coding, std::string_view bytes, std::size_t limit) {
  switch (coding) {
    case Coding::kGzip:
      return inflate_zlib(coding, kGzipFrame, bytes, limit);
    case Coding::kDeflate:
      return inflate_deflate(bytes, limit);
    case Coding::kBrotli:
      return inflate_brotli(bytes, limit);
    case Coding::kZstd:
      return inflate_zstd(bytes, limit);
    case Coding::kIdentity:
      break;
  }
  if (bytes.size() > limit) return too_large(limit);
  return std::string(bytes);
}

}  // namespace mimus::http
