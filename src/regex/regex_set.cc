#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

#include "regex.h"
#include "spelling.h"

namespace mimus::regex {
namespace {

// For the program and the automaton's states, together. States are made while matching, thrown away when
// they outgrow this, and made again.
constexpr std::int64_t kLeastMemory = 8 << 20;
constexpr std::int64_t kMemoryPerExpression = 8 << 10;
constexpr std::int64_t kMostMemory = 256 << 20;

RE2::Options set_options(std::size_t count) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);  // a superset, whatever Regex::Options say
  options.set_max_mem(std::min(kLeastMemory + static_cast<std::int64_t>(count) * kMemoryPerExpression, kMostMemory));
  return options;
}

// Where a text holds control characters, the dialects differ in little things (\s and the vertical tab, $ before
// a last line end), and nobody is excluded.
bool dialects_may_differ(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

struct RegexSet::Impl {
  // Some expressions, in one automaton.
  struct Part {
    std::unique_ptr<RE2::Set> set;
    std::vector<int> ids;  // by index in `set`
  };

  std::size_t size = 0;
  std::vector<int> always;  // ascending
  std::vector<Part> parts;

  void add(std::span<const std::pair<int, std::string>> expressions);
};

// What does not fit into one automaton's memory is cut in half.
void RegexSet::Impl::add(std::span<const std::pair<int, std::string>> expressions) {
  if (expressions.empty()) return;
  Part part{std::make_unique<RE2::Set>(set_options(expressions.size()), RE2::ANCHOR_BOTH), {}};
  for (const auto& [id, expression] : expressions) {
    if (part.set->Add(expression, nullptr) < 0) {
      always.push_back(id);
    } else {
      part.ids.push_back(id);
    }
  }
  if (part.ids.empty()) return;
  if (part.set->Compile()) {
    parts.push_back(std::move(part));
    return;
  }
  // Those that were refused are there already.
  std::vector<std::pair<int, std::string>> rest;
  for (const auto& entry : expressions) {
    if (std::find(part.ids.begin(), part.ids.end(), entry.first) != part.ids.end()) rest.push_back(entry);
  }
  if (rest.size() == 1) {
    always.push_back(rest.front().first);
    return;
  }
  const std::span all(rest);
  add(all.first(all.size() / 2));
  add(all.subspan(all.size() / 2));
}

RegexSet::RegexSet(std::span<const std::string_view> expressions) : impl_(std::make_unique<Impl>()) {
  impl_->size = expressions.size();
  std::vector<std::pair<int, std::string>> readable;
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    const int id = static_cast<int>(i);
    if (auto spelling = re2_spelling(pcre_spelling(expressions[i]).text)) {
      readable.emplace_back(id, std::move(*spelling));
    } else {
      impl_->always.push_back(id);
    }
  }
  impl_->add(readable);
  std::sort(impl_->always.begin(), impl_->always.end());
}

RegexSet::~RegexSet() = default;
RegexSet::RegexSet(RegexSet&&) noexcept = default;

std::size_t RegexSet::size() const { return impl_->size; }

void RegexSet::candidates(std::string_view text, std::vector<int>& out) const {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  if (dialects_may_differ(text)) {
    for (std::size_t i = 0; i < impl_->size; ++i) out.push_back(static_cast<int>(i));
    return;
  }
  out.insert(out.end(), impl_->always.begin(), impl_->always.end());
  thread_local std::vector<int> found;
  for (const Impl::Part& part : impl_->parts) {
    RE2::Set::ErrorInfo error{};
    found.clear();
    if (part.set->Match(re2::StringPiece(text.data(), text.size()), &found, &error)) {
      for (const int index : found) out.push_back(part.ids[static_cast<std::size_t>(index)]);
    } else if (error.kind != RE2::Set::kNoError) {
      out.insert(out.end(), part.ids.begin(), part.ids.end());  // its automaton outgrew its memory
    }
  }
  std::sort(out.begin() + first, out.end());
}

}  // namespace mimus::regex
