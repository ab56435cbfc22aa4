#include "watcher.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>

namespace mimus::reload {
namespace fs = std::filesystem;

Watcher::Watcher() : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

Watcher::~Watcher() {
  if (fd_ >= 0) ::close(fd_);
}

void Watcher::watch(const std::vector<fs::path>& files) {
  if (fd_ < 0) return;
  std::set<fs::path> folders;
  files_.clear();
  whole_folders_.clear();
  std::error_code ignored;
  for (const fs::path& file : files) {
    const fs::path full = fs::absolute(file, ignored).lexically_normal();
    if (fs::is_directory(full, ignored)) {
      whole_folders_.insert(full);
      folders.insert(full);
    }
    files_.insert(full);  // a folder too may go and come again
    folders.insert(full.parent_path());
  }
  for (const auto& [descriptor, folder] : folders_) {
    if (!folders.contains(folder)) ::inotify_rm_watch(fd_, descriptor);
  }
  std::erase_if(folders_, [&](const auto& entry) { return !folders.contains(entry.second); });
  for (const fs::path& folder : folders) {
    const bool known = std::ranges::any_of(folders_, [&](const auto& entry) { return entry.second == folder; });
    if (known) continue;
    const int descriptor = ::inotify_add_watch(fd_, folder.c_str(),
                                               IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                                   IN_DELETE | IN_ONLYDIR);
    if (descriptor >= 0) folders_.emplace_back(descriptor, folder);
  }
}

std::string Watcher::changed() {
  std::string name;
  alignas(inotify_event) char buffer[16 * 1024];
  for (;;) {
    const ssize_t size = ::read(fd_, buffer, sizeof buffer);
    if (size <= 0) return name;
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      if ((event->mask & IN_Q_OVERFLOW) != 0) name = "something";  // more than the kernel could remember
      const auto folder = std::ranges::find_if(folders_, [&](const auto& entry) { return entry.first == event->wd; });
      if (folder == folders_.end()) continue;
      if ((event->mask & IN_IGNORED) != 0) {  // the folder is gone, and the watch with it
        name = folder->second.filename().string();
        folders_.erase(folder);
        continue;
      }
      if (event->len == 0) continue;
      const fs::path file = folder->second / event->name;
      // A file being created is not complete yet: its IN_CLOSE_WRITE follows. Folders have no such thing.
      const bool only_created = (event->mask & IN_CREATE) != 0 && (event->mask & IN_ISDIR) == 0;
      if (only_created) continue;
      const std::string extension = file.extension().string();
      const bool in_folder = whole_folders_.contains(folder->second) &&
                             (extension == ".yaml" || extension == ".yml" || extension == ".json" ||
                              (event->mask & IN_ISDIR) != 0);
      if (files_.contains(file) || in_folder) name = file.filename().string();
    }
  }
}

}  // namespace mimus::reload
