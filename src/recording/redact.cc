#include "redact.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/arena.h"
#include "http/event_stream.h"
#include "http/multipart.h"
#include "json/json.h"
#include "json_members.h"
#include "known_secrets.h"
#include "markup_members.h"
#include "regex/regex.h"
#include "secret_field.h"
#include "secrets.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::recording {

struct Redactor::Compiled {
  struct Looks {
    std::string rule, hint;
    regex::Regex regex;
  };
  std::unordered_set<std::string> names, keep;  // own ones, plain
  std::vector<Looks> looks;
  bool defaults = true;

  bool is_secret(std::string_view name) const {
    const std::string plain = plain_name(name);
    return names.contains(plain) || (defaults && !keep.contains(plain) && is_secret_name(plain));
  }
};

Redactor::Redactor(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Redactor> Redactor::compile(const RedactionRules& rules) {
  auto compiled = std::make_shared<Compiled>();
  if (rules.defaults) {
    for (const SecretLooks& looks : secret_looks()) {
      MIMUS_TRY(regex::Regex regex, regex::Regex::compile(looks.expression));
      compiled->looks.push_back({std::string(looks.rule), std::string(looks.hint), std::move(regex)});
    }
  }
  compiled->defaults = rules.defaults;
  for (const std::string& name : rules.keep) compiled->keep.insert(plain_name(name));
  for (const std::string& name : rules.names) compiled->names.insert(plain_name(name));
  for (std::size_t i = 0; i < rules.patterns.size(); ++i) {
    auto regex = regex::Regex::compile(rules.patterns[i]);
    if (!regex) {
      Error error = std::move(regex).error();
      error.where.pointer = "/patterns/" + std::to_string(i);
      return error;
    }
    compiled->looks.push_back({"own pattern " + std::to_string(i + 1), "", *std::move(regex)});
  }
  return Redactor(std::move(compiled));
}

namespace {

// How parameters in URLs begin, and what their values do not have.
constexpr std::string_view kParameterStarts = "?&#;";
constexpr std::string_view kUrlEnds = " \t\r\n\"'<>\\";

using Reader = void (*)(std::string_view text, const std::function<void(const Member&)>& visit);

bool is_scalar_word(std::string_view value) { return value == "null" || value == "true" || value == "false"; }

// A JSON value as text: of a string its content.
std::string text_of(std::string_view value) {
  const auto parsed = json::parse(value);
  if (parsed && parsed->is_string()) return std::string(std::string_view(parsed->get_string()));
  return std::string(value.starts_with('{') || value.starts_with('[') ? std::string_view() : value);
}

// Could the word at the end of this text be the beginning of a URL? "https://…", "/path".
bool begins_url(std::string_view before) {
  const std::size_t blank = before.find_last_of(kUrlEnds);
  const std::string_view word = before.substr(blank == before.npos ? 0 : blank + 1);
  return word.starts_with('/') || word.find("://") != word.npos;
}

// One exchange on its way through the rules.
template <class Rules>
class Pass {
 public:
  Pass(const Rules& rules, KnownSecrets& known) : rules_(rules), known_(known) {}

  void fields(std::vector<http::OwnedField>& fields, std::string_view side) {
    for (http::OwnedField& field : fields) {
      const std::string where = std::string(side) + " header " + field.name;
      if (rules_.is_secret(field.name) && !is_scalar_word(field.value)) {
        replace(field.value, without_secret(field, [this](std::string_view secret) { known_.add(secret); }), where, "name");
      } else {
        url_parameters(field.value, where + " ", true);
        by_looks(field.value, where);
      }
    }
  }

  // "https://host/path;sid=s?a=1&api_key=s#access_token=s"
  void url(std::string& url) {
    url_parameters(url, "query ", true);
    by_looks(url, "url");
  }

  void body(std::string& body, const std::vector<http::OwnedField>& fields, std::string_view side) {
    if (body.empty()) return;
    const std::string where = std::string(side) + " body";
    const std::string type = text::to_lower_ascii(exchange::find(fields, "Content-Type").value_or(""));
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    const char begin = first == std::string::npos ? ' ' : body[first];
    if (type.starts_with("application/x-www-form-urlencoded")) {
      form(body, where + " ");
    } else if (const auto boundary = http::multipart_boundary(exchange::find(fields, "Content-Type").value_or(""))) {
      parts(body, *boundary, where + " ");
    } else if (type.find("json") != type.npos || begin == '{' || begin == '[') {
      members(body, where + " ", &for_each_member);
    } else if (http::is_event_stream(type)) {
      events(body, where + " ");
    } else if (type.find("xml") != type.npos || type.find("html") != type.npos || begin == '<') {
      members(body, where + " ", &for_each_markup_member);
    }
    if (!text::is_valid_utf8(body)) return;
    url_parameters(body, where + " ", false);
    by_looks(body, where);
  }

  // What was a secret somewhere else.
  void everywhere(exchange::Exchange& one) {
    std::string& url = one.request.url;
    const exchange::UrlParts split = exchange::split(url);
    std::string behind = url.substr(static_cast<std::size_t>(split.path.data() - url.data()));
    const std::size_t host = url.size() - behind.size();
    mask(behind, "url");
    url.replace(host, url.npos, behind);
    everywhere(one.request.fields, one.request.body, "request");
    if (one.response) everywhere(one.response->fields, one.response->body, "response");
  }

  std::vector<Redaction> take() {
    std::sort(done_.begin(), done_.end());
    return std::move(done_);
  }

 private:
  void everywhere(std::vector<http::OwnedField>& fields, std::string& body, std::string_view side) {
    for (http::OwnedField& field : fields) {
      if (!http::same_name(field.name, "Host")) mask(field.value, std::string(side) + " header " + field.name);
    }
    mask(body, std::string(side) + " body");
  }

  void mask(std::string& text, const std::string& where) {
    for (std::size_t left = known_.mask(text); left > 0; --left) done_.push_back({where, "a secret elsewhere"});
  }

  void replace(std::string& text, std::string with, const std::string& where, const std::string& rule) {
    if (text == with) return;
    text = std::move(with);
    done_.push_back({where, rule});
  }

  // Is "name=value" a secret that was not taken out yet?
  bool is_secret(std::string_view name, std::string_view value) const {
    return !value.empty() && value != kRedacted && !is_scalar_word(value) && rules_.is_secret(text::form_decode(name));
  }

  void form(std::string& text, const std::string& where) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t stop = std::min(text.find('&', at), text.size());
      const std::string_view one = std::string_view(text).substr(at, stop - at);
      const std::size_t equals = std::min(one.find('='), one.size());
      const std::string_view name = one.substr(0, equals), value = one.substr(std::min(equals + 1, one.size()));
      if (is_secret(name, value)) {
        known_.add(text::form_decode(value));
        out.append(name).append("=").append(kRedacted);
        done_.push_back({where + text::form_decode(name), "name"});
      } else {
        out += one;
      }
      if (stop < text.size()) out += '&';
      at = stop + 1;
    }
    text = std::move(out);
  }

  // Parameters of URLs in a text; `anywhere`: also where it is not sure that it is a URL.
  void url_parameters(std::string& text, const std::string& where, bool anywhere) {
    for (std::size_t at = text.find_first_of(kParameterStarts); at != text.npos; at = text.find_first_of(kParameterStarts, at)) {
      const std::size_t begin = ++at;
      const std::size_t equals = std::min(text.find_first_of("=&#;?/ \t\r\n\"'<>\\", begin), text.size());
      if (equals == text.size() || text[equals] != '=' || equals == begin) continue;
      std::size_t end = equals + 1;
      const std::string_view stops = text[begin - 1] == ';' ? "&#;?/" : "&#";
      while (end < text.size() && stops.find(text[end]) == stops.npos && kUrlEnds.find(text[end]) == kUrlEnds.npos) ++end;
      const std::string_view name = std::string_view(text).substr(begin, equals - begin), value = std::string_view(text).substr(equals + 1, end - equals - 1);
      if (!is_secret(name, value)) continue;
      if (!anywhere && !begins_url(std::string_view(text).substr(0, begin))) continue;
      known_.add(text::form_decode(value));
      done_.push_back({where + text::form_decode(name), "name"});
      text.replace(equals + 1, end - equals - 1, kRedacted);
      at = equals + 1 + kRedacted.size();
    }
  }

  // Of JSON or markup: `each` finds them.
  void members(std::string& body, const std::string& where, Reader each) {
    const bool json = each == &for_each_member;
    std::string out;
    std::size_t copied = 0;
    each(body, [&](const Member& member) {
      if (member.begin < copied || member.end <= member.begin || !rules_.is_secret(member.name)) return;
      const std::string_view value = std::string_view(body).substr(member.begin, member.end - member.begin);
      const std::string mark = json ? '"' + std::string(kRedacted) + '"' : std::string(kRedacted);
      if (value == mark || is_scalar_word(value) || value == "\"\"") return;
      if (json && value[0] == '{' && plain_name(member.name) == "session") return;  // what it has is looked at by itself
      known_.add(json ? text_of(value) : std::string(text::trim(value)));
      out.append(body, copied, member.begin - copied).append(mark);
      copied = member.end;
      done_.push_back({where + member.name, "name"});
    });
    if (copied != 0) body = out.append(body, copied);
  }

  // The JSON in the data lines of an event stream.
  void events(std::string& body, const std::string& where) {
    std::string out;
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t end = std::min(body.find_first_of("\r\n", at), body.size());
      std::string line = body.substr(at, end - at);
      const std::size_t first = line.starts_with("data:") ? line.find_first_not_of(' ', 5) : std::string::npos;
      if (first != std::string::npos && (line[first] == '{' || line[first] == '[' || line[first] == '"')) {
        std::string data = line.substr(first);
        members(data, where, &for_each_member);
        line.replace(first, line.npos, data);
      }
      out += line;
      if (end < body.size()) out += body[end];
      at = end + 1;
    }
    body = std::move(out);
  }

  void parts(std::string& body, std::string_view boundary, const std::string& where) {
    Arena arena;
    const std::string given = body;  // the parts' views point into it
    const auto read = http::parse_multipart(given, boundary, arena);
    if (!read) return;
    std::size_t shift = 0, gone = 0;
    for (const http::Part& part : *read) {
      const bool inside = part.body.data() >= given.data() && part.body.data() + part.body.size() <= given.data() + given.size();
      if (!inside || !is_secret(part.name, part.body)) continue;
      known_.add(part.body);
      body.replace(static_cast<std::size_t>(part.body.data() - given.data()) + shift - gone, part.body.size(), kRedacted);
      shift += kRedacted.size();
      gone += part.body.size();
      done_.push_back({where + std::string(part.name), "name"});
    }
  }

  void by_looks(std::string& text, const std::string& where) {
    for (const auto& looks : rules_.looks) {
      if (!looks.hint.empty() && text.find(looks.hint) == text.npos) continue;
      every(looks.regex, text, where, looks.rule);
    }
    if (!rules_.defaults) return;
    for (std::size_t left = mask_payment_cards(text); left > 0; --left) done_.push_back({where, "payment card"});
  }

  void every(const regex::Regex& regex, std::string& text, const std::string& where, const std::string& rule) {
    std::vector<std::string_view> groups(regex.group_count() + 1);
    std::string out;
    std::size_t at = 0;
    while (at < text.size() && regex.search(std::string_view(text).substr(at), groups) == regex::Regex::Outcome::kYes) {
      const std::string_view hit = groups.size() > 1 && groups[1].data() != nullptr ? groups[1] : groups[0];
      const std::size_t begin = static_cast<std::size_t>(hit.data() - text.data());
      if (hit.empty()) break;
      out.append(text, at, begin - at).append(kRedacted);
      at = begin + hit.size();
      if (hit != kRedacted) done_.push_back({where, rule});
    }
    if (at != 0) text = out.append(text, at);
  }

  const Rules& rules_;
  KnownSecrets& known_;
  std::vector<Redaction> done_;
};

// Where each event of a stream ends, after 0.
std::vector<std::size_t> event_ends(std::string_view stream) {
  std::vector<std::size_t> ends{0};
  while (ends.back() < stream.size()) ends.push_back(ends.back() + http::first_event(stream.substr(ends.back())));
  return ends;
}

// How many events were whole when each piece of a stream had come.
std::vector<std::size_t> whole_events(const exchange::Response& response) {
  std::vector<std::size_t> counts;
  if (response.pieces.empty() || !http::is_event_stream(exchange::find(response.fields, "Content-Type").value_or(""))) return counts;
  const std::vector<std::size_t> ends = event_ends(response.body);
  for (const exchange::Piece& piece : response.pieces) {
    counts.push_back(static_cast<std::size_t>(std::ranges::upper_bound(ends, piece.end) - ends.begin()) - 1);
  }
  return counts;
}

// A replacement shifts bytes and leaves the events: a piece ends behind those that it had, and at the latest where the body does.
void mend_pieces(const std::vector<std::size_t>& events, exchange::Response& response) {
  if (response.pieces.empty()) return;
  for (exchange::Piece& piece : response.pieces) piece.end = std::min(piece.end, response.body.size());
  if (!events.empty()) {
    const std::vector<std::size_t> ends = event_ends(response.body);
    for (std::size_t i = 0; i < events.size(); ++i) response.pieces[i].end = ends[std::min(events[i], ends.size() - 1)];
  }
  response.pieces.back().end = response.body.size();
}

}  // namespace

std::vector<Redaction> Redactor::redact(std::span<exchange::Exchange> exchanges) const {
  KnownSecrets known;
  std::vector<Redaction> done;
  std::vector<std::vector<std::size_t>> events;  // of each
  for (exchange::Exchange& one : exchanges) {
    events.push_back(one.response ? whole_events(*one.response) : std::vector<std::size_t>());
    Pass pass(*compiled_, known);
    pass.url(one.request.url);
    pass.fields(one.request.fields, "request");
    pass.body(one.request.body, one.request.fields, "request");
    if (one.response) {
      pass.fields(one.response->fields, "response");
      pass.body(one.response->body, one.response->fields, "response");
    }
    std::ranges::move(pass.take(), std::back_inserter(done));
  }
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    exchange::Exchange& one = exchanges[i];
    Pass pass(*compiled_, known);
    if (!known.empty()) pass.everywhere(one);
    if (one.response) mend_pieces(events[i], *one.response);
    std::ranges::move(pass.take(), std::back_inserter(done));
  }
  return done;
}

std::string Redactor::redact_url(std::string_view url) const {
  KnownSecrets none;
  Pass pass(*compiled_, none);
  std::string redacted(url);
  pass.url(redacted);
  return redacted;
}

std::string Redactor::redact_value(std::string_view where, std::string_view value) const {
  KnownSecrets none;
  Pass pass(*compiled_, none);
  constexpr std::string_view kHeader = "header ";
  if (where.starts_with(kHeader)) {
    std::vector<http::OwnedField> fields{{std::string(where.substr(kHeader.size())), std::string(value)}};
    pass.fields(fields, "");
    return std::move(fields.front().value);
  }
  const std::size_t slash = where.rfind('/');
  if (slash != where.npos && compiled_->is_secret(where.substr(slash + 1)) && !is_scalar_word(value)) return std::string(kRedacted);
  std::string redacted(value);
  pass.body(redacted, {}, "");
  return redacted;
}

}  // namespace mimus::recording
