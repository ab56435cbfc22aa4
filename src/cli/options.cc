#include "options.h"

#include "regex/regex.h"

namespace mimus::cli {

Command::Command(CLI::App& program, const CommandText& text)
    : options_(program.add_subcommand(std::string(text.name), std::string(text.summary))) {
  options_->footer(std::string(text.examples));
}

const CLI::Validator kNotNegative(
    [](std::string& text) { return text.starts_with('-') ? "must not be negative, got " + text : std::string(); }, "");

const CLI::Validator kExpression(
    [](std::string& text) {
      const auto compiled = regex::Regex::compile(text);
      return compiled ? std::string() : "'" + text + "' is no regular expression: " + describe(compiled.error());
    },
    "");

void add_tls_options(CLI::App& c, TlsArguments& tls) {
  c.add_option("--https-port", tls.port, "port for HTTPS, beside the one for HTTP; 0 picks a free one");
  c.add_flag("--disable-http", tls.without_http, "HTTPS alone");
  c.add_option("--https-cert", tls.certificate, "certificate and chain: PEM, or PKCS#12 (default: one for each host, of this machine's CA)");
  c.add_option("--https-key", tls.key, "its private key in PEM, when it is not in the same file");
  c.add_option("--https-key-password", tls.password, "of the key or the PKCS#12 keystore");
  c.add_option("--https-client-ca", tls.client_ca, "mutual TLS: whose client certificates are taken (PEM or PKCS#12)");
  c.add_option_function<std::string>("--https-client-cert", [&tls](const std::string& word) { tls.client_required = word == "required"; },
                                     "whether clients must show one: required (default) or optional")
      ->check(CLI::IsMember({"required", "optional"}));
  c.add_flag("--tls13-only", tls.only_tls13, "no TLS 1.2");
  c.add_option("--ca-dir", tls.ca_dir, "folder of the certificate authority (default: mimus ca shows it)");
}

void add_outward_options(CLI::App& c, OutwardArguments& outward) {
  c.add_option("--upstream-via", outward.via, "a proxy for requests to others: HOST:PORT, or a URL with user and password");
  c.add_option("--upstream-ca", outward.ca_file, "PEM file of certificates to trust beside the system's");
  c.add_option("--upstream-cert", outward.certificate, "PEM file of the certificate to show to upstreams");
  c.add_option("--upstream-key", outward.key, "PEM file of its key (default: in the same file)");
  c.add_flag("--upstream-insecure", outward.insecure, "take any certificate of upstreams");
  c.add_flag("--forwarded", outward.says_who, "tell upstreams who asked: Via, X-Forwarded-For, -Host and -Proto");
}

void add_json_format(CLI::App& c, bool& json) {
  c.add_option_function<std::string>("--format", [&json](const std::string& word) { json = word == "json"; }, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace mimus::cli
