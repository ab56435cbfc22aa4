#include "wiremock_options.h"

#include <algorithm>
#include <charconv>

#include "arguments.h"

namespace mimus::cli {
namespace {

// ---- values ------------------------------------------------------------------------------------

std::string wants(std::string_view what, std::string_view got) {
  return "expected " + std::string(what) + ", got '" + std::string(got) + "'";
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

template <auto kMember>
std::string take_text(std::string_view value, ServeArguments& all) {
  all.wiremock.*kMember = std::string(value);
  return "";
}

template <auto kMember>
std::string take_tls(std::string_view value, ServeArguments& all) {
  all.tls.*kMember = std::string(value);
  return "";
}

// With the password that WireMock assumes, unless there is another word about it.
template <auto kMember, auto kPassword>
std::string take_store(std::string_view value, ServeArguments& all) {
  if ((all.tls.*kPassword).empty()) all.tls.*kPassword = "password";
  return take_tls<kMember>(value, all);
}

std::string take_client_cert(std::string_view, ServeArguments& all) {
  all.tls.client_required = true;
  return "";
}

std::string take_browser_proxying(std::string_view, ServeArguments& all) {
  all.tls.forward_proxy = true;
  return "";
}

// What a store is, its first bytes say; Java, too, reads PKCS#12 where JKS was said.
std::string check_store_type(std::string_view value, ServeArguments&) {
  constexpr std::string_view kTypes[] = {"JKS", "jks", "PKCS12", "pkcs12"};
  return std::ranges::find(kTypes, value) != std::end(kTypes) ? "" : wants("JKS or PKCS12", value);
}

template <auto kMember>
std::string take_flag(std::string_view, ServeArguments& all) {
  all.wiremock.*kMember = true;
  return "";
}

std::string check_number(std::string_view value, ServeArguments&) {
  return number(value) ? "" : wants("a number", value);
}

std::string check_flag(std::string_view value, ServeArguments&) {
  return value == "true" || value == "false" ? "" : wants("true or false", value);
}

// Milliseconds as the seconds that cover them.
template <auto kMember>
std::string take_millis(std::string_view value, ServeArguments& all) {
  const auto millis = number(value);
  if (!millis) return wants("milliseconds", value);
  all.*kMember = (*millis + 999) / 1000;
  return "";
}

// ---- requests to others

template <auto kMember>
std::string take_outward_text(std::string_view value, ServeArguments& all) {
  all.outward.*kMember = std::string(value);
  return "";
}

template <auto kMember>
std::string take_outward_flag(std::string_view, ServeArguments& all) {
  all.outward.*kMember = true;
  return "";
}

template <auto kMember>
std::string take_outward_number(std::string_view value, ServeArguments& all) {
  const auto given = number(value);
  if (!given) return wants("a number", value);
  all.outward.*kMember = *given;
  return "";
}

template <auto kMember>
std::string take_list(std::string_view value, ServeArguments& all) {
  for (std::string_view rest = value;;) {
    const std::size_t comma = rest.find(',');
    (all.outward.*kMember).emplace_back(rest.substr(0, comma));
    if (comma == rest.npos) return "";
    rest.remove_prefix(comma + 1);
  }
}

std::string take_match_headers(std::string_view value, ServeArguments& all) {
  for (std::string_view rest = value;;) {
    const std::size_t comma = rest.find(',');
    all.wiremock.match_headers.emplace_back(rest.substr(0, comma));
    if (comma == rest.npos) return "";
    rest.remove_prefix(comma + 1);
  }
}

std::string take_no_reuse(std::string_view value, ServeArguments& all) {
  all.outward.reuse = value == "false";
  return check_flag(value, all);
}

std::string take_header_size(std::string_view value, ServeArguments& all) {
  const auto bytes = number(value);
  if (!bytes) return wants("a number of bytes", value);
  all.max_header_bytes = *bytes;
  return "";
}

std::string take_body_limit(std::string_view value, ServeArguments& all) {
  all.wiremock.logged_body_bytes = number(value);
  return all.wiremock.logged_body_bytes ? "" : wants("a number of bytes", value);
}

std::string take_host(std::string_view value, ServeArguments& all) {
  all.host = std::string(value);
  return "";
}

std::string take_no_log(std::string_view, ServeArguments& all) {
  all.log = LogFormat::kNone;
  return "";
}

std::string take_chunked(std::string_view value, ServeArguments& all) {
  using Chunked = wiremock::Rules::Chunked;
  constexpr std::pair<std::string_view, Chunked> kWords[] = {
      {"always", Chunked::kAlways}, {"never", Chunked::kNever}, {"body_file", Chunked::kBodyFile}};
  const auto word = std::ranges::find(kWords, value, &std::pair<std::string_view, Chunked>::first);
  if (word == std::end(kWords)) return wants("always, never or body_file", value);
  all.wiremock.rules.chunked = word->second;
  return "";
}

std::string take_no_gzip(std::string_view, ServeArguments& all) {
  all.wiremock.rules.gzip = false;
  return "";
}

std::string take_cors(std::string_view, ServeArguments& all) {
  all.wiremock.rules.cors = true;
  return "";
}

std::string take_global(std::string_view, ServeArguments& all) {
  if (all.wiremock.rules.templating != wiremock::Rules::Templating::kOff) {
    all.wiremock.rules.templating = wiremock::Rules::Templating::kGlobal;
  }
  return "";
}

std::string take_no_templates(std::string_view, ServeArguments& all) {
  all.wiremock.rules.templating = wiremock::Rules::Templating::kOff;
  return "";
}

std::string take_credentials(std::string_view value, ServeArguments& all) {
  const std::size_t colon = value.find(':');
  if (colon == value.npos || value.find(':', colon + 1) != value.npos)
    return wants("user:password, with one colon", value);
  all.wiremock.credentials = {std::string(value.substr(0, colon)),
                              std::string(value.substr(colon + 1))};
  return "";
}

// ---- the table ---------------------------------------------------------------------------------

constexpr std::string_view kNoTrustOfOne = "certificates of targets are verified, or none are: --trust-all-proxy-targets";
constexpr std::string_view kAlwaysPasses = "what no stub wants goes to the server that it is for";
constexpr std::string_view kNoThreads =
    "every core has an event loop, and a delay blocks no thread";
constexpr std::string_view kNoJetty = "there is no Jetty";
constexpr std::string_view kNoJava = "this is no Java program";

constexpr WiremockOption kOptions[] = {
    {"--root-dir", "DIR", "parent of mappings/ and __files/, which are made if they are missing",
     "", &take_text<&WiremockArguments::root_dir>},
    {"--port", "N", "port; 0 picks a free one", "", nullptr, true},
    {"--bind-address", "IP", "address to listen on (here: 127.0.0.1 unless told otherwise)", "",
     &take_host},
    {"--disable-http", "", "HTTPS alone; needs --https-port", "", nullptr, true},
    {"--https-port", "N", "port of the TLS listener; 0 picks a free one", "", nullptr, true},
    {"--disable-http2-plain", "", "HTTP/1.1 alone", "HTTP/2 is not served yet"},
    {"--disable-http2-tls", "", "HTTP/1.1 alone over TLS", "HTTP/2 is not served yet"},
    {"--https-keystore", "PATH", "certificate and key: PKCS#12 or PEM", "",
     &take_store<&TlsArguments::certificate, &TlsArguments::password>},
    {"--keystore-password", "TEXT", "of it (default: password)", "", &take_tls<&TlsArguments::password>},
    {"--key-manager-password", "TEXT", "", "PKCS#12 has one password: --keystore-password"},
    {"--keystore-type", "TYPE", "JKS or PKCS12; the file says itself", "", &check_store_type},
    {"--https-truststore", "PATH", "whose client certificates are taken: PKCS#12 or PEM", "",
     &take_store<&TlsArguments::client_ca, &TlsArguments::client_ca_password>},
    {"--truststore-password", "TEXT", "of it (default: password)", "", &take_tls<&TlsArguments::client_ca_password>},
    {"--truststore-type", "TYPE", "JKS or PKCS12; the file says itself", "", &check_store_type},
    {"--https-require-client-cert", "", "mutual TLS", "", &take_client_cert},
    {"--load-resources-from-classpath", "PATH", "a root inside the class path", kNoJava},
    {"--verbose", "", "logs every request and answer",
     "requests are logged anyway, and /__logs has all of them"},
    {"--print-all-network-traffic", "", "raw bytes to the console",
     "/__logs has every request and answer"},
    {"--disable-request-logging", "", "no line for each request", "", &take_no_log},
    {"--disable-banner", "", "less to read at the start", "",
     &take_flag<&WiremockArguments::no_banner>},
    {"--filename-template", "TEMPLATE", "names of saved mappings", "",
     &take_text<&WiremockArguments::filename_template>},
    {"--no-request-journal", "", "keeps no record of requests", "", nullptr, true},
    {"--max-request-journal-entries", "N", "keeps at most so many requests", "", nullptr, true},
    {"--logged-response-body-size-limit", "BYTES", "longer bodies are cut in the record", "",
     &take_body_limit},
    {"--container-threads", "N", "", kNoThreads, &check_number},
    {"--jetty-acceptor-threads", "N", "", kNoJetty, &check_number},
    {"--jetty-accept-queue-size", "N", "", kNoJetty, &check_number},
    {"--jetty-header-request-size", "BYTES", "431 beyond", "", &take_header_size},
    {"--jetty-header-buffer-size", "BYTES", "the same by its old name", "", &take_header_size},
    {"--jetty-header-response-size", "BYTES", "", "response headers have no limit", &check_number},
    {"--jetty-stop-timeout", "MS", "time for requests in flight at the end", "",
     &take_millis<&ServeArguments::grace>},
    {"--jetty-idle-timeout", "MS", "time between requests of a connection", "",
     &take_millis<&ServeArguments::idle_timeout>},
    {"--async-response-enabled", "BOOL", "", kNoThreads, &check_flag},
    {"--async-response-threads", "N", "", kNoThreads, &check_number},
    {"--timeout", "", "", "it has none in WireMock either"},
    {"--use-chunked-encoding", "HOW", "always, never or body_file", "", &take_chunked},
    {"--disable-gzip", "", "answers are not compressed", "", &take_no_gzip},
    {"--disable-strict-http-headers", "", "", kNoJetty},
    {"--disable-optimize-xml-factories-loading", "", "", kNoJava},
    {"--disable-extensions-scanning", "", "", kNoJava},
    {"--extensions", "CLASSES", "Java classes", kNoJava},
    {"--global-response-templating", "", "every stub is a template", "", &take_global},
    {"--local-response-templating", "", "stubs that say so are (as they are anyway)"},
    {"--disable-response-templating", "", "no stub is", "", &take_no_templates},
    {"--max-template-cache-entries", "N", "", "templates are compiled when stubs are read",
     &check_number},
    {"--permitted-system-keys", "REGEXES", "what systemValue may read", "", nullptr, true},
    {"--enable-stub-cors", "", "CORS headers and preflights for stubs", "", &take_cors},
    {"--admin-api-basic-auth", "USER:PASS", "what the admin API asks for", "", &take_credentials},
    {"--admin-api-require-https", "", "403 for the admin API over plain HTTP", "",
     &take_flag<&WiremockArguments::require_https>},
    {"--proxy-all", "URL", "forwards what no stub wants", "", &take_outward_text<&OutwardArguments::upstream>},
    {"--preserve-host-header", "", "Host passes as the client sent it", "",
     &take_outward_flag<&OutwardArguments::keeps_host>},
    {"--preserve-user-agent-proxy-header", "", "User-Agent passes, too", "",
     &take_flag<&WiremockArguments::keeps_user_agent>},
    {"--proxy-via", "HOST:PORT", "a proxy in front of all targets", "",
     &take_outward_text<&OutwardArguments::via>},
    {"--proxy-timeout", "MS", "how long a target may be silent", "",
     &take_outward_number<&OutwardArguments::timeout_ms>},
    {"--max-http-client-connections", "N", "open to targets at a time", "",
     &take_outward_number<&OutwardArguments::most_connections>},
    {"--disable-connection-reuse", "BOOL", "a connection for each request to a target (here: they are kept)", "",
     &take_no_reuse},
    {"--supported-proxy-encodings", "LIST", "", "Accept-Encoding passes as it is"},
    {"--allow-proxy-targets", "LIST", "the only targets: addresses, ranges a-b, blocks, *.example.com", "",
     &take_list<&OutwardArguments::allow>},
    {"--deny-proxy-targets", "LIST", "never these", "", &take_list<&OutwardArguments::deny>},
    {"--record-mappings", "", "writes what was forwarded to mappings/ and __files/, for the next start", "",
     &take_flag<&WiremockArguments::record_mappings>},
    {"--match-headers", "NAMES", "headers that such mappings ask for", "", &take_match_headers},
    {"--enable-browser-proxying", "", "is a forward proxy, too (here: --forward-proxy)", "", &take_browser_proxying},
    {"--trust-all-proxy-targets", "", "takes any certificate of targets", "",
     &take_outward_flag<&OutwardArguments::insecure>},
    {"--trust-proxy-target", "HOST", "", kNoTrustOfOne},
    {"--ca-keystore", "PATH", "the authority of a forward proxy: PKCS#12 or PEM (default: this machine's, mimus ca)", "",
     &take_tls<&TlsArguments::ca_keystore>},
    {"--ca-keystore-password", "TEXT", "of it (default: password)", "", &take_tls<&TlsArguments::ca_keystore_password>},
    {"--ca-keystore-type", "TYPE", "JKS or PKCS12; the file says itself", "", &check_store_type},
    {"--proxy-pass-through", "BOOL", "", kAlwaysPasses, &check_flag},
    {"--webhook-threadpool-size", "N", "", "one thread sends all of them", &check_number},
};

struct Conflict {
  std::string_view option;
  bool needs;  // false: excludes
  std::string_view other;
  std::string_view sentence{};  // "": made from the names
};
constexpr Conflict kConflicts[] = {
    {"--disable-http", true, "--https-port", "HTTPS must be enabled if HTTP is not."},
    {"--disable-http", false, "--port"},
    {"--https-require-client-cert", true, "--https-truststore"},
    {"--truststore-password", true, "--https-truststore"},
    {"--record-mappings", false, "--no-request-journal"},
    {"--trust-all-proxy-targets", true, "--enable-browser-proxying"},
    {"--trust-proxy-target", true, "--enable-browser-proxying"},
    {"--trust-all-proxy-targets", false, "--trust-proxy-target"},
};

bool is_number(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// The names that `word` abbreviates; itself alone when it is one.
std::vector<std::string_view> meanings(std::string_view word, std::span<const std::string> names) {
  std::vector<std::string_view> found;
  for (const std::string& name : names) {
    if (name == word) return {name};
    if (name.starts_with(word)) found.push_back(name);
  }
  return found;
}

}  // namespace

std::span<const WiremockOption> wiremock_options() {
  return kOptions;
}

std::string wiremock_conflict(bool (*is_given)(std::string_view name, const void* where),
                              const void* where) {
  for (const Conflict& row : kConflicts) {
    if (!is_given(row.option, where) || is_given(row.other, where) == row.needs) continue;
    if (!row.sentence.empty()) return std::string(row.sentence);
    return std::string(row.option) + (row.needs ? " needs " : " and ") + std::string(row.other) +
           (row.needs ? "" : " exclude each other");
  }
  return "";
}

Result<std::vector<std::string>> write_out(std::vector<std::string> words,
                                           std::span<const std::string> names) {
  std::vector<std::string> out;
  for (std::string& word : words) {
    if (!out.empty() && out.back() == "--timeout" && is_number(word))
      continue;  // it declares no argument, and takes one
    if (!word.starts_with("--") || word.size() == 2) {
      out.push_back(std::move(word));
      continue;
    }
    const std::size_t end = std::min(word.find('='), word.size());
    const auto found = meanings(std::string_view(word).substr(0, end), names);
    if (found.size() > 1) {
      std::string list;
      for (const std::string_view name : found)
        list += (list.empty() ? "" : ", ") + std::string(name);
      return invalid("'" + word.substr(0, end) + "' may be one of " + list);
    }
    out.push_back(found.size() == 1 ? std::string(found.front()) + word.substr(end)
                                    : std::move(word));
  }
  return out;
}

std::string wiremock_help() {
  std::string text =
      "Options of WireMock's command line that `mimus serve` takes. They may be abbreviated, and "
      "written --name=value.\n"
      "Each works as it does there, or has no effect here and says so at the start.\n\n";
  for (const WiremockOption& option : kOptions) {
    std::string line = "  " + std::string(option.name);
    if (!option.argument.empty()) line += " " + std::string(option.argument);
    line.resize(std::max<std::size_t>(line.size() + 1, 46), ' ');
    line += option.summary;
    if (!option.without_effect.empty()) {
      line += std::string(option.summary.empty() ? "" : "; ") +
              "no effect: " + std::string(option.without_effect);
    }
    text += line + "\n";
  }
  return text;
}

}  // namespace mimus::cli
