#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace mimus::reload {

// Notices changes of files through inotify. Watches the folders that hold them, because editors replace files
// instead of writing into them, and a missing file may appear.
class Watcher {
 public:
  Watcher();
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  void watch(const std::vector<std::filesystem::path>& files);
  // For poll(2); readable when something happened. -1: inotify is not to be had.
  int descriptor() const { return fd_; }
  // Reads what happened. The name of a watched file that changed, or "".
  std::string changed();

 private:
  int fd_;
  std::vector<std::pair<int, std::filesystem::path>> folders_;  // watch descriptor, folder
  std::set<std::filesystem::path> files_;
  std::set<std::filesystem::path> whole_folders_;
};

}  // namespace mimus::reload
