#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stub/stub.h"

namespace mimus::formats {

// Large bodies in files of their own, as people keep them beside their mocks.
struct BodyFile {
  std::string name;  // "users-17.json": relative to the folder, unique, safe on any file system
  std::string bytes;
};

// Takes bodies of more than `most` bytes out of the stubs, and binary ones of more than 256; each is a FileBody of `root` then.
// Equal bodies share a file. What looks like a template in a text body stays one, or none.
std::vector<BodyFile> take_out_bodies(std::vector<stub::Stub>& stubs, const std::string& root, std::size_t most);

}  // namespace mimus::formats
