#include "query.h"
#include "text/encoding.h"

namespace mimus::collections {
namespace {

std::string spelled(std::span<const SortKey> sort) {
  std::string out;
  for (const SortKey& key : sort) out.append(out.empty() ? "" : ",").append(key.descending ? "-" : "").append(key.path);
  return out;
}

}  // namespace

std::string Cursor::text(std::span<const SortKey> sort) const {
  json::Array all{spelled(sort), position};
  for (const Scalar& value : values)
    all.push_back(json::Array{static_cast<int>(value.kind), value.number, value.text});
  return text::base64url_encode(json::write(all));
}

std::optional<Cursor> Cursor::parse(std::string_view text, std::span<const SortKey> sort) {
  const auto bytes = text::base64_decode(text);
  if (!bytes) return std::nullopt;
  const auto document = json::parse(*bytes, {.max_depth = 4});
  const json::Array* all = document ? document->if_array() : nullptr;
  if (all == nullptr || all->size() != sort.size() + 2) return std::nullopt;
  const json::String* order = (*all)[0].if_string();
  if (order == nullptr || std::string_view(*order) != spelled(sort) || !(*all)[1].is_int64() || (*all)[1].get_int64() < 0)
    return std::nullopt;
  Cursor cursor;
  cursor.position = static_cast<std::uint64_t>((*all)[1].get_int64());
  for (std::size_t i = 2; i < all->size(); ++i) {
    const json::Array* parts = (*all)[i].if_array();
    if (parts == nullptr || parts->size() != 3 || !(*parts)[0].is_int64() || !(*parts)[1].is_number() || !(*parts)[2].is_string())
      return std::nullopt;
    const std::int64_t kind = (*parts)[0].get_int64();
    if (kind < 0 || kind > static_cast<int>(Scalar::Kind::kOther)) return std::nullopt;
    cursor.values.push_back({static_cast<Scalar::Kind>(kind), (*parts)[1].to_number<double>(),
                             std::string((*parts)[2].get_string())});
  }
  return cursor;
}

}  // namespace mimus::collections
