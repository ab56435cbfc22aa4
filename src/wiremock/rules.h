#pragma once

#include <cstdint>
#include <string>

namespace mimus::wiremock {

// What a server's options say about every stub that is read: docs/wiremock.md, "Options". A value.
struct Rules {
  enum class Templating : std::uint8_t {
    kLocal,   // stubs that name the transformer "response-template"
    kGlobal,  // all stubs: --global-response-templating
    kOff,     // none: --disable-response-templating
  };
  enum class Chunked : std::uint8_t {  // --use-chunked-encoding; a stub's own Content-Length wins
    kAlways,
    kNever,
    kBodyFile,  // bodies from files only
  };

  std::string
      files;  // absolute: the folder that bodyFileName starts in (__files); "" : there is none
  Templating templating = Templating::kLocal;
  Chunked chunked = Chunked::kAlways;
  bool gzip = true;   // false: --disable-gzip
  bool cors = false;  // --enable-stub-cors

  friend bool operator==(const Rules&, const Rules&) = default;
};

}  // namespace mimus::wiremock
