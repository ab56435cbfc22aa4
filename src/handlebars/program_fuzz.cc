// The input up to its first NUL is a template, what follows is its data as JSON (or a text of it).
// Whatever they hold, every dialect compiles it or says where, renders it within its limits, and an
// escaped text holds no bare mark.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "program.h"

namespace {

using namespace mimus;
using namespace mimus::handlebars;

Result<Value> echo(Call& call) {
  std::string text;
  for (const Value& value : call.args()) text += call.text(value);
  for (const Entry& entry : call.hash()) text += call.text(entry.value);
  return call.made(text);
}
Result<Value> twice(Call& call) {
  for (std::uint64_t i = 0; i < 2; ++i) {
    const Entry data[] = {{"index", Value::number(static_cast<std::int64_t>(i))}};
    const Value params[] = {call.arg(0)};
    MIMUS_TRY_DONE(call.block({call.arg(0), data, params, i}));
  }
  MIMUS_TRY(const std::string_view kept, call.captured_inverse());
  call.set_variable("kept", Value::text(kept));
  return Value();
}
constexpr HelperRow kRows[] = {{"echo", &echo, "", "", HelperRow::Use::kEither, true},
                               {"twice", &twice, "", "", HelperRow::Use::kBlock}};
constexpr HelperTable kTables[] = {kRows};

struct Partials final : PartialSource {
  explicit Partials(std::string_view source) : text(source) {}
  const std::string* find(std::string_view name) const override {
    return name == "p" ? &text : nullptr;
  }
  std::vector<std::string> names() const override { return {"p"}; }
  std::string text;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const std::string_view source = input.substr(0, end);
  const std::string_view rest = input.substr(std::min(end + 1, input.size()));
  const auto parsed = json::parse(rest);
  const json::Value document = parsed ? *parsed : json::Value{{"a", rest}};
  const Partials partials(source.substr(source.size() / 2));

  for (const Dialect* dialect : {&kHandlebars, &kOurs, &kWireMock, &kMockoon}) {
    const auto program =
        Program::compile(source, {.dialect = dialect, .helpers = kTables, .partials = &partials});
    if (!program) {
      if (program.error().where.offset.value_or(SIZE_MAX) > source.size()) std::abort();
      continue;
    }
    Arena arena;
    Rendering rendering{.dialect = dialect,
                        .root = Value::json(document),
                        .arena = &arena,
                        .limits = {.max_output = 1 << 16, .max_loops = 300, .max_depth = 30}};
    std::string out;
    const Status done = program->render(rendering, out);
    if (done && out.size() > (1 << 16) + source.size()) std::abort();
    if (program->constant() && out != program->constant_text()) std::abort();
    if (program->single()) {
      Rendering again{.dialect = dialect,
                      .root = Value::json(document),
                      .arena = &arena,
                      .limits = rendering.limits};
      const auto value = program->evaluate(again);
      std::string written;
      if (value) append_json(*value, *dialect, arena, written);
      if (value && !json::parse(written, {.max_depth = 4096})) std::abort();
    }
  }
  return 0;
}
