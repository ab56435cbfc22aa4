#include "completion.h"

#include <CLI/CLI.hpp>
#include <vector>

#include "fake/methods.h"

namespace mimus::cli {
namespace {

// Every method's name, for completion.
std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const auto table : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& module : table) {
      for (const fake::Method& method : module.methods) names.push_back(method.full_name());
    }
  }
  return names;
}

}  // namespace

std::string completion_script(const CLI::App& program, const std::string& shell) {
  std::string commands;
  std::string cases;
  std::string fish;
  for (const CLI::App* command : program.get_subcommands({})) {
    const std::string name = command->get_name();
    commands += (commands.empty() ? "" : " ") + name;
    std::string options;
    fish += "complete -c mimus -n __fish_use_subcommand -a " + name + " -d '" + command->get_description() + "'\n";
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& flag : option->get_lnames()) {
        options += (options.empty() ? "--" : " --") + flag;
        fish += "complete -c mimus -n '__fish_seen_subcommand_from " + name + "' -l " + flag + "\n";
      }
    }
    cases += "    " + name + ") words=\"" + options + "\" ;;\n";
  }
  std::string methods;
  for (const std::string& name : method_names()) {
    methods += (methods.empty() ? "" : " ") + name;
    fish += "complete -c mimus -n '__fish_seen_subcommand_from fake' -a " + name + "\n";
  }
  if (shell == "fish") return fish;
  const std::string body =
      "_mimus() {\n"
      "  local words=\"\" current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"" + commands + " --help --version\" -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${COMP_WORDS[1]}\" in\n" + cases +
      "  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "       if [ \"${COMP_WORDS[1]}\" = fake ]; then COMPREPLY+=($(compgen -W \"" + methods + "\" -- \"$current\")); fi ;;\n"
      "  esac\n"
      "}\n"
      "complete -o filenames -F _mimus mimus\n";
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + body;
  return shell == "bash" ? body : "";
}

}  // namespace mimus::cli
