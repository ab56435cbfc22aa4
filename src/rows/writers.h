#pragma once

#include "rows.h"

namespace mimus::rows {

using WriterPtr = std::unique_ptr<const Writer>;
WriterPtr text_writer(const fake::Value& first, const Options& options);
WriterPtr json_writer(const fake::Value& first, const Options& options);
WriterPtr ndjson_writer(const fake::Value& first, const Options& options);
WriterPtr csv_writer(const fake::Value& first, const Options& options);  // RFC 4180
WriterPtr tsv_writer(const fake::Value& first,
                     const Options& options);  // IANA text/tab-separated-values: tabs become blanks
WriterPtr sql_writer(const fake::Value& first, const Options& options);
WriterPtr xml_writer(const fake::Value& first, const Options& options);
WriterPtr template_writer(const fake::Value& first, const Options& options);

}  // namespace mimus::rows
