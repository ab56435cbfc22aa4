#pragma once

#include "call.h"
#include "stub/stub_set.h"

namespace mimus::wiremock_admin {

// What the rows of mapping_endpoints() do with stubs.

Or<server::Reply> create_mapping(const Call& call);
Or<server::Reply> replace_mapping(const Call& call);  // PUT: the id of the path counts
Or<server::Reply> edit_mapping(const Call& call);     // POST /mappings/edit: that of the document
Or<server::Reply> remove_mapping(const Call& call);
Or<server::Reply> remove_equal_mappings(const Call& call);  // POST /mappings/remove
Or<server::Reply> remove_all_mappings(const Call& call);
Or<server::Reply> import_mappings(const Call& call);
Or<server::Reply> save_mappings(const Call& call);

// mapping_metadata.cc
Or<server::Reply> find_by_metadata(const Call& call);
Or<server::Reply> remove_by_metadata(const Call& call);

}  // namespace mimus::wiremock_admin
