#include "regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "spelling.h"

namespace mimus::regex {
namespace {

struct CodeFree {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, CodeFree>;

// Memory for an expression that leaves the JIT compiler or its stack.
constexpr std::uint32_t kHeapLimitKibibytes = 16 * 1024;
constexpr std::size_t kJitStackFirst = 32 * 1024;
constexpr std::size_t kJitStackMost = 1024 * 1024;
// A search starts anew at every byte, and PCRE2 counts each start by itself: long texts get fewer steps a start.
constexpr std::uint64_t kSearchSteps = 200'000'000;
constexpr std::uint64_t kLeastSteps = 10'000;

// What matching writes to. One for each thread, made when it first matches.
class Workspace {
 public:
  static Workspace& mine() {
    thread_local Workspace workspace;
    return workspace;
  }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // For so many groups with group 0.
  pcre2_match_data* data(std::size_t groups) {
    if (data_ == nullptr || groups > pcre2_get_ovector_count(data_)) {
      pcre2_match_data_free(data_);
      data_ = pcre2_match_data_create(static_cast<std::uint32_t>(std::max<std::size_t>(groups, 16)), nullptr);
    }
    return data_;
  }
  pcre2_match_context* context(std::uint64_t steps) {
    pcre2_set_match_limit(context_, static_cast<std::uint32_t>(steps));
    return context_;
  }

 private:
  Workspace()
      : context_(pcre2_match_context_create(nullptr)),
        stack_(pcre2_jit_stack_create(kJitStackFirst, kJitStackMost, nullptr)) {
    pcre2_set_depth_limit(context_, Regex::kMatchLimit);
    pcre2_set_heap_limit(context_, kHeapLimitKibibytes);
    pcre2_jit_stack_assign(context_, nullptr, stack_);
  }
  ~Workspace() {
    pcre2_match_data_free(data_);
    pcre2_match_context_free(context_);
    pcre2_jit_stack_free(stack_);
  }

  pcre2_match_data* data_ = nullptr;
  pcre2_match_context* context_;
  pcre2_jit_stack* stack_;
};

// Backtracking into the middle of foreign bytes is not on offer (\C), and invalid UTF-8 in a text matches nothing.
constexpr std::uint32_t kAlways = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;

std::uint32_t pcre_options(Regex::Options options) {
  return kAlways | (options.ignore_case ? PCRE2_CASELESS : 0u) |
         (options.dot_all ? PCRE2_DOTALL : 0u);
}

Result<Code> compile_code(const PcreSpelling& spelling, std::uint32_t options) {
  int number = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(spelling.text.data()), spelling.text.size(),
                          options, &number, &offset, nullptr));
  if (code != nullptr) return code;
  PCRE2_UCHAR message[256];
  pcre2_get_error_message(number, message, sizeof message);
  return syntax_error(reinterpret_cast<const char*>(message), spelling.original_offset(offset));
}

// Code that is ready to run.
struct Runnable {
  const pcre2_code* code;
  bool jit;
};

// Code that is finished by the first match that wants it: making machine code costs some 15 µs and 1 KiB,
// and most of a hundred thousand expressions are searched or matched as a whole, not both.
class LateCode {
 public:
  template <class Make>
  Runnable get(Make make) const {
    if (!ready_.load(std::memory_order_acquire)) finish(make);
    return {code_.get(), jit_};
  }
  void set(Code code) { code_ = std::move(code); }

 private:
  template <class Make>
  void finish(Make make) const {
    const std::lock_guard lock(mutex_);
    if (ready_.load(std::memory_order_relaxed)) return;
    if (code_ == nullptr) code_ = make();
    // Where it is refused, the interpreter does it.
    jit_ = pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE) == 0;
    ready_.store(true, std::memory_order_release);
  }

  mutable std::atomic<bool> ready_{false};  // then the others never change
  mutable std::mutex mutex_;
  mutable Code code_;
  mutable bool jit_ = false;
};

std::vector<Regex::GroupName> read_names(const pcre2_code* code) {
  std::uint32_t count = 0;
  std::uint32_t entry_size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
  std::vector<Regex::GroupName> names;
  for (std::uint32_t i = 0; i < count; ++i, table += entry_size) {
    const std::size_t group = static_cast<std::size_t>(table[0]) << 8 | table[1];
    names.push_back({reinterpret_cast<const char*>(table + 2), group});
  }
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return a.group < b.group; });
  return names;
}

Regex::Outcome outcome_of(int answer) {
  if (answer >= 0) return Regex::Outcome::kYes;
  switch (answer) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_NOMEMORY:
      return Regex::Outcome::kLimit;
    default:
      return Regex::Outcome::kNo;
  }
}

Regex::Outcome run(Runnable runnable, std::string_view text, std::uint64_t steps,
                   std::span<std::string_view> groups) {
  if (text.data() == nullptr) text = "";  // an empty group is told from an absent one by its address
  Workspace& workspace = Workspace::mine();
  pcre2_match_data* data = workspace.data(groups.size());
  // pcre2_match() would check its arguments first and then do the same.
  const auto match = runnable.jit ? &pcre2_jit_match : &pcre2_match;
  const int answer = match(runnable.code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                           0, data, workspace.context(steps));
  const Regex::Outcome outcome = outcome_of(answer);
  if (outcome != Regex::Outcome::kYes) return outcome;
  const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(data);
  // 0 stands for more groups than there was room for, of which room we have at least groups.size().
  const std::size_t known = answer == 0 ? groups.size() : static_cast<std::size_t>(answer);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool took_part = i < known && bounds[2 * i] != PCRE2_UNSET && bounds[2 * i] <= bounds[2 * i + 1];
    groups[i] = took_part ? text.substr(bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i])
                          : std::string_view();
  }
  return outcome;
}

std::uint64_t search_steps(std::string_view text) {
  return std::clamp(kSearchSteps / (text.size() + 1), kLeastSteps,
                    static_cast<std::uint64_t>(Regex::kMatchLimit));
}

}  // namespace

struct Regex::Compiled {
  std::string expression;
  PcreSpelling spelling;
  Options options;
  std::size_t group_count = 0;
  std::vector<GroupName> names;
  LateCode whole;   // anchored at both ends
  LateCode inside;  // anywhere

  Runnable whole_code() const {
    return whole.get([] { return Code(); });
  }
  Runnable inside_code() const {
    // What compiled anchored compiles unanchored.
    return inside.get([&] { return *compile_code(spelling, pcre_options(options)); });
  }
};

Regex::Regex(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Regex> Regex::compile(std::string_view expression, Options options) {
  auto compiled = std::make_shared<Compiled>();
  compiled->expression = expression;
  compiled->spelling = pcre_spelling(expression);
  compiled->options = options;
  const std::uint32_t whole = pcre_options(options) | PCRE2_ANCHORED | PCRE2_ENDANCHORED;
  MIMUS_TRY(Code code, compile_code(compiled->spelling, whole));
  std::uint32_t groups = 0;
  pcre2_pattern_info(code.get(), PCRE2_INFO_CAPTURECOUNT, &groups);
  compiled->group_count = groups;
  compiled->names = read_names(code.get());
  compiled->whole.set(std::move(code));
  return Regex(std::move(compiled));
}

Regex::Outcome Regex::full_match(std::string_view text) const { return full_match(text, {}); }
Regex::Outcome Regex::search(std::string_view text) const { return search(text, {}); }

Regex::Outcome Regex::full_match(std::string_view text, std::span<std::string_view> groups) const {
  return run(compiled_->whole_code(), text, kMatchLimit, groups);
}

Regex::Outcome Regex::search(std::string_view text, std::span<std::string_view> groups) const {
  return run(compiled_->inside_code(), text, search_steps(text), groups);
}

std::size_t Regex::group_count() const { return compiled_->group_count; }
std::span<const Regex::GroupName> Regex::group_names() const { return compiled_->names; }
std::string_view Regex::expression() const { return compiled_->expression; }

}  // namespace mimus::regex
