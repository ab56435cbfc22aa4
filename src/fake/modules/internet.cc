#include "internet_text.h"

#include <array>
#include <cmath>

#include "parts.h"
#include "regex/regex.h"
#include "rows.h"

namespace mimus::fake {
namespace {

constexpr std::string_view kMethodsOfHttp[] = {"GET", "POST", "PUT", "DELETE", "PATCH"};

Names names_of(const Args& args) {
  Names names;
  if (args.has(0)) names.first = args.text(0);
  if (args.has(1)) names.last = args.text(1);
  return names;
}

void email_(Engine& engine, const Args& args, std::string& out) {
  std::optional<std::string_view> provider;
  if (args.has(2)) provider = args.text(2);
  email(engine, names_of(args), provider, args.flag(3, false), out);
}

void example_email(Engine& engine, const Args& args, std::string& out) {
  const std::string_view provider = pick(engine, internet_example_email);
  email(engine, names_of(args), provider, args.flag(2, false), out);
}

void username_(Engine& engine, const Args& args, std::string& out) {
  username(engine, names_of(args), out);
}
void display_name_(Engine& engine, const Args& args, std::string& out) {
  display_name(engine, names_of(args), out);
}

void domain_name(Engine& engine, std::string& out) {
  domain_word(engine, out);
  out += '.';
  out += pick(engine, internet_domain_suffix);
}

void domain_name_(Engine& engine, const Args&, std::string& out) {
  domain_name(engine, out);
}
void domain_word_(Engine& engine, const Args&, std::string& out) {
  domain_word(engine, out);
}

void url(Engine& engine, const Args& args, std::string& out) {
  const bool slash = args.has(0) ? args.flag(0, false) : engine.boolean();
  out.append(args.text(1, "https")).append("://");
  domain_name(engine, out);
  if (slash) out += '/';
}

// One list of an object of lists: of all, or of those that were asked for.
Node list_of(Engine& engine, const Args& args, Node lists) {
  if (engine.failed()) return Image::node(0);
  if (!args.has(0))
    return Image::child(lists, static_cast<std::uint32_t>(engine.below(lists.count())));
  const json::Array& types = args.list(0);
  if (types.empty()) {
    engine.fail("there is nothing to choose from");
    return Image::node(0);
  }
  return lists / std::string_view(types[engine.below(types.size())].get_string());
}

void emoji(Engine& engine, const Args& args, std::string& out) {
  out += pick(engine, list_of(engine, args, required(engine, internet_emoji)));
}

Value http_status_code(Engine& engine, const Args& args) {
  const Node codes = list_of(engine, args, required(engine, internet_http_status_code));
  if (!codes.is(Node::kNumbers)) {
    engine.fail("there is nothing to choose from");
    return {};
  }
  return element_value(codes, engine.below(codes.count()));
}

void http_method(Engine& engine, const Args&, std::string& out) {
  out += kMethodsOfHttp[engine.below(std::size(kMethodsOfHttp))];
}

void protocol(Engine& engine, const Args&, std::string& out) {
  out += engine.below(2) == 0 ? "http" : "https";
}

void ipv4_(Engine& engine, const Args& args, std::string& out) {
  ipv4(engine, args.has(0) ? args.text(0) : network_block(args.has(1) ? args[1].choice : 0), out);
}

void ipv6(Engine& engine, std::string& out) {
  for (int i = 0; i < 8; ++i) {
    if (i != 0) out += ':';
    append_hexadecimal(engine, 4, Casing::kLower, out);
  }
}

void ipv6_(Engine& engine, const Args&, std::string& out) {
  ipv6(engine, out);
}

void ip(Engine& engine, const Args&, std::string& out) {
  if (engine.boolean())
    ipv4(engine, network_block(0), out);
  else
    ipv6(engine, out);
}

void mac_(Engine& engine, const Args& args, std::string& out) {
  mac(engine, args.text(0, ":"), out);
}

Value port(Engine& engine, const Args&) {
  return number_int(engine, 1, 65535);
}

bool is_vowel(char c) {
  return std::string_view("aeiouAEIOU").find(c) != std::string_view::npos;
}

// What a password's next character must be: of the pattern; or, to be memorable, a vowel after a
// consonant and so on.
class Wanted {
 public:
  Wanted(Engine& engine, const Args& args) : memorable_(args.flag(1, false)) {
    if (!args.has(2) || memorable_) return;
    const Arg& pattern = args[2];
    std::string source(pattern.text);
    regex::Regex::Options options;
    if (pattern.is == Arg::Is::kJson) {
      source = std::string_view(pattern.json->get_object().at("$regex").get_string());
      const json::Value* flags = pattern.json->get_object().if_contains("flags");
      options.ignore_case = flags != nullptr && std::string_view(flags->get_string()).find('i') !=
                                                    std::string_view::npos;
    }
    auto compiled = regex::Regex::compile(source, options);
    if (compiled)
      regex_ = *std::move(compiled);
    else
      engine.fail(compiled.error().message, compiled.error().hint);
  }

  bool takes(std::string_view so_far, char c) const {
    if (regex_) return regex_->search(std::string_view(&c, 1)) == regex::Regex::Outcome::kYes;
    if (!memorable_) return is_word(c);
    const bool after_consonant =
        !so_far.empty() && is_letter(so_far.back()) && !is_vowel(so_far.back());
    return is_letter(c) && is_vowel(c) == after_consonant;
  }
  bool memorable() const { return memorable_; }
  bool any_word_character() const { return !memorable_ && !regex_; }

 private:
  bool memorable_;
  std::optional<regex::Regex> regex_;
};

constexpr int kMostRefused = 1'000'000;

// Takes each drawn character and moves on behind those that are wanted: a third is not, and a
// branch would guess wrong as often.
void append_word_characters(Engine& engine, std::size_t count, std::string& out) {
  static constexpr auto kIsWord = [] {
    std::array<bool, 128> table{};
    for (int c = 0; c < 128; ++c)
      table[static_cast<std::size_t>(c)] = is_word(static_cast<char>(c));
    return table;
  }();
  std::size_t at = out.size();
  const std::size_t end = at + count;
  out.resize(end + 1);
  for (std::size_t left = kMostRefused + 64 * count; at < end && left > 0; --left) {
    const int c = static_cast<int>(number_int(engine, 0, 94)) + 33;
    out[at] = static_cast<char>(c);
    at += kIsWord[static_cast<std::size_t>(c)];
  }
  out.resize(at);
  if (at < end) engine.fail("no character fits the password's pattern", {}, Code::kLimit);
}

void password(Engine& engine, const Args& args, std::string& out) {
  const double length = args.number(0, 15);
  const std::size_t start = out.size();
  const Wanted wanted(engine, args);
  out += args.text(3);
  double units = static_cast<double>(utf16_length(args.text(3)));
  if (length > Engine::kMostItems) return engine.fail("the password is too long", {}, Code::kLimit);
  if (wanted.any_word_character() && units < length && !engine.failed())
    return append_word_characters(engine, static_cast<std::size_t>(std::ceil(length - units)), out);
  for (int refused = 0; units < length && !engine.failed();) {
    char c = static_cast<char>(number_int(engine, 0, 94) + 33);
    if (wanted.memorable()) c = lower(c);
    if (wanted.takes(std::string_view(out).substr(start), c)) {
      out += c;
      ++units;
      refused = 0;
    } else if (++refused > kMostRefused) {
      engine.fail("no character fits the password's pattern", {}, Code::kLimit);
    }
  }
}

void user_agent(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, internet_user_agent_pattern), out);
}

void append_seconds(double ms, std::string& out) {
  append_number(std::floor(ms / 1000 + 0.5), out);
}

void append_claim(Engine& engine, const char* name, std::string& out) {
  out.append(",\"").append(name).append("\":\"");
  append_uuid(engine, out);
  out += '"';
}

// The claims of a token that was issued at `now`, in faker-js's order.
void append_claims(Engine& engine, double reference, double now, std::string& out) {
  out += "{\"iat\":";
  append_seconds(now, out);
  out += ",\"exp\":";
  append_seconds(soon(engine, now, 0, 1), out);
  out += ",\"nbf\":";
  append_seconds(anytime(engine, reference), out);
  std::string issuer;
  company_name(engine, issuer);
  out += ",\"iss\":";
  json::write_string(issuer, out);
  append_claim(engine, "sub", out);
  append_claim(engine, "aud", out);
  append_claim(engine, "jti", out);
  out += '}';
}

void jwt(Engine& engine, const Args& args, std::string& out) {
  const double reference = args.date(engine, 2);
  const double now = recent(engine, reference, 0, 1);
  std::string header;
  std::string payload;
  if (args.has(0))
    append_js_json(*args[0].json, header);
  else
    header.append("{\"alg\":\"")
        .append(pick(engine, internet_jwt_algorithm))
        .append("\",\"typ\":\"JWT\"}");
  if (args.has(1))
    append_js_json(*args[1].json, payload);
  else
    append_claims(engine, reference, now, payload);
  out.append(base64_url(header)).append(1, '.').append(base64_url(payload)).append(1, '.');
  append_alphanumeric(engine, 64, Casing::kMixed, out);
}

constexpr Param kEmail[] = {{"firstName", Type::kText, "a draw"},
                            {"lastName", Type::kText, "a draw"},
                            {"provider", Type::kText, "a draw"},
                            {"allowSpecialCharacters", Type::kBoolean, "false"}};
constexpr Param kExampleEmail[] = {{"firstName", Type::kText, "a draw"},
                                   {"lastName", Type::kText, "a draw"},
                                   {"allowSpecialCharacters", Type::kBoolean, "false"}};
constexpr Param kNames[] = {{"firstName", Type::kText, "a draw"},
                            {"lastName", Type::kText, "a draw"}};
constexpr Param kEmoji[] = {{"types", Type::kTexts, "all",
                             "smiley|body|person|nature|food|travel|activity|object|symbol|flag"}};
constexpr Param kStatus[] = {
    {"types", Type::kTexts, "all", "informational|success|clientError|serverError|redirection"}};
constexpr Param kIpv4[] = {{"cidrBlock", Type::kText, "the network's"},
                           {"network", Type::kChoice, "any",
                            "any|loopback|private-a|private-b|private-c|test-net-1|test-net-2|test-"
                            "net-3|link-local|multicast"}};
constexpr Param kMac[] = {{"separator", Type::kText, ":"}};
constexpr Param kPassword[] = {{"length", Type::kNumber, "15"},
                               {"memorable", Type::kBoolean, "false"},
                               {"pattern", Type::kPattern, "\\w"},
                               {"prefix", Type::kText, ""}};
constexpr Param kJwt[] = {{"header", Type::kObject, "a draw"},
                          {"payload", Type::kObject, "draws"},
                          {"refDate", Type::kDate, "now"}};
constexpr Param kUrl[] = {{"appendSlash", Type::kBoolean, "a draw"},
                          {"protocol", Type::kText, "https"}};

constexpr Method kMethods[] = {
    text_row("internet", "displayName", display_name_, "A name as people choose it for a site",
             kNames),
    text_row("internet", "domainName", domain_name_, "A domain"),
    data_row("internet", "domainSuffix", internet_domain_suffix, "A top-level domain"),
    text_row("internet", "domainWord", domain_word_, "A domain's first label"),
    text_row("internet", "email", email_, "An e-mail address", kEmail),
    text_row("internet", "emoji", emoji, "An emoji", kEmoji),
    text_row("internet", "exampleEmail", example_email,
             "An e-mail address at example.com and its like", kExampleEmail),
    text_row("internet", "httpMethod", http_method, "A method of HTTP"),
    value_row("internet", "httpStatusCode", Returns::kNumber, http_status_code,
              "A status code of HTTP", kStatus),
    text_row("internet", "ip", ip, "An IPv4 or IPv6 address"),
    text_row("internet", "ipv4", ipv4_, "An IPv4 address", kIpv4),
    text_row("internet", "ipv6", ipv6_, "An IPv6 address"),
    text_row("internet", "jwt", jwt, "A JSON Web Token (not signed)", kJwt),
    data_row("internet", "jwtAlgorithm", internet_jwt_algorithm,
             "An algorithm for JSON Web Tokens"),
    text_row("internet", "mac", mac_, "A MAC address", kMac, 0, 0),
    text_row("internet", "password", password, "A password", kPassword),
    value_row("internet", "port", Returns::kNumber, port, "A port's number"),
    text_row("internet", "protocol", protocol, "http or https"),
    text_row("internet", "url", url, "An address of the Web", kUrl),
    text_row("internet", "userAgent", user_agent, "What a browser calls itself"),
    text_row("internet", "username", username_, "A user name", kNames),
};

}  // namespace

Rows internet_methods() {
  return kMethods;
}

void mac(Engine& engine, std::string_view separator, std::string& out) {
  if (separator != ":" && separator != "-" && !separator.empty()) separator = ":";
  for (int i = 0; i < 12; ++i) {
    out += "0123456789abcdef"[static_cast<int>(engine.next() * 16)];
    if (i % 2 == 1 && i != 11) out += separator;
  }
}

}  // namespace mimus::fake
