#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>

#include "commands.h"
#include "terminal.h"
#include "text/dates.h"
#include "tls/authority.h"
#include "tls_setup.h"

namespace mimus::cli {
namespace {

int failed(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(), describe(error).c_str());
  return 2;
}

// How somebody comes to trust it; {} is the certificate's file.
struct Instruction {
  std::string_view whom, how;
};
constexpr Instruction kInstructions[] = {
    {"curl", "curl --cacert {} https://localhost:8443/"},
    {"Debian, Ubuntu", "sudo cp {} /usr/local/share/ca-certificates/mimus.crt && sudo update-ca-certificates"},
    {"Fedora, RHEL", "sudo cp {} /etc/pki/ca-trust/source/anchors/mimus.pem && sudo update-ca-trust"},
    {"macOS, Safari, Chrome", "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {}"},
    {"iOS", "mail or AirDrop {} to the device, install the profile, then switch it on in Settings > General > About > Certificate Trust Settings"},
    {"Windows, Edge, Chrome", "certutil -addstore -user Root {}"},
    {"Chrome, Chromium on Linux", "certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Mimus -i {}   (package libnss3-tools)"},
    {"Firefox", "Settings > Privacy & Security > View Certificates > Authorities > Import {}"},
    {"Android", "adb push {} /sdcard/, then Settings > Security > Install a certificate > CA certificate"},
    {"Node.js", "NODE_EXTRA_CA_CERTS={} node app.js"},
    {"Python (requests, httpx)", "REQUESTS_CA_BUNDLE={} SSL_CERT_FILE={} python app.py"},
    {"Java", "keytool -importcert -cacerts -alias mimus -file {}   (password: changeit)"},
    {"Go, Ruby, Rust, PHP", "SSL_CERT_FILE={} ./program"},
    {".NET on Linux", "as Debian or Fedora above"},
};

std::string filled_in(std::string_view text, const std::string& file) {
  std::string filled(text);
  for (std::size_t at = filled.find("{}"); at != std::string::npos; at = filled.find("{}", at + file.size())) {
    filled.replace(at, 2, file);
  }
  return filled;
}

int show(const tls::Authority& authority) {
  const tls::CertificateFacts facts = authority.identity().facts();
  std::printf("subject      %s\nfingerprint  SHA-256 %s\nvalid        %s to %s\ncertificate  %s\nkey          %s (give it to nobody)\n",
              facts.subject.c_str(), facts.fingerprint.c_str(), text::iso8601(facts.not_before).substr(0, 10).c_str(),
              text::iso8601(facts.not_after).substr(0, 10).c_str(), authority.certificate_file().c_str(),
              (authority.folder() / "ca-key.pem").c_str());
  return 0;
}

int export_certificate(const tls::Authority& authority, const CaArguments& arguments) {
  const std::string bytes = arguments.der ? authority.identity().certificate_der() : authority.identity().certificate_pem();
  if (arguments.output.empty()) {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    return 0;
  }
  std::ofstream out(arguments.output, std::ios::binary);
  out << bytes;
  out.close();
  return out ? 0 : failed(io_error("cannot write '" + arguments.output + "'", errno));
}

int instruct(const tls::Authority& authority) {
  const std::string file = authority.certificate_file().string();
  std::printf("Whoever trusts %s trusts every certificate that Mimus makes on this machine.\n\n", file.c_str());
  for (const Instruction& row : kInstructions) {
    std::printf("%.*s\n  %s\n", static_cast<int>(row.whom.size()), row.whom.data(), filled_in(row.how, file).c_str());
  }
  return 0;
}

}  // namespace

int run_ca(const CaArguments& arguments) {
  const std::filesystem::path folder = authority_folder(arguments.ca_dir);
  const WallTime now = Clock().now();
  if (arguments.action == "new") {
    const auto there = tls::Authority::read(folder, now);
    const bool any = there || there.error().code != Code::kNotFound;
    if (any && !arguments.replace) {
      return failed(Error{Code::kConflict, "there is a certificate authority in '" + folder.string() + "'",
                          "--replace puts another one in its place, which all clients have to be told", {}});
    }
    const auto made = tls::Authority::replace(folder, now, host_name());
    return made ? show(*made) : failed(made.error());
  }
  const auto authority = tls::Authority::open(folder, now, host_name());
  if (!authority) return failed(authority.error());
  if (arguments.action == "export") return export_certificate(*authority, arguments);
  return arguments.action == "show" ? show(*authority) : instruct(*authority);
}

}  // namespace mimus::cli
