#include "options.h"

#include "history/query.h"

namespace mimus::cli {
namespace {

constexpr CommandText kHistory = {
    "history", "shows what mimus serve --history FILE has written",
    "  mimus history mimus.db                  # the newest 50\n"
    "  mimus history mimus.db --status 5xx --since 10m\n"
    "  mimus history mimus.db --unmatched --path '/users/*' -n 1000\n"
    "  mimus history mimus.db --text 'Ada Byron' --format curl  # commands that send it again\n"
    "  mimus history mimus.db --format har > traffic.har\n"
    "  mimus history mimus.db --follow         # and what comes\n"
    "  mimus history mimus.db --sql 'SELECT path, count(*), avg(leaving_us) FROM history GROUP BY path'\n"};

class History final : public Command {
 public:
  explicit History(CLI::App& program) : Command(program, kHistory) {
    CLI::App& c = options();
    c.add_option("FILE", taken_.file, "what --history of mimus serve named")->required();
    for (const history::ParameterHelp& row : history::parameters()) {
      const std::string name(row.name);
      const auto take = [this, name](const std::string& value) { taken_.parameters.emplace_back(name, value); };
      c.add_option_function<std::string>("--" + name + (name == "limit" ? ",-n" : ""), take, std::string(row.right));
    }
    c.add_flag_callback("--unmatched", [this] { taken_.parameters.emplace_back("matched", "false"); }, "what no route answered");
    c.add_option("--format,-f", taken_.format, "table, json, ndjson, har or curl (default: table)")
        ->check(CLI::IsMember({"table", "json", "ndjson", "har", "curl"}));
    CLI::Option* sql = c.add_option("--sql", taken_.sql, "a SELECT over the view history and the tables (docs/taken_.md)");
    c.add_flag("--follow", taken_.follow, "go on with what is written from now on")->excludes(sql);
  }
  Arguments arguments() override { return taken_; }

 private:
  HistoryArguments taken_;
};

}  // namespace

std::unique_ptr<Command> history_options(CLI::App& program) { return std::make_unique<History>(program); }

}  // namespace mimus::cli
