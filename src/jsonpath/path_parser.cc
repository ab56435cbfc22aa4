#include <algorithm>

#include "parser.h"
#include "text/encoding.h"
#include "text/suggest.h"

namespace mimus::jsonpath {
namespace {

constexpr int kMostDepth = 64;
constexpr std::size_t kMostSegments = 1024;

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

Error too_large(std::string message, std::size_t at) {
  Error error{Code::kLimit, std::move(message), {}, {}};
  error.where.offset = at;
  return error;
}

// What one selector makes of a query.
struct Traits {
  bool singular, definite, computes;
};
Traits traits_of(SelectorKind kind) {
  switch (kind) {
    case SelectorKind::kName:
    case SelectorKind::kIndex: return {true, true, false};
    case SelectorKind::kNameOrNull: return {true, true, true};
    case SelectorKind::kMembers:
    case SelectorKind::kMembersOrNull:
    case SelectorKind::kCall: return {false, true, true};
    case SelectorKind::kSlice:
    case SelectorKind::kWildcard:
    case SelectorKind::kFilter:
    case SelectorKind::kFilterSelf: break;
  }
  return {false, false, false};
}

// The offset of the first bad byte of text that is no UTF-8.
std::size_t first_bad_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (!text::is_valid_utf8(text.substr(at, size))) break;
    at += size;
  }
  return at;
}

}  // namespace

Status Parser::deeper() {
  if (++depth_ > kMostDepth) return too_large("the path is nested more than 64 levels deep", cursor_.at());
  return Done();
}

Id Parser::keep(Query query) {
  program_.queries.push_back(query);
  return static_cast<Id>(program_.queries.size() - 1);
}

Range Parser::keep_list(std::span<const Id> ids) {
  const Range range{static_cast<Id>(program_.lists.size()), static_cast<Id>(ids.size())};
  program_.lists.insert(program_.lists.end(), ids.begin(), ids.end());
  return range;
}

// jsonpath-query = root-identifier segments
Status Parser::path() {
  if (!text::is_valid_utf8(cursor_.rest())) {
    return syntax_error("the path is not UTF-8", first_bad_byte(cursor_.rest()));
  }
  Segments first;
  // A name or an index is hardly shorter than three bytes with its punctuation.
  const std::size_t most = std::clamp<std::size_t>(cursor_.rest().size() / 3, 1, 5);
  program_.selectors.reserve(most);
  program_.names.reserve(most);
  if (grammar_.root_optional) {
    cursor_.skip_blanks();
    if (cursor_.at_end()) return cursor_.expected("a path");
    if (!is_one_of(cursor_.peek(), "$@.[")) {
      if (cursor_.take('*')) {
        MIMUS_TRY_DONE(add(false, Selector{}, first));
      } else {
        MIMUS_TRY_DONE(named(Place::kWhole, false, first));
      }
    } else if (is_one_of(cursor_.peek(), "$@")) {
      cursor_.skip(1);
    }
  } else if (!cursor_.take('$')) {
    return cursor_.expected("'$', with which every path begins");
  }
  MIMUS_TRY_DONE(segments(Place::kWhole, first));
  if (grammar_.root_optional) cursor_.skip_blanks();
  if (!cursor_.at_end()) return cursor_.expected("'.', '..' or '['");
  if (grammar_.null_leaves) finish_leaf(first);
  MIMUS_TRY(program_.main, finish(first, true));
  return Done();
}

Result<Query> Parser::query(Place place) {
  const bool from_root = cursor_.peek() == '$';
  cursor_.skip(1);
  Segments list;
  MIMUS_TRY_DONE(segments(place, list));
  return finish(list, from_root);
}

// segments = *(S segment)
Status Parser::segments(Place place, Segments& out) {
  while (true) {
    const std::size_t before = cursor_.at();
    if (grammar_.blanks_in_path) cursor_.skip_blanks();
    if (cursor_.peek() != '.' && cursor_.peek() != '[') {
      cursor_.back_to(before);
      return Done();
    }
    MIMUS_TRY_DONE(segment(place, out));
  }
}

Status Parser::segment(Place place, Segments& out) {
  if (cursor_.take('[')) return bracketed(false, out);
  const bool descendant = cursor_.take("..");
  if (!descendant) cursor_.skip(1);
  if (cursor_.take('*')) return add(descendant, Selector{}, out);
  if ((descendant || grammar_.wide_names) && cursor_.take('[')) return bracketed(descendant, out);
  return named(place, descendant, out);
}

// A name without quotes, or in Jayway's dialect a function.
Status Parser::named(Place place, bool descendant, Segments& out) {
  const std::size_t at = cursor_.at();
  const std::string_view text = name(place);
  if (text.empty()) {
    return cursor_.expected(descendant ? "a name, '*' or '[' behind '..'" : "a name or '*' behind '.'");
  }
  if (cursor_.peek() != '(' || grammar_.path_functions.empty()) {
    program_.names.emplace_back(text);
    const Selector one{.kind = SelectorKind::kName, .of = static_cast<Id>(program_.names.size() - 1)};
    return add(descendant, one, out);
  }
  MIMUS_TRY(const Selector computed, call(text, at));
  // $..a.length() is $.length($..a): the function is asked once, for all that a leading '..' finds.
  const bool scans = !out.empty() && out.front().descendant;
  if (descendant) return syntax_error("a function stands behind one '.'", at);
  if (!scans) return add(false, computed, out);
  MIMUS_TRY(const Query list, finish(out, true));
  out.clear();
  Call& whole = program_.calls[computed.of];
  Ids arguments{keep(Operand{OperandKind::kQuery, keep(list)})};
  for (Id i = 0; i < whole.arguments.count; ++i) arguments.push_back(program_.lists[whole.arguments.first + i]);
  whole.scanned = true;
  whole.arguments = keep_list({arguments.data(), arguments.size()});
  return add(false, computed, out);
}

std::string_view Parser::name(Place place) {
  if (!grammar_.wide_names) return cursor_.shorthand();
  const std::string_view ends = place == Place::kWhole ? ".[( \t\r\n" : ".[( \t\r\n)<>=~!&|,]";
  const std::size_t start = cursor_.at();
  while (!cursor_.at_end() && !is_one_of(cursor_.peek(), ends)) cursor_.skip(1);
  return cursor_.since(start);
}

// bracketed-selection = "[" S selector *(S "," S selector) S "]"
Status Parser::bracketed(bool descendant, Segments& out) {
  boost::container::small_vector<Selector, 2> selectors;
  do {
    cursor_.skip_blanks();
    MIMUS_TRY(const Selector one, selector());
    selectors.push_back(one);
    cursor_.skip_blanks();
  } while (cursor_.take(','));
  if (!cursor_.take(']')) return cursor_.expected("',' or ']'");
  return add(descendant, std::span<const Selector>(selectors.data(), selectors.size()), out);
}

Result<Selector> Parser::selector() {
  const char c = cursor_.peek();
  if (c == '\'' || c == '"') {
    MIMUS_TRY(std::string text, cursor_.string(grammar_.any_escape));
    program_.names.push_back(std::move(text));
    return Selector{.kind = SelectorKind::kName, .of = static_cast<Id>(program_.names.size() - 1)};
  }
  if (cursor_.take('*')) return Selector{};
  if (cursor_.take('?')) {
    MIMUS_TRY(const Id expression, filter());
    return Selector{.kind = grammar_.filter_self ? SelectorKind::kFilterSelf : SelectorKind::kFilter,
                    .of = expression};
  }
  if (c == ':' || c == '-' || (c >= '0' && c <= '9')) return index_or_slice();
  return cursor_.expected("a quoted name, an index, a slice, '*' or '?'");
}

// index-selector = int; slice-selector = [start S] ":" S [end S] [":" [S step]]
Result<Selector> Parser::index_or_slice() {
  const auto is_number = [this] { return cursor_.peek() == '-' || (cursor_.peek() >= '0' && cursor_.peek() <= '9'); };
  Selector out{.kind = SelectorKind::kIndex};
  if (is_number()) {
    MIMUS_TRY(out.start, cursor_.integer());
  }
  const std::size_t behind = cursor_.at();
  cursor_.skip_blanks();
  if (!cursor_.take(':')) {
    cursor_.back_to(behind);
    return out;
  }
  out.kind = SelectorKind::kSlice;
  cursor_.skip_blanks();
  if (is_number()) {
    MIMUS_TRY(out.stop, cursor_.integer());
    cursor_.skip_blanks();
  }
  if (cursor_.take(':')) {
    cursor_.skip_blanks();
    if (is_number()) {
      MIMUS_TRY(out.step, cursor_.integer());
    }
  }
  return out;
}

// Jayway: name "(" [argument *("," argument)] ")"
Result<Selector> Parser::call(std::string_view name, std::size_t at) {
  const auto rows = grammar_.path_functions;
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const PathFunctionRow& it) { return it.name == name; });
  if (row == rows.end()) {
    Error error = syntax_error("unknown function '" + std::string(name) + "'", at);
    std::vector<std::string_view> known;
    for (const PathFunctionRow& it : rows) known.push_back(it.name);
    error.hint = text::did_you_mean(name, known);
    return error;
  }
  MIMUS_TRY_DONE(deeper());
  cursor_.skip(1);
  Ids arguments;
  cursor_.skip_blanks();
  while (!cursor_.take(')')) {
    if (!arguments.empty() && !cursor_.take(',')) return cursor_.expected("',' or ')'");
    cursor_.skip_blanks();
    MIMUS_TRY(const Operand one, call_argument());
    arguments.push_back(keep(one));
    cursor_.skip_blanks();
  }
  if (arguments.size() < row->least || arguments.size() > row->most) {
    return syntax_error("'" + std::string(name) + "' has another number of arguments", at);
  }
  shallower();
  program_.calls.push_back({.function = row->function, .arguments = keep_list({arguments.data(), arguments.size()})});
  return Selector{.kind = SelectorKind::kCall, .of = static_cast<Id>(program_.calls.size() - 1)};
}

Result<Operand> Parser::call_argument() {
  if (cursor_.peek() == '$' || cursor_.peek() == '@') {
    MIMUS_TRY(const Query path, query(Place::kInside));
    return Operand{OperandKind::kQuery, keep(path)};
  }
  MIMUS_TRY(json::Value value, literal());
  program_.literals.push_back(std::move(value));
  return Operand{OperandKind::kLiteral, static_cast<Id>(program_.literals.size() - 1)};
}

Status Parser::add(bool descendant, std::span<const Selector> selectors, Segments& out) {
  if (++segment_count_ > kMostSegments) {
    return too_large("the path has more than 1,024 segments", cursor_.at());
  }
  const Range range{static_cast<Id>(program_.selectors.size()), static_cast<Id>(selectors.size())};
  program_.selectors.insert(program_.selectors.end(), selectors.begin(), selectors.end());
  out.push_back({range, descendant, false});
  return Done();
}

// A missing last member is a null.
void Parser::finish_leaf(Segments& segments) {
  if (segments.empty()) return;
  const Range last = segments.back().selectors;
  for (Id i = last.first; i < last.first + last.count; ++i) {
    SelectorKind& kind = program_.selectors[i].kind;
    if (kind == SelectorKind::kName) kind = SelectorKind::kNameOrNull;
  }
}

Result<Query> Parser::finish(const Segments& list, bool from_root) {
  Segments segments = list;
  const auto is_name = [this](Id id) {
    return program_.selectors[id].kind == SelectorKind::kName || program_.selectors[id].kind == SelectorKind::kNameOrNull;
  };
  // Jayway: several names at the end are one object with these members.
  if (grammar_.merge_names && !segments.empty() && segments.back().selectors.count > 1) {
    const Range last = segments.back().selectors;
    bool all_names = true;
    for (Id i = last.first; i < last.first + last.count; ++i) all_names = all_names && is_name(i);
    if (all_names) {
      Selector merged{.kind = grammar_.null_leaves ? SelectorKind::kMembersOrNull : SelectorKind::kMembers,
                      .of = static_cast<Id>(program_.names.size()), .count = last.count};
      for (Id i = last.first; i < last.first + last.count; ++i) {
        std::string text = program_.names[program_.selectors[i].of];
        program_.names.push_back(std::move(text));
      }
      program_.selectors.push_back(merged);
      segments.back().selectors = {static_cast<Id>(program_.selectors.size() - 1), 1};
    }
  }
  Query out{.segments = {static_cast<Id>(program_.segments.size()), static_cast<Id>(segments.size())},
            .from_root = from_root};
  program_.segments.reserve(program_.segments.size() + segments.size());
  for (const Segment& segment : segments) {
    const bool one = !segment.descendant && segment.selectors.count == 1;
    for (Id i = segment.selectors.first; i < segment.selectors.first + segment.selectors.count; ++i) {
      const Traits traits = traits_of(program_.selectors[i].kind);
      out.singular = out.singular && one && traits.singular;
      out.definite = out.definite && one && traits.definite;
      out.computes = out.computes || traits.computes;
    }
    program_.segments.push_back(segment);
  }
  for (Id i = out.segments.first + out.segments.count; i-- > out.segments.first;) {
    Segment& segment = program_.segments[i];
    if (segment.descendant || segment.selectors.count != 1) break;
    if (!traits_of(program_.selectors[segment.selectors.first].kind).singular) break;
    segment.straight = true;
  }
  return out;
}

}  // namespace mimus::jsonpath
