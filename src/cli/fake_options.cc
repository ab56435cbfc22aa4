#include "options.h"

namespace mimus::cli {
namespace {

constexpr CommandText kFake = {
    "fake", "makes fake data: values, or records from a schema",
    "  mimus fake person.fullName -n 5\n"
    "  mimus fake 'number.int({\"min\": 1, \"max\": 6})' --seed 42  # as faker.seed(42) in faker-js\n"
    "  mimus fake simple_profile -n 1000000 --locale de -o people.ndjson\n"
    "  mimus fake '{id: int, name: person.fullName, email: email}' -n 100 --format csv\n"
    "  mimus fake shop.yaml --type order --keyed 7 --format sql --table orders\n"
    "  mimus fake '{{person.firstName}} likes {{animal.dog}}'\n"
    "  mimus fake --list                       # every method\n"
    "  mimus fake --describe finance.iban      # its parameters, and examples\n"};

class Fake final : public Command {
 public:
  explicit Fake(CLI::App& program) : Command(program, kFake) {
    CLI::App& c = options();
    c.add_option("METHOD", taken_.what, "a method, a template, a schema, or a schema's file (docs/fake-data.md)");
    c.add_option("--count,-n", taken_.count, "how many (default: 1, or the schema's $count)")->check(kNotNegative);
    c.add_option("--locale,-l", taken_.locale, "such as de, pt_BR (default: en, or the schema's $locale)");
    CLI::Option* seed = c.add_option("--seed", taken_.seed, "faker-js's own sequence after faker.seed(…): one stream, one core");
    c.add_option("--keyed", taken_.keyed, "a number or a text: row i depends on it and i alone; every core works")->excludes(seed);
    c.add_option("--format,-f", taken_.format, "text, json, ndjson, csv, tsv, sql, xml or template (default: text; records: ndjson)");
    c.add_option("--template", taken_.row_template, "a row of the format template: '{{name}} <{{email}}>'");
    c.add_option("--table", taken_.table, "name of the SQL table or the XML root (default: records)");
    c.add_option("--type", taken_.type, "which record type of a schema with several");
    c.add_option("--ref-date", taken_.reference_date, "what 'now' is for dates: 2026-01-01 (default: now)");
    c.add_option("--output,-o", taken_.output, "a file in place of standard output");
    c.add_option("--threads", taken_.threads, "workers (default: one for each processor)")->check(kNotNegative);
    CLI::Option* list = c.add_flag("--list", taken_.list, "every method with its summary; --format json for programs");
    c.add_option("--describe", taken_.describe, "what a method does, its parameters, examples")->excludes(list);
  }
  Arguments arguments() override {
    if (taken_.what.empty() && !taken_.list && !taken_.describe) return Finished{options().help(), true, 2};
    if (taken_.row_template && !taken_.format) taken_.format = "template";
    return taken_;
  }

 private:
  FakeArguments taken_;
};

}  // namespace

std::unique_ptr<Command> fake_options(CLI::App& program) { return std::make_unique<Fake>(program); }

}  // namespace mimus::cli
