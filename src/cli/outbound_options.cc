#include "outbound_options.h"

namespace mimus::cli {

outbound::Options outbound_options(const OutwardArguments& arguments) {
  outbound::Options options;
  options.allow = arguments.allow;
  options.deny = arguments.deny;
  options.via = arguments.via;
  options.insecure = arguments.insecure;
  options.ca_file = arguments.ca_file;
  options.certificate = arguments.certificate;
  options.key = arguments.key;
  options.reuse = arguments.reuse;
  options.most_connections = arguments.most_connections;
  return options;
}

}  // namespace mimus::cli
