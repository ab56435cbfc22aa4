#pragma once

#include <filesystem>
#include <string>

#include "arguments.h"
#include "base/result.h"
#include "reload/reloader.h"
#include "server/options.h"

namespace mimus::cli {

// Where the authority is: what --ca-dir says, or the usual folder.
std::filesystem::path authority_folder(const std::string& ca_dir);

std::string host_name();

// Adds the TLS listener, and the tunnels of a forward proxy, to the plain listener that `options` describe: the command line's word
// comes before the file's; a file that wants TLS alone gets it at `options.port`, unless the command line names a port for it. Returns the authority's certificate, for the terminal; "" when clients need to trust none of ours.
Result<std::string> add_tls(const TlsArguments& said, const reload::Reloader::Served& served, server::Options& options);

}  // namespace mimus::cli
