#include "file_body.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "media_type.h"
#include "serve/file_response.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kTemplateTypes[] = {
    "application/json", "text/html",       "text/css",   "text/csv", "application/javascript", "application/typescript",
    "text/javascript",  "text/plain",      "application/xhtml+xml", "application/xml",          "text/x-handlebars-template",
};

struct Range {
  enum class Kind { kGood, kMalformed, kUnsatisfiable } kind = Kind::kGood;
  std::uint64_t first = 0, last = 0;
};

// Without a sign: "bytes=--5" has no number.
std::optional<std::int64_t> digits(std::string_view text) {
  text = text::trim(text);
  if (text.starts_with('-')) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// The first of the ranges that lies in the file: bytes=0-1, 5-, -3.
Range read_range(std::string_view header, std::uint64_t total) {
  const std::size_t equals = header.find('=');
  if (equals == header.npos || text::trim(header.substr(0, equals)) != "bytes") return {Range::Kind::kMalformed};
  const auto size = static_cast<std::int64_t>(total);
  for (std::string_view rest = header.substr(equals + 1); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t dash = one.find('-');
    if (dash == one.npos) continue;
    auto first = digits(one.substr(0, dash)), last = digits(one.substr(dash + 1));
    if (!first && last) {
      first = std::max<std::int64_t>(size - *last, 0);
      last = size - 1;
    }
    if (!first) continue;
    const std::int64_t end = std::min(last.value_or(size - 1), size - 1);
    if (*first < 0 || *first > end) continue;
    return {Range::Kind::kGood, static_cast<std::uint64_t>(*first), static_cast<std::uint64_t>(end)};
  }
  return {Range::Kind::kUnsatisfiable};
}

FilePart refusal(int status, std::string_view why) {
  FilePart part;
  part.status = status;
  part.body = why;
  part.size = part.body.size();
  return part;
}

}  // namespace

std::string relative_to(const std::string& folder, std::string_view path) {
  const std::string inside = folder + "/";
  if (path.starts_with(inside)) path.remove_prefix(inside.size());
  // What begins at the root would be taken for the folder's: it lies outside.
  return path.starts_with('/') ? "../" + std::string(path) : std::string(path);
}

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

bool is_template_type(std::string_view media_type, std::string_view file_name) {
  if (file_name.ends_with(".handlebars")) return true;
  return std::ranges::find(kTemplateTypes, essence_of(media_type)) != std::end(kTemplateTypes);
}

Result<FilePart> part_of_file(std::string_view path, const std::string& folder, std::optional<std::string_view> range) {
  serve::FileAnswer whole = serve::open_file(path, folder, false);
  if (whole.status != 200) return Error{Code::kNotFound, "there is no file '" + std::string(path) + "'", "", {}};
  FilePart part;
  part.size = whole.size;
  if (!range) {
    part.body = std::move(whole.body);
    part.stream = std::move(whole.stream);
    return part;
  }
  const Range wanted = read_range(*range, whole.size);
  if (wanted.kind == Range::Kind::kMalformed) return refusal(400, "Malformed range header");
  if (wanted.kind == Range::Kind::kUnsatisfiable) {
    FilePart refused = refusal(416, "Requested range not satisfiable");
    refused.content_range = "bytes */" + std::to_string(whole.size);
    return refused;
  }
  part.status = 206;
  part.content_range = "bytes " + std::to_string(wanted.first) + "-" + std::to_string(wanted.last) + "/" + std::to_string(whole.size);
  part.size = wanted.last - wanted.first + 1;
  if (whole.stream) {
    serve::FileAnswer slice = serve::open_file_part(path, folder, wanted.first, part.size);
    part.body = std::move(slice.body);
    part.stream = std::move(slice.stream);
  } else {
    part.body = whole.body.substr(static_cast<std::size_t>(wanted.first), static_cast<std::size_t>(part.size));
  }
  return part;
}

}  // namespace mimus::mockoon
