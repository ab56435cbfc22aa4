#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace mimus::outbound {

// What holds for all requests of a client.
struct Options {
  std::vector<std::string> allow, deny;  // targets: the rules of outbound/fence.h
  std::string via;                       // a proxy in front: "host:port" or "http://user:password@host:port"; "": none
  bool insecure = false;                 // takes any certificate
  std::string ca_file;                   // PEM; trusted beside those of the system
  std::string certificate, key;          // PEM files: what the client shows when it is asked; "": nothing
  bool reuse = true;                     // connections are kept for the next request
  std::size_t most_connections = 1000;   // open at a time, to all; further requests wait
  std::size_t most_to_one = 200;         // to one origin
  std::chrono::seconds keep{55};         // an idle connection; below the 60 s and more of most servers
};

}  // namespace mimus::outbound
