#include "admits.h"

namespace mimus::journal {
namespace {

bool path_admits(std::string_view wanted, std::string_view path) {
  if (wanted.ends_with('*')) return path.starts_with(wanted.substr(0, wanted.size() - 1));
  return path == wanted;
}

}  // namespace

bool admits(const Filter& filter, const RecordView& record) {
  const RecordHead& head = *record.head;
  const bool matched = (head.flags & RecordHead::kMatched) != 0;
  return !head.is_removed() && (!filter.method || *filter.method == record.method) &&
         (!filter.path || path_admits(*filter.path, record.path)) &&
         (!filter.status || *filter.status == head.status) &&
         (!filter.status_class || *filter.status_class == head.status / 100) &&
         (!filter.matched || *filter.matched == matched) &&
         (!filter.since || filter.since->time_since_epoch().count() <= head.received) &&
         (!filter.stub_id || (matched && *filter.stub_id == head.stub_id));
}

}  // namespace mimus::journal
