#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/cores.h"
#include "base/hash.h"
#include "commands.h"
#include "fake/call.h"
#include "fake/draws.h"
#include "fake/template.h"
#include "fake_rows.h"
#include "fake_tables.h"
#include "records/records.h"
#include "terminal.h"
#include "text/dates.h"
#include "text/suggest.h"
#include "yaml/document.h"

namespace mimus::cli {
namespace {

// What all rows of a run have in common.
struct Setting {
  fake::Locale locale;
  bool locale_given = false;
  Chance key{0};
  std::optional<double> seed;  // faker-js's
  double now = 0;
};

// One value a row, of a method or a template.
class ValueSource final : public RowSource {
 public:
  ValueSource(const Setting& setting, std::optional<fake::Call> call,
              std::optional<fake::Template> text)
      : setting_(setting),
        call_(std::move(call)),
        text_(std::move(text)),
        keyed_(setting.key),
        mersenne_(setting.seed.value_or(0)),
        engine_(setting.seed ? static_cast<fake::Draws&>(mersenne_) : keyed_, setting.locale) {
    engine_.freeze_ms(setting.now);
  }
  Result<fake::Value> value(std::uint64_t number) override {
    begin(number);
    if (call_) return call_->value(engine_);
    std::string text;
    MIMUS_TRY_DONE(text_->append(engine_, text));
    return fake::Value(std::move(text));
  }
  Status append_json(std::uint64_t number, std::string& out) override {
    if (!call_) {
      MIMUS_TRY(const fake::Value made, value(number));
      fake::append_json(made, out);
      return Done{};
    }
    begin(number);
    const std::size_t start = out.size();
    Status status = call_->append_json(engine_, out);
    if (status && out.size() == start) out += "null";
    return status;
  }

 private:
  void begin(std::uint64_t number) {
    if (!setting_.seed) keyed_.restart(setting_.key.fork(number));
  }
  const Setting& setting_;
  std::optional<fake::Call> call_;
  std::optional<fake::Template> text_;
  fake::KeyedDraws keyed_;
  fake::Mersenne mersenne_;
  fake::Engine engine_;
};

class RecordSource final : public RowSource {
 public:
  RecordSource(const records::Records& all, std::size_t type, const Setting& setting)
      : type_(type), mersenne_(setting.seed.value_or(0)), engine_(mersenne_, all.locale()) {
    engine_.freeze_ms(setting.now);
    if (setting.seed)
      maker_.emplace(all, engine_);
    else
      maker_.emplace(all);
  }
  Result<fake::Value> value(std::uint64_t number) override { return maker_->record(type_, number); }
  Status append_json(std::uint64_t number, std::string& out) override {
    return maker_->append_json(type_, number, out);
  }

 private:
  std::size_t type_;
  fake::Mersenne mersenne_;
  fake::Engine engine_;
  std::optional<records::Maker> maker_;
};

int fail(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(),
               describe(error).c_str());
  return error.code == Code::kIo ? 1 : 2;
}

Chance key_of(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return Chance(whole ? number : hash_bytes(text));
}

Result<Setting> read_setting(const FakeArguments& arguments) {
  Setting setting;
  if (arguments.locale) {
    const auto found = fake::nearest_locale(*arguments.locale);
    if (!found) {
      std::vector<std::string_view> codes;
      for (std::size_t i = 0; i < fake::Locale::count(); ++i)
        codes.push_back(fake::Locale::at(i).code());
      const std::string_view near = text::nearest(*arguments.locale, codes);
      return invalid("there is no locale '" + *arguments.locale + "'",
                     near.empty() ? "de, pt_BR or zh_CN, for example"
                                  : "did you mean '" + std::string(near) + "'?");
    }
    setting.locale = *found;
    setting.locale_given = true;
  }
  setting.seed = arguments.seed;
  setting.key = arguments.keyed ? key_of(*arguments.keyed) : Chance(fresh_seed());
  WallTime now = std::chrono::time_point_cast<WallTime::duration>(std::chrono::system_clock::now());
  if (arguments.reference_date) {
    const auto given = text::parse_iso8601(*arguments.reference_date);
    if (!given)
      return invalid("--ref-date is no date: '" + *arguments.reference_date + "'",
                     "say 2026-01-31 or 2026-01-31T12:00:00Z");
    now = *given;
  }
  setting.now = static_cast<double>(
      std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count());
  return setting;
}

Result<yaml::Document> read_document(const std::string& what) {
  std::error_code ignored;
  if (what.starts_with('{')) return yaml::Document::parse(what, "schema");
  if (std::filesystem::is_directory(what, ignored))
    return invalid("'" + what + "' is a folder", "name a schema's file");
  std::ifstream file(what);
  if (!file) return io_error("cannot open '" + what + "'", errno);
  std::ostringstream text;
  text << file.rdbuf();
  return yaml::Document::parse(std::move(text).str(), what);
}

Result<std::size_t> choose_type(const records::Schema& schema,
                                const std::optional<std::string>& wanted) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < schema.types(); ++i) names.push_back(schema.name(i));
  if (!wanted && names.size() == 1) return std::size_t{0};
  if (!wanted) {
    std::string all;
    for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
    return invalid("the schema has several record types", "say which with --type: " + all);
  }
  if (const auto found = schema.find(*wanted)) return *found;
  return invalid("the schema has no record type '" + *wanted + "'",
                 text::did_you_mean(*wanted, names));
}

// What is asked, ready to be made by any number of workers.
struct Job {
  MakeSource make;
  std::uint64_t count = 1;
  std::string_view format;
};

Result<Job> record_job(const FakeArguments& arguments, const Setting& setting) {
  MIMUS_TRY(const yaml::Document document, read_document(arguments.what));
  Result<records::Schema> schema = records::Schema::compile(document.root());
  if (!schema) {
    Error error = std::move(schema).error();
    const std::string pointer = error.where.pointer;
    error.where = document.where(pointer);
    error.where.pointer = pointer;
    return error;
  }
  MIMUS_TRY(const std::size_t type, choose_type(*schema, arguments.type));
  records::Records::Options options{arguments.count, {}, setting.now};
  if (setting.locale_given) options.locale = setting.locale;
  const auto all = std::make_shared<const records::Records>(*schema, setting.key, options);
  const std::uint64_t count = arguments.count.value_or(schema->count(type).value_or(1));
  return Job{[all, type, &setting] { return std::make_unique<RecordSource>(*all, type, setting); },
             count, "ndjson"};
}

Result<Job> value_job(const FakeArguments& arguments, const Setting& setting) {
  std::optional<fake::Call> call;
  std::optional<fake::Template> text;
  if (arguments.what.find("{{") != std::string::npos) {
    text = fake::Template::compile(arguments.what);
    MIMUS_TRY_DONE(text->check());
  } else {
    MIMUS_TRY(call, fake::Call::parse(arguments.what));
  }
  return Job{[call, text, &setting] { return std::make_unique<ValueSource>(setting, call, text); },
             arguments.count.value_or(1), "text"};
}

bool names_a_schema(const std::string& what) {
  std::error_code ignored;
  if (what.starts_with('{')) return !what.starts_with("{{");
  const bool file_name = what.ends_with(".yaml") || what.ends_with(".yml") ||
                         what.ends_with(".json") || what.find('/') != std::string::npos;
  return file_name ||
         (std::filesystem::exists(what, ignored) && fake::find_method(what) == nullptr);
}

int list(const FakeArguments& arguments) {
  const bool as_json = arguments.format && *arguments.format == "json";
  const std::string text =
      as_json ? json::write(methods_as_json(), {.indent = 2}) + "\n" : list_methods();
  std::fputs(text.c_str(), stdout);
  return 0;
}

unsigned workers_for(const FakeArguments& arguments, const Setting& setting, std::uint64_t count) {
  if (setting.seed || count < 4096) return 1;
  return arguments.threads > 0 ? std::min(arguments.threads, 256u) : usable_cores();
}

}  // namespace

int run_fake(const FakeArguments& arguments) {
  if (arguments.list) return list(arguments);
  if (arguments.describe) {
    const Result<std::string> text = describe_method(*arguments.describe);
    if (!text) return fail(text.error());
    std::fputs(text->c_str(), stdout);
    return 0;
  }
  if (arguments.format && rows::find_format(*arguments.format) == nullptr)
    return fail(rows::unknown_format(*arguments.format));
  const Result<Setting> setting = read_setting(arguments);
  if (!setting) return fail(setting.error());
  const Result<Job> job = names_a_schema(arguments.what) ? record_job(arguments, *setting)
                                                         : value_job(arguments, *setting);
  if (!job) return fail(job.error());
  std::FILE* file = arguments.output ? std::fopen(arguments.output->c_str(), "wb") : stdout;
  if (file == nullptr) return fail(io_error("cannot open '" + *arguments.output + "'", errno));
  const RowJob all{job->make,
                   job->count,
                   workers_for(arguments, *setting, job->count),
                   arguments.format.value_or(std::string(job->format)),
                   {arguments.table, arguments.row_template.value_or("")}};
  const Status status = write_rows(all, file);
  if (file != stdout) std::fclose(file);
  return status ? 0 : fail(status.error());
}

}  // namespace mimus::cli
