#include "packing.h"

#include "http/content_coding.h"

namespace mimus::history {
namespace {

constexpr std::size_t kWorthTrying = 256;  // bytes; below, the coding's own head eats the gain

}  // namespace

std::optional<std::string> compressed(std::string_view bytes) {
  if (bytes.size() < kWorthTrying) return std::nullopt;
  std::string less = http::encode_content(http::Coding::kZstd, bytes);
  if (less.empty() || less.size() > bytes.size() - bytes.size() / 8) return std::nullopt;
  return less;
}

Result<std::string> unpacked(std::int64_t packing, std::int64_t size, std::string_view bytes) {
  const auto expected = static_cast<std::size_t>(size);
  const auto damaged = [] { return Error{Code::kSyntax, "the history is damaged: a body cannot be unpacked", "", {}}; };
  if (packing == static_cast<std::int64_t>(Packing::kPlain)) {
    if (bytes.size() != expected) return damaged();
    return std::string(bytes);
  }
  if (packing != static_cast<std::int64_t>(Packing::kZstd) || size < 0) return damaged();
  auto plain = http::decode_content("zstd", bytes, expected);
  if (!plain || plain->size() != expected) return damaged();
  return *std::move(plain);
}

void write_fields(const std::vector<http::OwnedField>& fields, std::string& out) {
  for (const http::OwnedField& field : fields) {
    out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
}

std::vector<http::OwnedField> read_fields(std::string_view block) {
  std::vector<http::OwnedField> fields;
  while (!block.empty()) {
    const std::size_t end = block.find("\r\n");
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(end == block.npos ? block.size() : end + 2);
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) continue;
    fields.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
  }
  return fields;
}

}  // namespace mimus::history
