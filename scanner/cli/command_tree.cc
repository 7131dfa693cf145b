#include "scanner/cli/command_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "scanner/cli/commands.h"

namespace patrol {
namespace {

FlagText text_of(const CLI::Option& option) {
  FlagText text;
  if (option.get_positional()) {
    text.names = {option.get_name(true)};
  } else {
    for (const std::string& name : option.get_snames()) {
      text.names.push_back("-" + name);
    }
    for (const std::string& name : option.get_lnames()) {
      text.names.push_back("--" + name);
    }
  }
  const std::string& value = option.get_option_text();
  const bool takes_one = option.get_items_expected_max() > 0;
  if (takes_one) text.value = value.empty() || value == " " ? "N" : value;
  text.help = option.get_description();
  text.group = option.get_group();
  return text;
}

CommandText tree_of(const CLI::App& app) {
  CommandText text{app.get_name(), app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    auto& to = option->get_positional() ? text.positionals : text.flags;
    to.push_back(text_of(*option));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_group().empty()) continue;  // nobody needs to know
    text.commands.push_back(tree_of(*command));
  }
  return text;
}

}  // namespace

std::vector<std::string> FlagText::words() const {
  std::vector<std::string> out;
  if (value.find('|') == value.npos || value == "FILE|DIR") return out;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find('|', begin), value.size());
    out.push_back(value.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool FlagText::is_file() const {
  return value.find("FILE") != value.npos || value.find("DIR") != value.npos;
}

CommandText command_tree() {
  Command command;
  CLI::App app("", "patrol");
  add_commands(app, command);
  return tree_of(app);
}

}  // namespace patrol
