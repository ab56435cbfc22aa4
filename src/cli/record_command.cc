#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "commands.h"
#include "ending_signals.h"
#include "recorded_folder.h"
#include "recorded_origin.h"
#include "recorded_whole.h"
#include "recording/condense.h"
#include "recording/redact.h"
#include "recording/report.h"
#include "recording_proxy.h"
#include "recordings.h"
#include "rescue.h"
#include "terminal.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

const char* plural(std::size_t count) { return count == 1 ? "" : "s"; }

Result<recording::Redactor> redactor_of(const RecordArguments& arguments) {
  recording::RedactionRules rules;
  rules.names = arguments.redact_names;
  rules.patterns = arguments.redact_patterns;
  rules.keep = arguments.keep_secrets;
  auto redactor = recording::Redactor::compile(rules);
  if (!redactor) redactor.error().message.insert(0, "--redact-pattern: ");
  return redactor;
}

// Those with the recorded server, as clients of a mock ask for them.
std::size_t leave_others_out(const std::optional<Origin>& origin, std::vector<exchange::Exchange>& exchanges) {
  if (!origin) return 0;
  return std::erase_if(exchanges, [&](exchange::Exchange& one) { return !origin->take(one); });
}

void note_hosts(const std::vector<exchange::Exchange>& exchanges) {
  std::set<std::string> hosts;
  for (const exchange::Exchange& one : exchanges) hosts.emplace(exchange::split(one.request.url).authority);
  if (hosts.size() > 1) std::printf("note: these requests went to %zu hosts, which the routes do not tell apart; --to URL takes those of one\n", hosts.size());
}

void note_streams(const std::vector<exchange::Exchange>& exchanges, bool timing) {
  const auto streams = static_cast<std::size_t>(
      std::ranges::count_if(exchanges, [](const auto& one) { return one.response && !one.response->pieces.empty(); }));
  if (streams == 0) return;
  std::printf("note: %zu event stream%s end%s where the recording left %s; %s\n", streams, plural(streams), streams == 1 ? "s" : "",
              streams == 1 ? "it" : "them",
              timing ? "each event comes when it came then" : "--with-timing has each event come when it came then");
}

void print_end(const RecordedFolder::Written& written) {
  for (const std::string& phrase : written.lost) std::printf("not taken over: %s\n", text::to_valid_utf8(phrase).c_str());
  for (const std::string& phrase : written.left_out) std::printf("left out: %s\n", text::to_valid_utf8(phrase).c_str());
  std::printf("%zu new, %zu updated, %zu as before; %zu route%s in all\n", written.added, written.updated, written.unchanged, written.routes,
              plural(written.routes));
  for (const std::string& file : written.files) std::printf("wrote %s\n", file.c_str());
  if (written.files.empty()) std::printf("nothing has changed\n");
  if (!written.unread) return;
  std::fflush(stdout);
  Error unread = *written.unread;
  unread.message.insert(0, "changed while recording, and so left as it is: ");
  print_problem(unread);
}

// Without secrets: they are gone from it by now.
void save_elsewhere(const std::vector<exchange::Exchange>& exchanges) {
  const auto file = rescue(exchanges);
  if (!file) return print_problem(file.error());
  std::fprintf(stderr, "what was recorded is in %s: mimus record --from %s -o FOLDER\n", file->c_str(), file->c_str());
}

// Our templates are no templates of WireMock's. Of a recording that is not generalised these are fields that were new each time.
void leave_templates_out(recording::Condensed& condensed) {
  for (stub::Stub& stub : condensed.stubs) {
    for (stub::ResponseSpec& spec : stub.responses) {
      std::erase_if(spec.fields, [&](const http::OwnedField& field) {
        if (!spec.templated_fields || field.value.find("{{") == field.value.npos) return false;
        condensed.notes.push_back({recording::Note::Kind::kDropped, stub.label, field.name, "it is new each time", 1});
        return true;
      });
    }
  }
}

int fail(const Error& error) {
  print_problem(error);
  return 2;
}

}  // namespace

int run_record(const RecordArguments& given) {
  std::optional<EndingSignals> signals;  // of a file nothing is to be saved
  if (given.from.empty()) signals.emplace();
  std::signal(SIGPIPE, SIG_IGN);
  RecordArguments arguments = given;

  std::optional<Origin> origin;
  if (!arguments.to.empty()) {
    auto parsed = Origin::parse(arguments.to);
    if (!parsed) return fail(parsed.error());
    origin = *std::move(parsed);
    arguments.shown_origin = origin->host();
  }
  const auto redactor = redactor_of(arguments);
  if (!redactor) return fail(redactor.error());
  const auto form = arguments.format == "wiremock" ? RecordedFolder::Form::kWiremock : RecordedFolder::Form::kNative;
  auto folder = RecordedFolder::open(arguments.output, form);
  if (!folder) return fail(folder.error());

  auto recorded = signals ? record_through_proxy(arguments, *redactor, *signals) : read_recordings(arguments.from, {});
  if (!recorded) return fail(recorded.error());
  for (const std::string& line : recorded->notes) std::fprintf(stderr, "note: %s\n", line.c_str());
  std::vector<exchange::Exchange>& exchanges = recorded->all;
  const std::size_t others = leave_others_out(origin, exchanges);
  prepare(exchanges, arguments.pace);
  if (exchanges.empty()) {
    std::printf("nothing was recorded%s\n", others > 0 ? ", but requests to other servers" : "");
    return signals ? 0 : 1;
  }

  const std::vector<recording::Redaction> redactions = redactor->redact(exchanges);
  recording::CondenseOptions options;
  options.generalise = arguments.generalise && form == RecordedFolder::Form::kNative;
  options.in_order = arguments.in_order;
  options.timing = arguments.timing;
  options.files_root = folder->files_root();
  recording::Condensed condensed = recording::condense(exchanges, options);
  if (form == RecordedFolder::Form::kWiremock) leave_templates_out(condensed);
  const std::string described = recording::describe(condensed, redactions);
  const std::size_t count = exchanges.size() + recorded->repeats;
  std::printf("%zu request%s", count, plural(count));
  if (others > 0) std::printf(" (%zu more to other servers)", others);
  std::printf("\n");
  if (!origin) note_hosts(exchanges);
  note_streams(exchanges, arguments.timing);
  const std::string from = arguments.shown_origin.empty() ? "a file" : arguments.shown_origin;
  if (signals) signals->keep();
  auto written = folder->write(std::move(condensed), "recorded from " + from + " by mimus record, which replaces what it records again");
  if (!written) {
    if (signals) save_elsewhere(exchanges);
    return fail(written.error());
  }
  std::fputs(described.c_str(), stdout);
  print_end(*written);
  return written->unread ? 1 : 0;
}

}  // namespace mimus::cli
