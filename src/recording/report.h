#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "recording/compare.h"
#include "recording/condense.h"
#include "recording/redact.h"

namespace mimus::recording {

// One recorded request that was sent again.
struct Outcome {
  std::string request;                   // "GET /users/17"
  std::string failure{};                 // why no answer came: "connection refused"; "" when one did
  std::vector<Difference> differences{};
  Nanoseconds took{0};
  std::string skipped{};                 // why nothing was compared, though all went well
  bool failed() const { return !failure.empty() || !differences.empty(); }
  bool passed() const { return !failed() && skipped.empty(); }
};

// How reports for people call things.
struct ReportWords {
  std::string_view recorded = "recorded", actual = "now";  // the two sides of a difference
  std::string_view same = "as recorded", outcome = "request";
};

// What came of sending a recording again. A row of report_forms() writes it, without the secrets that the default rules of redact.h find:
//
//   text    for a terminal: what differs, then one line that sums up
//   json    {"requests", "passed", "failed", "seconds", "results": [{"request", "passed", "differences": […]}]}
//   junit   JUnit XML as CI servers read it: one test case for each request
//   html    one page that needs nothing else
struct Regression {
  std::string title;     // "api.har against http://localhost:8080"
  std::vector<Outcome> outcomes;
  std::string note{};        // "stopped after 3 of 120 requests: connection refused"; "" for nothing to say
  ReportWords words{};
  bool compared = true;      // else an answer of any kind is what was wanted
  std::size_t failed() const;
  std::size_t skipped() const;
  std::size_t passed() const { return outcomes.size() - failed() - skipped(); }
};

// Takes out, in place, what the default rules of redact.h find in a request's URL and in what differs in its answer.
void take_secrets_out(std::string& request, std::vector<Difference>& differences);

struct ReportForm {
  std::string_view name;
  void (*write)(const Regression& regression, std::string& out);  // appends
};
std::span<const ReportForm> report_forms();

// What a recording became, for a terminal: what was folded, generalised, linked and left out, and what was redacted, equal lines counted.
std::string describe(const Condensed& condensed, std::span<const Redaction> redactions);

}  // namespace mimus::recording
