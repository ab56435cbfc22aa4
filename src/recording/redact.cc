#include "redact.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "json_members.h"
#include "regex/regex.h"
#include "secrets.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::recording {

struct Redactor::Compiled {
  struct Looks {
    std::string rule, hint;
    regex::Regex regex;
  };
  std::unordered_set<std::string> names;
  std::vector<Looks> looks;
  bool cards = true;

  bool is_secret(std::string_view name) const { return names.contains(plain_name(name)); }
};

Redactor::Redactor(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Redactor> Redactor::compile(const RedactionRules& rules) {
  auto compiled = std::make_shared<Compiled>();
  if (rules.defaults) {
    for (const std::string_view name : secret_names()) compiled->names.emplace(name);
    for (const SecretLooks& looks : secret_looks()) {
      MIMUS_TRY(regex::Regex regex, regex::Regex::compile(looks.expression));
      compiled->looks.push_back({std::string(looks.rule), std::string(looks.hint), std::move(regex)});
    }
  }
  compiled->cards = rules.defaults;
  for (const std::string& name : rules.keep) compiled->names.erase(plain_name(name));
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

// One exchange on its way through the rules.
template <class Rules>
class Pass {
 public:
  explicit Pass(const Rules& rules) : rules_(rules) {}

  void fields(std::vector<http::OwnedField>& fields, std::string_view side) {
    for (http::OwnedField& field : fields) {
      const std::string where = std::string(side) + " header " + field.name;
      if (rules_.is_secret(field.name)) {
        replace(field.value, secret_field(field), where, "name");
      } else {
        by_looks(field.value, where);
      }
    }
  }

  // "https://host/path?a=1&api_key=s#f": the values of the query.
  void url(std::string& url) {
    const std::size_t question = url.find('?');
    if (question != url.npos) {
      const std::size_t end = std::min(url.find('#', question), url.size());
      std::string query = url.substr(question + 1, end - question - 1);
      parameters(query, "query ");
      url.replace(question + 1, end - question - 1, query);
    }
    by_looks(url, "url");
  }

  void body(std::string& body, const std::vector<http::OwnedField>& fields, std::string_view side) {
    if (body.empty() || !text::is_valid_utf8(body)) return;
    const std::string where = std::string(side) + " body";
    const std::string type = text::to_lower_ascii(exchange::find(fields, "Content-Type").value_or(""));
    if (type.starts_with("application/x-www-form-urlencoded")) parameters(body, where + " ");
    if (type.find("json") != type.npos || body.front() == '{' || body.front() == '[') members(body, where + " ");
    by_looks(body, where);
  }

  std::vector<Redaction> take() {
    std::sort(done_.begin(), done_.end());
    return std::move(done_);
  }

 private:
  void replace(std::string& text, std::string with, const std::string& where, const std::string& rule) {
    if (text == with) return;
    text = std::move(with);
    done_.push_back({where, rule});
  }

  static std::string secret_field(const http::OwnedField& field) {
    const std::string name = plain_name(field.name);
    if (name == "cookie") return cookies(field.value, field.value.size());
    if (name == "setcookie") return cookies(field.value, field.value.find(';'));
    const std::size_t blank = field.value.find(' ');
    if (name.ends_with("authorization") && blank != std::string::npos) {
      return field.value.substr(0, blank + 1) + std::string(kRedacted);
    }
    return std::string(kRedacted);
  }

  // "a=1; b=2" up to `end`: names stay.
  static std::string cookies(std::string_view text, std::size_t end) {
    end = std::min(end, text.size());
    std::string out;
    for (std::size_t at = 0; at < end;) {
      const std::size_t stop = std::min(text.find(';', at), end);
      const std::string_view one = text.substr(at, stop - at);
      const std::size_t equals = one.find('=');
      out += equals == one.npos ? one : one.substr(0, equals + 1);
      if (equals != one.npos) out += kRedacted;
      if (stop < end) out += ';';
      at = stop + 1;
    }
    return out.append(text.substr(end));
  }

  void parameters(std::string& text, const std::string& where) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t stop = std::min(text.find('&', at), text.size());
      std::string one = text.substr(at, stop - at);
      const std::size_t equals = one.find('=');
      const std::string name = text::form_decode(std::string_view(one).substr(0, equals));
      if (equals != one.npos && equals + 1 < one.size() && rules_.is_secret(name)) {
        replace(one, one.substr(0, equals + 1) + std::string(kRedacted), where + name, "name");
      }
      out += one;
      if (stop < text.size()) out += '&';
      at = stop + 1;
    }
    text = std::move(out);
  }

  void members(std::string& body, const std::string& where) {
    static const std::string kMark = '"' + std::string(kRedacted) + '"';
    std::string out;
    std::size_t copied = 0;
    for_each_member(body, [&](const Member& member) {
      if (!rules_.is_secret(member.name) || member.begin < copied) return;
      const std::string_view value = std::string_view(body).substr(member.begin, member.end - member.begin);
      if (value == kMark || value == "null" || value == "true" || value == "false" || value == "\"\"") return;
      out.append(body, copied, member.begin - copied).append(kMark);
      copied = member.end;
      done_.push_back({where + member.name, "name"});
    });
    if (copied != 0) body = out.append(body, copied);
  }

  void by_looks(std::string& text, const std::string& where) {
    for (const auto& looks : rules_.looks) {
      if (!looks.hint.empty() && text.find(looks.hint) == text.npos) continue;
      every(looks.regex, text, where, looks.rule);
    }
    if (!rules_.cards) return;
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
  std::vector<Redaction> done_;
};

}  // namespace

std::vector<Redaction> Redactor::redact(exchange::Exchange& exchange) const {
  Pass pass(*compiled_);
  pass.url(exchange.request.url);
  pass.fields(exchange.request.fields, "request");
  pass.body(exchange.request.body, exchange.request.fields, "request");
  if (exchange.response) {
    pass.fields(exchange.response->fields, "response");
    pass.body(exchange.response->body, exchange.response->fields, "response");
    // A replacement shifts bytes: pieces end where the body does at the latest.
    for (exchange::Piece& piece : exchange.response->pieces) piece.end = std::min(piece.end, exchange.response->body.size());
    if (!exchange.response->pieces.empty()) exchange.response->pieces.back().end = exchange.response->body.size();
  }
  return pass.take();
}

}  // namespace mimus::recording
