#include "options.h"

#include <charconv>

namespace mimus::cli {
namespace {

constexpr CommandText kRecord = {
    "record", "records what a server answers, as mocks",
    "  mimus record --to https://api.example.com            # a proxy on http://127.0.0.1:8080/; Ctrl+C writes recorded/mimus.yaml\n"
    "  mimus record --to https://api.example.com -o mocks/  # again and again: what is there is updated, never doubled\n"
    "  mimus serve mocks/ --offline                         # the recording in its place\n"
    "  mimus record --from shop.har --to https://api.example.com -o mocks/\n"
    "  mimus record --from mimus.db -o wiremock/ --format wiremock\n"
    "  mimus record --to https://api.example.com --redact x-tenant-key --redact-pattern 'cus_[a-z0-9]+' --keep-secrets token\n"
    "  mimus record --to https://api.example.com --timing 0.5   # routes take half as long as the server did\n"};

void read_timing(const std::string& text, RecordArguments& record) {
  record.timing = text != "none";
  if (text == "none" || text == "as-recorded") return;
  const char* const end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, record.pace);
  if (failure == std::errc() && at == end && record.pace >= 0 && record.pace <= 1000) return;
  throw CLI::ValidationError("--timing", "'" + text + "' is neither as-recorded, none nor a factor from 0 to 1000");
}

class Record final : public Command {
 public:
  explicit Record(CLI::App& program) : Command(program, kRecord) {
    CLI::App& c = options();
    c.add_option("--to", taken_.to, "the server, as https://api.example.com; with --from: of these requests, those to it");
    c.add_option("--from", taken_.from, "a recording that is there: a history (mimus serve --history) or a HAR file");
    c.add_option("--output,-o", taken_.output, "the folder that the mocks are in, or come into (default: recorded)");
    c.add_option("--format", taken_.format, "native or wiremock (default: native)")->check(CLI::IsMember({"native", "wiremock"}));
    c.add_option("--port,-p", taken_.port, "port of the proxy; 0 picks a free one (default 8080)");
    c.add_option("--host", taken_.host, "address to listen on (default 127.0.0.1; 0.0.0.0: every interface)");
    c.add_option("--redact", taken_.redact_names, "one more header, parameter or member whose value is a secret; may be repeated")->allow_extra_args(false);
    c.add_option("--redact-pattern", taken_.redact_patterns, "a regular expression of what is secret wherever it stands; may be repeated")->allow_extra_args(false)->check(kExpression);
    c.add_option("--keep-secrets", taken_.keep_secrets, "a name whose value is no secret here, as token; may be repeated")->allow_extra_args(false);
    c.add_flag_callback("--no-generalise", [this] { taken_.generalise = false; }, "a route for each different request, its answers in the recorded order");
    c.add_flag("--strict-order", taken_.in_order, "a route for each request, asked in the recorded order and in no other: steps of the scenario 'recording'");
    CLI::Option* with = c.add_flag("--with-timing", taken_.timing, "routes take as long as the server did");
    c.add_option_function<std::string>("--timing", [this](const std::string& text) { read_timing(text, taken_); },
                                       "as-recorded, none, or a factor such as 0.5 (default: none)")->excludes(with);
    add_tls_options(c, taken_.tls);
    add_outward_options(c, taken_.outward);
    c.add_option("--proxy-timeout", taken_.outward.timeout_ms, "milliseconds that the server may be silent (default 300000)")->check(kNotNegative);
    c.add_option("--allow-proxy-targets", taken_.outward.allow, "the only servers: addresses, blocks, ranges, names")->delimiter(',')->group("");
    c.add_option("--deny-proxy-targets", taken_.outward.deny, "never these")->delimiter(',')->group("");
  }
  Arguments arguments() override {
    if (taken_.to.empty() && taken_.from.empty()) return Finished{options().help(), true, 2};
    return taken_;
  }

 private:
  RecordArguments taken_;
};

}  // namespace

std::unique_ptr<Command> record_options(CLI::App& program) { return std::make_unique<Record>(program); }

}  // namespace mimus::cli
