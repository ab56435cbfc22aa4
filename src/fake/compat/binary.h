#pragma once

#include <string>

#include "args.h"
#include "digest/digest.h"
#include "js_text.h"
#include "text/encoding.h"

// What the provider misc makes of bytes. Texts cannot hold them, so they come as base64.
namespace mimus::fake::compat {

// The digest of a drawn number's text, in hexadecimal digits. raw_output: its bytes.
template <digest::Kind kKind>
void digest_of(Engine& engine, const Args& args, std::string& out) {
  const std::string digest = digest::of(kKind, number_text(engine.next()));
  out += args.flag(0, false) ? text::base64_encode(digest) : text::hex_encode(digest);
}

void binary(Engine& engine, const Args& args, std::string& out);  // length
// uncompressed_size, num_files, min_file_size: the files share the size, each has the least at
// least.
void zip(Engine& engine, const Args& args, std::string& out);
void tar(Engine& engine, const Args& args, std::string& out);
void image(Engine& engine, const Args& args, std::string& out);  // size, image_format

}  // namespace mimus::fake::compat
