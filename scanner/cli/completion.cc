// Each script is made of the same walk over all commands, with the words that
// lead there: "", " scan", " hook", " hook run".

#include "scanner/cli/completion.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace patrol {
namespace {

using Visit = std::function<void(const std::string& path, const CommandText&)>;

void walk(const CommandText& command, const std::string& path,
          const Visit& visit) {
  visit(path, command);
  for (const CommandText& inner : command.commands) {
    walk(inner, path + " " + inner.name, visit);
  }
}

std::string joined(const std::vector<std::string>& words,
                   const char* separator) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : separator) + word;
  }
  return out;
}

// Without what `special` names, each preceded by a backslash.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != special.npos) out += '\\';
    out += c;
  }
  return out;
}

// In single quotes, of which the text must have none.
std::string plain(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '\'', '`');
  return out;
}

std::vector<std::string> names_of(const CommandText& command) {
  std::vector<std::string> names;
  for (const CommandText& inner : command.commands) names.push_back(inner.name);
  return names;
}

// What may stand for a positional argument.
std::vector<std::string> positional_words(const CommandText& command) {
  for (const FlagText& positional : command.positionals) {
    auto words = positional.words();
    if (!words.empty()) return words;
  }
  return {};
}

// bash

void add_bash_values(const std::string& path, const CommandText& command,
                     std::string& out) {
  for (const FlagText& flag : command.flags) {
    if (flag.value.empty()) continue;
    const std::string what =
        flag.is_file() ? "-f" : "-W '" + joined(flag.words(), " ") + "'";
    for (const std::string& name : flag.names) {
      out.append("    '").append(path).append(" ").append(name);
      out.append("') COMPREPLY=($(compgen ").append(what);
      out.append(" -- \"$current\")); return ;;\n");
    }
  }
}

void add_bash_words(const std::string& path, const CommandText& command,
                    std::string& out) {
  std::vector<std::string> flags;
  for (const FlagText& flag : command.flags) {
    flags.insert(flags.end(), flag.names.begin(), flag.names.end());
  }
  std::vector<std::string> words = names_of(command);
  const auto more = positional_words(command);
  words.insert(words.end(), more.begin(), more.end());
  out += "    '" + path + "') flags='" + joined(flags, " ") + "' words='" +
         joined(words, " ") + "' ;;\n";
}

std::string bash(const CommandText& program) {
  std::string paths;
  std::string values;
  std::string words;
  walk(program, "", [&](const std::string& path, const CommandText& command) {
    if (!path.empty()) paths += (paths.empty() ? "'" : "|'") + path + "'";
    add_bash_values(path, command, values);
    add_bash_words(path, command, words);
  });
  return "# Completion of patrol for bash, made by `patrol completion bash`.\n"
         "_patrol() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} path= flags= words= word\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \"$path $word\" in " +
         paths +
         ") path=\"$path $word\" ;; esac\n"
         "  done\n"
         "  case \"$path ${COMP_WORDS[COMP_CWORD-1]}\" in\n" +
         values +
         "  esac\n"
         "  case \"$path\" in\n" +
         words +
         "  esac\n"
         "  if [[ $current == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$flags\" -- \"$current\"))\n"
         "  elif [[ $words ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _patrol patrol\n";
}

// zsh

std::string zsh_function(std::string path) {
  std::ranges::replace(path, ' ', '_');
  std::ranges::replace(path, '-', '_');
  return "_patrol" + path;
}

std::string zsh_value(const FlagText& flag) {
  if (flag.value.empty()) return "";
  if (flag.is_file()) return ":file:_files";
  return ":value:(" + joined(flag.words(), " ") + ")";
}

std::string zsh_flag(const FlagText& flag) {
  const std::string text =
      "[" + escaped(plain(flag.help), "[]:") + "]" + zsh_value(flag);
  std::string out;
  for (const std::string& name : flag.names) {
    out.append(" \\\n    '(").append(joined(flag.names, " ")).append(")");
    out.append(name).append(text).append("'");
  }
  return out;
}

std::string zsh_commands(const std::string& path, const CommandText& command) {
  std::string described;
  std::string cases;
  for (const CommandText& inner : command.commands) {
    described +=
        "    '" + inner.name + ":" + escaped(plain(inner.help), ":") + "'\n";
    cases += "    " + inner.name + ") " +
             zsh_function(path + " " + inner.name) + " ;;\n";
  }
  return "  local -a commands=(\n" + described +
         "  )\n"
         "  if (( CURRENT == 2 )); then _describe command commands; return; "
         "fi\n"
         "  local name=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $name in\n" +
         cases + "  esac\n";
}

std::string zsh_arguments(const CommandText& command) {
  std::string out = "  _arguments -s";
  for (const FlagText& flag : command.flags) out += zsh_flag(flag);
  const auto words = positional_words(command);
  out += words.empty() ? " \\\n    '*:file:_files'\n"
                       : " \\\n    '*:name:(" + joined(words, " ") + ")'\n";
  return out;
}

std::string zsh(const CommandText& program) {
  std::string out =
      "#compdef patrol\n"
      "# Completion of patrol for zsh, made by `patrol completion zsh`.\n";
  walk(program, "", [&](const std::string& path, const CommandText& command) {
    out += zsh_function(path) + "() {\n" +
           (command.commands.empty() ? zsh_arguments(command)
                                     : zsh_commands(path, command)) +
           "}\n";
  });
  return out +
         "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n"
         "  _patrol \"$@\"\n"
         "else\n"
         "  compdef _patrol patrol\n"
         "fi\n";
}

// fish

// When a command of `path` is being typed.
std::string fish_condition(const std::string& path,
                           const CommandText& command) {
  std::string out;
  for (std::size_t at = 0; (at = path.find(' ', at)) != path.npos;) {
    const std::size_t end = std::min(path.find(' ', at + 1), path.size());
    out += (out.empty() ? "" : "; and ") +
           ("__fish_seen_subcommand_from " + path.substr(at + 1, end - at - 1));
    at = end;
  }
  if (out.empty()) return "__fish_use_subcommand";
  if (!command.commands.empty()) {
    out += "; and not __fish_seen_subcommand_from " +
           joined(names_of(command), " ");
  }
  return out;
}

std::string fish_flag(const FlagText& flag) {
  std::string out;
  for (const std::string& name : flag.names) {
    out += name.starts_with("--") ? " -l " + name.substr(2)
                                  : " -s " + name.substr(1);
  }
  if (flag.is_file()) {
    out += " -r -F";
  } else if (!flag.value.empty()) {
    out += " -x -a '" + joined(flag.words(), " ") + "'";
  }
  return out + " -d '" + plain(flag.help) + "'";
}

std::string fish(const CommandText& program) {
  std::string out =
      "# Completion of patrol for fish, made by `patrol completion fish`.\n";
  walk(program, "", [&](const std::string& path, const CommandText& command) {
    const std::string begin =
        "complete -c patrol -n '" + fish_condition(path, command) + "'";
    for (const CommandText& inner : command.commands) {
      out +=
          begin + " -f -a " + inner.name + " -d '" + plain(inner.help) + "'\n";
    }
    for (const FlagText& flag : command.flags) {
      out += begin + fish_flag(flag) + '\n';
    }
    const auto words = positional_words(command);
    if (!words.empty()) {
      out += begin + " -f -a '" + joined(words, " ") + "'\n";
    }
  });
  return out;
}

}  // namespace

std::optional<std::string> completion(std::string_view shell,
                                      const CommandText& program) {
  if (shell == "bash") return bash(program);
  if (shell == "zsh") return zsh(program);
  if (shell == "fish") return fish(program);
  return std::nullopt;
}

}  // namespace patrol
