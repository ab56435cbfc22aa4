#include "conditional.h"

#include <algorithm>
#include <charconv>

#include "text/dates.h"
#include "text/encoding.h"

namespace mimus::http {
namespace {

// entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE. RFC 9110 §8.8.3.
struct EntityTag {
  bool weak = false;
  std::string_view opaque;  // with its quotes; "" when there is none

  // Takes one off the front of `text`.
  static EntityTag take(std::string_view& text) {
    EntityTag tag;
    tag.weak = text.starts_with("W/");
    const std::string_view rest = text.substr(tag.weak ? 2 : 0);
    if (!rest.starts_with('"')) return {};
    const std::size_t close = rest.find('"', 1);
    if (close == std::string_view::npos) return {};
    tag.opaque = rest.substr(0, close + 1);
    text = rest.substr(close + 1);
    return tag;
  }
  static EntityTag parse(std::string_view text) {
    const EntityTag tag = take(text);
    return text.empty() ? tag : EntityTag();
  }
};

// §8.8.3.2.
bool strongly_equal(const EntityTag& a, const EntityTag& b) {
  return !a.opaque.empty() && !a.weak && !b.weak && a.opaque == b.opaque;
}
bool weakly_equal(const EntityTag& a, const EntityTag& b) {
  return !a.opaque.empty() && a.opaque == b.opaque;
}

std::size_t count_lines(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(request.fields.begin(), request.fields.end(),
                    [&](const HeaderField& field) { return same_name(field.name, name); }));
}

// "*" / #entity-tag. Reading stops at the first thing that is no tag.
bool list_names(std::string_view list, const EntityTag& wanted,
                bool (*equal)(const EntityTag&, const EntityTag&)) {
  list = text::trim(list);
  if (list == "*") return true;
  while (!list.empty()) {
    if (list.front() == ',' || list.front() == ' ' || list.front() == '\t') {
      list.remove_prefix(1);
      continue;
    }
    const EntityTag tag = EntityTag::take(list);
    if (tag.opaque.empty()) return false;
    if (equal(tag, wanted)) return true;
  }
  return false;
}

// Any line of the header.
bool names(const Request& request, std::string_view header, const EntityTag& wanted,
           bool (*equal)(const EntityTag&, const EntityTag&)) {
  return std::any_of(request.fields.begin(), request.fields.end(), [&](const HeaderField& field) {
    return same_name(field.name, header) && list_names(field.value, wanted, equal);
  });
}

// The header as a date: nothing when it is absent, repeated or no HTTP-date, which all mean "ignore it".
std::optional<WallTime> date_in(const Request& request, std::string_view header) {
  const auto value = request.header(header);
  if (!value || count_lines(request, header) > 1) return std::nullopt;
  return text::parse_http_date(text::trim(*value));
}

// HTTP-dates know whole seconds only.
auto in_seconds(WallTime time) { return std::chrono::floor<std::chrono::seconds>(time); }

}  // namespace

Precondition evaluate(const Request& request, const Validator& validator) {
  const EntityTag current = EntityTag::parse(validator.etag);
  const auto modified = in_seconds(validator.last_modified);
  // 1. When recipient is the origin server and If-Match is present, evaluate the If-Match precondition:
  //    if true, continue to step 3; if false, respond 412.
  if (request.header("If-Match")) {
    if (!names(request, "If-Match", current, &strongly_equal)) return Precondition::kFailed;
  } else if (const auto since = date_in(request, "If-Unmodified-Since")) {
    // 2. … If-Match is not present, and If-Unmodified-Since is present: if true, continue to step 3;
    //    if false, respond 412.
    if (modified > *since) return Precondition::kFailed;
  }
  const bool reads = request.method == "GET" || request.method == "HEAD";
  // 3. When If-None-Match is present: if true, continue to step 5; if false for GET/HEAD, respond 304;
  //    if false for other methods, respond 412.
  if (request.header("If-None-Match")) {
    if (names(request, "If-None-Match", current, &weakly_equal)) {
      return reads ? Precondition::kNotModified : Precondition::kFailed;
    }
  } else if (const auto since = date_in(request, "If-Modified-Since"); since && reads) {
    // 4. When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is present:
    //    if true, continue to step 5; if false, respond 304.
    if (modified <= *since) return Precondition::kNotModified;
  }
  // 5. Range and If-Range: see requested_ranges(). 6. Otherwise, perform the requested method.
  return Precondition::kProceed;
}

namespace {

constexpr std::size_t kMostRanges = 32;
constexpr std::size_t kMostOverlapping = 2;

// If-Range = entity-tag / HTTP-date. §13.1.5: strong comparison, dates match exactly.
bool if_range_holds(const Request& request, const Validator& validator) {
  const auto condition = request.header("If-Range");
  if (!condition) return true;
  const EntityTag tag = EntityTag::parse(text::trim(*condition));
  if (!tag.opaque.empty()) return strongly_equal(tag, EntityTag::parse(validator.etag));
  const auto date = date_in(request, "If-Range");
  return date && *date == in_seconds(validator.last_modified);
}

// 1*DIGIT, at most the largest number there is.
std::optional<std::uint64_t> parse_position(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  if (failure == std::errc::result_out_of_range) return UINT64_MAX;
  return failure == std::errc() ? std::optional(number) : std::nullopt;
}

enum class Asked { kMalformed, kBeyond, kEmptyWhole, kSome };

// int-range = first-pos "-" [ last-pos ]; suffix-range = "-" suffix-length. §14.1.2.
Asked parse_range(std::string_view spec, std::uint64_t size, ByteRange& range) {
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return Asked::kMalformed;
  const auto last = parse_position(spec.substr(dash + 1));
  if (dash == 0) {
    if (!last) return Asked::kMalformed;
    if (*last == 0) return Asked::kBeyond;
    if (size == 0) return Asked::kEmptyWhole;
    range = {size - std::min(*last, size), size - 1};
    return Asked::kSome;
  }
  const auto first = parse_position(spec.substr(0, dash));
  const bool open = dash + 1 == spec.size();
  if (!first || (!last && !open) || (last && *last < *first)) return Asked::kMalformed;
  if (*first >= size) return Asked::kBeyond;
  range = {*first, last ? std::min(*last, size - 1) : size - 1};
  return Asked::kSome;
}

// §14.2: many ranges, or more than two that overlap, are an attack or a bug.
bool is_abusive(std::span<const ByteRange> ranges) {
  if (ranges.size() > kMostRanges) return true;
  const auto overlaps_another = [&](const ByteRange& range) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const ByteRange& other) {
      return &other != &range && other.first <= range.last && range.first <= other.last;
    });
  };
  return static_cast<std::size_t>(std::count_if(ranges.begin(), ranges.end(), overlaps_another)) >
         kMostOverlapping;
}

}  // namespace

RangeAnswer requested_ranges(const Request& request, std::uint64_t size, const Validator& validator) {
  constexpr std::string_view kUnit = "bytes=";
  const RangeAnswer whole;
  const auto header = request.header("Range");
  if (!header || request.method != "GET" || count_lines(request, "Range") > 1) return whole;
  if (!same_name(header->substr(0, kUnit.size()), kUnit) || !if_range_holds(request, validator)) {
    return whole;
  }
  RangeAnswer answer{RangeAnswer::Kind::kPartial, {}};
  std::string_view set = header->substr(kUnit.size());
  bool any = false;
  while (!set.empty()) {
    const std::size_t comma = set.find(',');
    const std::string_view spec = text::trim(set.substr(0, comma));
    set.remove_prefix(comma == std::string_view::npos ? set.size() : comma + 1);
    if (spec.empty()) continue;
    any = true;
    ByteRange range{};
    const Asked asked = parse_range(spec, size, range);
    if (asked == Asked::kMalformed || asked == Asked::kEmptyWhole) return whole;
    if (asked == Asked::kSome) answer.ranges.push_back(range);
    if (answer.ranges.size() > kMostRanges) return whole;
  }
  if (!any || is_abusive(answer.ranges)) return whole;
  if (answer.ranges.empty()) answer.kind = RangeAnswer::Kind::kUnsatisfiable;
  return answer;
}

}  // namespace mimus::http
