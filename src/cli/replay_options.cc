#include "options.h"

#include <charconv>

#include "history/query.h"
#include "http/message.h"
#include "text/duration.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

constexpr CommandText kReplay = {
    "replay", "sends what was recorded to another server, and compares the answers",
    "  mimus replay mimus.db --against http://localhost:8080 --compare\n"
    "  mimus replay shop.har --against https://staging.example.com --from api.example.com --compare\n"
    "  mimus replay recordings/ --against http://localhost:8080 --compare --ignore /updatedAt --ignore '/**/etag' --tolerance 1%\n"
    "  mimus replay mimus.db --against http://localhost:8080 --method GET --path '/users/*' --parallel 8\n"
    "  mimus replay mimus.db --against http://localhost:8080 --compare --format junit -o replay.xml   # exit status 1: something differs\n"
    "  mimus replay mimus.db --against http://localhost:8080 --timing x10    # ten times as fast as it was recorded\n"
    "  mimus replay shop.har --against https://api.example.com --header 'Authorization: Bearer …'    # in place of what was redacted\n"};

const CLI::Validator kField(
    [](std::string& text) {
      const std::size_t colon = text.find(':');
      const bool fine = colon != text.npos && http::is_token(std::string_view(text).substr(0, colon));
      return fine ? std::string() : "'" + text + "' is no header field; expected 'Name: value'";
    },
    "");

// Of a text that kField takes.
std::pair<std::string, std::string> field_from(const std::string& text) {
  const std::size_t colon = text.find(':');
  return {text.substr(0, colon), std::string(text::trim(std::string_view(text).substr(colon + 1)))};
}

// "0.01", and "1%" of the recorded number. Nothing for what is neither.
struct Tolerance {
  double most;
  bool relative;
};
std::optional<Tolerance> tolerance_from(std::string_view text) {
  const bool relative = text.ends_with('%');
  if (relative) text.remove_suffix(1);
  double number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0)) return std::nullopt;
  return Tolerance{relative ? number / 100 : number, relative};
}

const CLI::Validator kTolerance(
    [](std::string& text) { return tolerance_from(text) ? std::string() : "'" + text + "' is no tolerance; expected 0.01 or 1%"; }, "");

std::optional<double> pace_from(const std::string& text) {
  if (text == "none") return std::nullopt;
  if (text == "as-recorded") return 1;
  double pace = 0;
  const bool factor = text.starts_with('x');
  const auto [end, error] = std::from_chars(text.data() + (factor ? 1 : 0), text.data() + text.size(), pace);
  if (factor && error == std::errc{} && end == text.data() + text.size() && pace > 0) return pace;
  throw CLI::ValidationError("--timing", "'" + text + "' is no timing; expected none, as-recorded, or x2 for twice as fast");
}

std::uint64_t timeout_from(const std::string& text) {
  const auto time = text::parse_duration(text);
  if (time && *time >= std::chrono::milliseconds(1)) return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(*time).count());
  throw CLI::ValidationError("--timeout", "'" + text + "' is no duration; expected 30s, 500ms or the like");
}

class Replay final : public Command {
 public:
  explicit Replay(CLI::App& program) : Command(program, kReplay) {
    CLI::App& c = options();
    c.add_option("SOURCE", taken_.source, "a history (mimus serve --history), a HAR file, or a folder of them")->required();
    c.add_option("--against", taken_.against, "where to: a scheme, a host and perhaps a path that goes before the recorded ones");
    CLI::Option* compare = c.add_flag("--compare", taken_.compare, "compare status, Content-Type and body of each answer with the recorded ones");
    recording::Tolerances& rules = taken_.tolerances;
    c.add_option("--ignore", rules.ignore, "a place in JSON bodies that may differ: /updatedAt, /items/*/id, /**/etag; repeatable")->needs(compare)->allow_extra_args(false);
    c.add_option("--compare-header", rules.headers, "a header that counts, too; '*': all but those of framing, connection and dates")->needs(compare)->allow_extra_args(false);
    c.add_option("--ignore-header", rules.ignore_headers, "a header that does not count")->needs(compare)->allow_extra_args(false);
    c.add_option("--tolerance", tolerances_, "how far numbers may be apart: 0.01, or 1% of the recorded one; either will do")
        ->needs(compare)->allow_extra_args(false)->check(kTolerance);
    c.add_option("--unordered", rules.unordered, "an array whose order does not matter: /tags; '/**': all")->needs(compare)->allow_extra_args(false);
    c.add_option("--same-form", rules.ignore_matching, "a regular expression: two texts that both match it are the same")->needs(compare)->allow_extra_args(false)->check(kExpression);
    c.add_flag("--more-members", rules.extra_members, "objects may have more members than recorded")->needs(compare);
    c.add_option("--format,-f", taken_.format, "text, json, junit or html (default: text)")->check(CLI::IsMember({"text", "json", "junit", "html"}));
    c.add_option("--output,-o", taken_.output, "a file for the report (default: standard output)");
    for (const history::ParameterHelp& row : history::parameters()) {
      if (row.name == "order") continue;
      const std::string name(row.name);
      const auto take = [this, name](const std::string& value) { taken_.parameters.emplace_back(name, value); };
      c.add_option_function<std::string>("--" + name + (name == "limit" ? ",-n" : ""), take, "only " + std::string(row.right));
    }
    c.add_option("--from", taken_.from, "only what was sent to this host, HOST or HOST:PORT; '*': any; repeatable")->allow_extra_args(false);
    c.add_option("--header", fields_, "'Name: value' in place of the recorded ones; 'Name:': none; repeatable")->allow_extra_args(false)->check(kField);
    c.add_option("--parallel", taken_.parallel, "requests at a time; what depends on another one waits for it (default 1)")
        ->check(kNotNegative)->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000}));
    c.add_option_function<std::string>("--timing", [this](const std::string& text) { taken_.pace = pace_from(text); },
                                       "none (default), as-recorded, or x10 for ten times as fast");
    c.add_option_function<std::string>("--timeout", [this](const std::string& text) { taken_.timeout_ms = timeout_from(text); },
                                       "of one request: 500ms, 2m (default 30s)");
    c.add_flag_callback("--as-it-was", [this] { taken_.links = false; }, "send recorded ids and tokens, also those that the server made anew");
    c.add_flag("--insecure", taken_.insecure, "take any certificate");
    c.add_option("--ca", taken_.ca_file, "PEM file of certificates to trust beside the system's");
  }
  Arguments arguments() override {
    recording::Tolerances& rules = taken_.tolerances;
    if (std::erase(rules.headers, "*") > 0) rules.all_headers = true;
    for (const std::string& text : tolerances_) {
      const auto read = tolerance_from(text);
      if (read) (read->relative ? rules.relative : rules.absolute) = read->most;
    }
    for (const std::string& text : fields_) taken_.fields.push_back(field_from(text));
    return taken_;
  }

 private:
  ReplayArguments taken_;
  std::vector<std::string> fields_, tolerances_;
};

}  // namespace

std::unique_ptr<Command> replay_options(CLI::App& program) { return std::make_unique<Replay>(program); }

}  // namespace mimus::cli
