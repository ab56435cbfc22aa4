#pragma once

#include "arguments.h"

namespace mimus::cli {

// Each returns the exit status: 0 well, 1 something went wrong at run time, 2 bad input.
int run_serve(const ServeArguments& arguments);
int run_check(const CheckArguments& arguments);
int run_fake(const FakeArguments& arguments);
int run_history(const HistoryArguments& arguments);
int run_replay(const ReplayArguments& arguments);
int run_schema();
int run_ca(const CaArguments& arguments);
int run_import(const ImportArguments& arguments);
int run_export(const ExportArguments& arguments);
int run_record(const RecordArguments& arguments);
int run_help(const HelpArguments& arguments);

}  // namespace mimus::cli
