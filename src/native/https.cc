#include "https.h"

#include "scalars.h"

namespace mimus::native {
namespace {

template <auto kMember>
void read_path(Context& in, const json::Value& value, const Place& at, Https& out) {
  if (const auto text = read_text(in.faults, value, at)) out.*kMember = (in.body_root / *text).lexically_normal().string();
}

constexpr Key<Https> kKeys[] = {
    {"port", R"({"type": "integer", "minimum": 0, "maximum": 65535})", "8443", "The port for HTTPS; 0 takes a free one.",
     [](Context& in, const json::Value& value, const Place& at, Https& out) {
       constexpr Bounds kPort{0, 65535, "a port from 0 to 65535"};
       if (const auto port = read_integer(in.faults, value, at, kPort)) out.port = static_cast<std::uint16_t>(*port);
     }},
    {"cert", R"({"type": "string"})", R"("server.pem")",
     "The certificate and its chain: PEM, or a PKCS#12 keystore; without one each host gets a certificate of Mimus's own authority.",
     &read_path<&Https::certificate>},
    {"key", R"({"type": "string"})", R"("server-key.pem")", "Its private key in PEM, when it is not in the same file.",
     &read_path<&Https::key>},
    {"password", R"({"type": "string"})", R"("secret")", "Of the key or the keystore.",
     [](Context& in, const json::Value& value, const Place& at, Https& out) {
       if (const auto text = read_text(in.faults, value, at)) out.password = std::string(*text);
     }},
    {"client_ca", R"({"type": "string"})", R"("clients.pem")",
     "Whose client certificates are taken (mutual TLS): PEM with one certificate or more.", &read_path<&Https::client_ca>},
    {"client_cert", R"({"enum": ["required", "optional"]})", R"("optional")",
     "Whether a client must show a certificate; required unless given.",
     [](Context& in, const json::Value& value, const Place& at, Https& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       if (*text != "required" && *text != "optional") {
         in.faults.error(at, "client_cert must be required or optional; got '" + std::string(*text) + "'");
         return;
       }
       out.client_required = *text == "required";
     }},
};

}  // namespace

std::span<const Key<Https>> https_keys() { return kKeys; }

void read_https(Context& in, const json::Value& value, const Place& at, Https& out) {
  read_object(in, https_keys(), "an object such as {port: 8443}", value, at, out);
}

}  // namespace mimus::native
