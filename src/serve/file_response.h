#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "server/handler.h"

namespace mimus::serve {

// What a file answers: conditional requests and ranges honoured (RFC 9110 §13, §14), content type by extension.
struct FileAnswer {
  int status = 200;                            // 200, 206, 304, 404, 412, 416
  std::string body;                            // of a small file, or of a multipart/byteranges answer
  std::unique_ptr<server::BodyStream> stream;  // of a large one
  std::uint64_t size = 0;                      // of the content
  bool is_text_template = false;               // the whole file is in `body`
};

// `path` is relative to `root` (an absolute folder); whatever it says, nothing outside the root is opened:
// "..", absolute paths and links that lead out are a 404. Adds to `fields`: Content-Type (unless given), ETag,
// Last-Modified, Accept-Ranges, Content-Range. `whole`: the caller wants the body in memory, without ranges.
FileAnswer answer_file(std::string_view path, const std::string& root, const http::Request& request,
                       int status, std::vector<http::OwnedField>& fields, bool whole);

// The bytes of a file and nothing around: 200 or 404. `whole` as above.
FileAnswer open_file(std::string_view path, const std::string& root, bool whole);
// The same of `size` bytes from `first`, which lie in the file.
FileAnswer open_file_part(std::string_view path, const std::string& root, std::uint64_t first, std::uint64_t size);

}  // namespace mimus::serve
