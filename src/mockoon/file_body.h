#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "server/handler.h"

namespace mimus::mockoon {

// The name of a file as the environment says it, made relative to the environment's folder: an absolute one that lies inside of it,
// too. Nothing outside of the folder is ever opened.
std::string relative_to(const std::string& folder, std::string_view path);

// "in/a.txt" -> "a.txt"
std::string file_name(std::string_view path);

// Is a file of this type, or name, rendered as a template?
bool is_template_type(std::string_view media_type, std::string_view file_name);

// What is sent of a file that is no template.
struct FilePart {
  int status = 200;            // 200, 206, 400, 416
  std::string body;            // or
  std::unique_ptr<server::BodyStream> stream;
  std::uint64_t size = 0;      // of what is sent
  std::string content_range;   // "bytes 1-2/4"; "" unless 206 or 416
};
// `range`: the request's Range field. Errors: kNotFound.
Result<FilePart> part_of_file(std::string_view path, const std::string& folder, std::optional<std::string_view> range);

}  // namespace mimus::mockoon
