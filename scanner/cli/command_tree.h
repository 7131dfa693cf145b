// The commands and their flags as text, read from what CLI11 was told: what
// completions and the manual are made of, so that they cannot be out of date.
//
//   patrol ── scan      --format human|json|…, --jobs N, …; PATH
//          ├─ hook ──── run, install, uninstall
//          └─ …
#pragma once

#include <string>
#include <vector>

namespace patrol {

struct FlagText {
  std::vector<std::string> names;  // "-f", "--format"; of a positional "PATH"
  std::string value;               // "human|json", "FILE"; empty: takes none
  std::string help;
  std::string group;  // of the help

  // "human|json" as words; empty: any text.
  std::vector<std::string> words() const;
  bool is_file() const;
};

struct CommandText {
  std::string name;
  std::string help;
  std::vector<FlagText> flags;
  std::vector<FlagText> positionals;
  std::vector<CommandText> commands;
};

// The root: the program itself.
CommandText command_tree();

}  // namespace patrol
