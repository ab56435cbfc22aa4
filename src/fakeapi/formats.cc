#include "formats.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "text/encoding.h"

namespace mimus::fakeapi {
namespace {

struct Range {
  std::string_view type;
  double weight = 1;
};

std::string_view essence(std::string_view media_type) { return text::trim(media_type.substr(0, media_type.find(';'))); }

double weight_of(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == parameters.npos) return 1;
  double weight = 1;
  std::from_chars(parameters.data() + at + 2, parameters.data() + parameters.size(), weight);
  return weight;
}

// The media ranges of an Accept header (RFC 9110 §12.5.1), heaviest first.
std::vector<Range> accepted(std::string_view accept) {
  std::vector<Range> ranges;
  while (!accept.empty()) {
    const std::string_view one = accept.substr(0, accept.find(','));
    accept.remove_prefix(std::min(one.size() + 1, accept.size()));
    const std::string_view type = essence(one);
    if (!type.empty()) ranges.push_back({type, weight_of(one.substr(std::min(one.find(';'), one.size())))});
  }
  std::stable_sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.weight > b.weight; });
  return ranges;
}

bool covers(std::string_view range, std::string_view type) {
  if (range == "*/*") return true;
  if (range.ends_with("/*")) return text::equal_ignoring_case(range.substr(0, range.size() - 1), type.substr(0, range.size() - 1));
  return text::equal_ignoring_case(range, type);
}

Batch as_json(Table& table) {
  Batch batch;
  batch.before = table.frame + (table.many ? "[" : "");
  batch.between = ",";
  batch.after = table.frame.empty() ? (table.many ? "]" : "") : (table.many ? "]}" : "}");
  batch.make = [make = std::move(table.make)](fake::Engine& engine, std::uint64_t i, std::string& out) -> Status {
    MIMUS_TRY(const fake::Value value, make(engine, i));
    fake::append_json(value.is_undefined() ? fake::Value(nullptr) : value, out);
    return Done{};
  };
  return batch;
}

// The columns are those of the first row, so the writer is made when that row is.
Batch as_rows(const Format& format, Table& table) {
  struct State {
    Make make;
    std::string_view format;
    rows::Options options;
    std::uint64_t count;
    std::shared_ptr<const rows::Writer> writer;
  };
  auto state = std::make_shared<State>(State{std::move(table.make), format.name, {}, table.count, nullptr});
  state->options.table = table.name;
  Batch batch;
  batch.make = [state](fake::Engine& engine, std::uint64_t i, std::string& out) -> Status {
    MIMUS_TRY(const fake::Value value, state->make(engine, i));
    if (state->writer == nullptr) {
      MIMUS_TRY(state->writer, rows::make_writer(state->format, value, state->options));
      state->writer->begin(out);
    }
    state->writer->row(value, i, out);
    if (i + 1 == state->count) state->writer->end(state->count, out);
    return Done{};
  };
  return batch;
}

}  // namespace

// JSON is what nobody has to ask for.
std::span<const Format> known_formats() {
  static const std::vector<Format> kFormats = [] {
    std::vector<Format> all{*rows::find_format("json")};
    for (const Format& format : rows::formats()) {
      if (format.name != "json" && format.name != "template") all.push_back(format);
    }
    return all;
  }();
  return kFormats;
}

Result<const Format*> choose_format(Ask& ask) {
  const std::span<const Format> all = known_formats();
  if (const auto name = ask.parameter("format")) {
    for (const Format& format : all) {
      if (format.name == *name) return &format;
    }
    return rows::unknown_format(*name);
  }
  const std::vector<Range> ranges = accepted(ask.request().header("Accept").value_or(""));
  if (ranges.empty()) return &all.front();
  for (const Range& range : ranges) {
    if (range.weight <= 0) continue;
    for (const Format& format : all) {
      if (covers(range.type, essence(format.media_type))) return &format;
    }
  }
  std::string types;
  for (const Format& format : all) types.append(types.empty() ? "" : ", ").append(essence(format.media_type));
  return Error{Code::kUnsupported, "none of the media types that Accept names is to be had here", "one of " + types, {}};
}

void send_table(Ask& ask, const Setting& setting, const Format& format, Table table) {
  const std::uint64_t count = table.count;
  const bool json = format.name == "json";
  Batch batch = json ? as_json(table) : as_rows(format, table);
  batch.count = count;
  if (!json) batch.content_type = format.media_type;
  send_batch(ask, setting, std::move(batch));
}

}  // namespace mimus::fakeapi
