#include "rescue.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "exchange/har_writer.h"
#include "json/json.h"

namespace mimus::cli {

Result<std::string> rescue(std::span<const exchange::Exchange> exchanges) {
  constexpr std::string_view kName = "/mimus-recorded-XXXXXX.har";
  const char* const folder = std::getenv("TMPDIR");
  std::string file = (folder != nullptr && *folder != '\0' ? std::string(folder) : "/tmp") + std::string(kName);
  const int number = ::mkstemps(file.data(), 4);
  if (number < 0) return io_error("cannot make '" + file + "'", errno);
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(::fdopen(number, "wb"), &std::fclose);
  if (out == nullptr) return io_error("cannot write '" + file + "'", errno);
  // One by one: there may be many, and little room.
  bool fine = std::fputs(exchange::har_begin().c_str(), out.get()) >= 0;
  for (std::size_t i = 0; i < exchanges.size() && fine; ++i) {
    const std::string entry = (i == 0 ? "" : ",\n") + json::write(exchange::har_entry(exchanges[i]));
    fine = std::fwrite(entry.data(), 1, entry.size(), out.get()) == entry.size();
  }
  fine = fine && std::fputs(exchange::har_end().c_str(), out.get()) >= 0;
  fine = std::fclose(out.release()) == 0 && fine;
  if (fine) return file;
  const int why = errno;
  ::unlink(file.c_str());
  return io_error("cannot write '" + file + "'", why);
}

}  // namespace mimus::cli
