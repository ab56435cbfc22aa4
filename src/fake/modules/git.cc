#include <cstdio>

#include "dates.h"
#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void append_sha(Engine& engine, double length, std::string& out) {
  append_hexadecimal(engine, length, Casing::kLower, out);
}

// The first blank becomes a hyphen.
void append_hyphened(std::string_view words, std::string& out) {
  const std::size_t start = out.size();
  out += words;
  if (const std::size_t blank = words.find(' '); blank != words.npos) out[start + blank] = '-';
}

void branch(Engine& engine, const Args&, std::string& out) {
  append_hyphened(pick(engine, hacker_noun), out);
  out += '-';
  append_hyphened(pick(engine, hacker_verb), out);
}

void append_commit_date(Engine& engine, double reference, std::string& out) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilDate date = civil(recent(engine, reference, 0, 1));
  const int zone = static_cast<int>(number_int(engine, -11, 12));
  char text[96];
  const int length =
      std::snprintf(text, sizeof text, "%s %s %d %02d:%02d:%02d %d %c%02d00", kDays[date.weekday],
                    kMonths[date.month - 1], date.day, date.hour, date.minute, date.second,
                    static_cast<int>(date.year), zone < 0 ? '-' : '+', zone < 0 ? -zone : zone);
  out.append(text, static_cast<std::size_t>(length));
}

void commit_date(Engine& engine, const Args& args, std::string& out) {
  append_commit_date(engine, args.date(engine, 0), out);
}

void append_message(Engine& engine, std::string& out) {
  out += pick(engine, hacker_verb);
  out += ' ';
  out += pick(engine, hacker_adjective);
  out += ' ';
  out += pick(engine, hacker_noun);
}

void commit_message(Engine& engine, const Args&, std::string& out) {
  append_message(engine, out);
}

void commit_sha(Engine& engine, const Args& args, std::string& out) {
  append_sha(engine, args.count(engine, 0, 40), out);
}

// What git itself strips from an author's name.
void append_author(std::string_view name, std::string& out) {
  constexpr std::string_view kEdges = ".,:;\"\\'";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool edge = (i == 0 || i + 1 == name.size()) && kEdges.find(name[i]) != kEdges.npos;
    if (!edge && name[i] != '<' && name[i] != '>' && name[i] != '\n') out += name[i];
  }
}

void commit_entry(Engine& engine, const Args& args, std::string& out) {
  const bool merge = args.has(0) ? args.flag(0, false) : engine.boolean(0.2);
  const std::string_view line = args.has(1) && args[1].choice == 0 ? "\n" : "\r\n";
  out += "commit ";
  append_sha(engine, 40, out);
  out += line;
  if (merge) {
    out += "Merge: ";
    append_sha(engine, 7, out);
    out += ' ';
    append_sha(engine, 7, out);
    out += line;
  }
  const std::string_view first = first_name(engine, Sex::kUnspecified);
  std::string last;
  std::string full;
  std::string user;
  last_name(engine, Sex::kUnspecified, last);
  full_name(engine, Sex::kUnspecified, first, last, full);
  username(engine, {first, last}, user);
  const bool by_user_name = engine.below(2) == 1;
  out += "Author: ";
  append_author(by_user_name ? user : full, out);
  out += " <";
  email(engine, {first, last}, std::nullopt, false, out);
  out.append(">").append(line).append("Date: ");
  append_commit_date(engine, args.date(engine, 2), out);
  out.append(line).append(line).append("\u00A0\u00A0\u00A0\u00A0");
  append_message(engine, out);
  out += line;
}

constexpr Param kCommitDate[] = {{"refDate", Type::kDate, "now"}};
constexpr Param kCommitEntry[] = {{"merge", Type::kBoolean, "a draw"},
                                  {"eol", Type::kChoice, "CRLF", "LF|CRLF"},
                                  {"refDate", Type::kDate, "now"}};
constexpr Param kCommitSha[] = {{"length", Type::kRange, "40"}};

constexpr Method kMethods[] = {
    text_row("git", "branch", branch, "A branch's name"),
    text_row("git", "commitDate", commit_date, "A commit's date as git log writes it", kCommitDate),
    text_row("git", "commitEntry", commit_entry, "A commit as git log shows it", kCommitEntry),
    text_row("git", "commitMessage", commit_message, "A commit's message"),
    text_row("git", "commitSha", commit_sha, "A commit's hash", kCommitSha),
};

}  // namespace

Rows git_methods() {
  return kMethods;
}

}  // namespace mimus::fake
