#include "scanner/cli/manual.h"

#include <string_view>

#include "scanner/cli/version.h"

namespace patrol {
namespace {

constexpr std::string_view kDescription =
    "patrol finds leaked tokens in source code: in files, in all that a git\n"
    "repository has ever held, in what is about to be committed or pushed. It\n"
    "tells which are certainly real, by their check digits, and, where it is\n"
    "told to ask, which still work. It executes nothing of what it scans, and\n"
    "shows no secret unless told to.\n";

constexpr std::string_view kStatus =
    ".TP\n0\nEverything asked for was read, nothing was found.\n"
    ".TP\n1\nThere are findings.\n"
    ".TP\n2\nWrong use, configuration or rule: nothing was scanned.\n"
    ".TP\n3\nThe scan is incomplete, and nothing was found.\n"
    ".TP\n128+N\nIt was ended by signal N, after a valid partial report.\n";

constexpr std::string_view kFiles =
    ".TP\n.I ~/.cache/patrol/\n"
    "Compiled rules of your own, and what audits of histories learned: no\n"
    "text of what was scanned. XDG_CACHE_HOME names another place.\n"
    ".TP\n.I .patrol.toml, .gitleaks.toml\n"
    "In the root of what is scanned: rules of a project's own, and what is no\n"
    "secret. PATROL_CONFIG names another file.\n"
    ".TP\n.I ~/.config/patrol/config.toml\n"
    "The same for whoever has no other; below XDG_CONFIG_HOME, if that is "
    "set.\n"
    ".TP\n.I .patrolignore, .gitleaksignore\n"
    "Paths, places and fingerprints of what is no secret.\n";

// roff takes a backslash, and a dot or a quote that begins a line, for its own;
// a hyphen of a flag is no hyphen of a word.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  const bool is_request = out.starts_with('.') || out.starts_with('\'');
  return is_request ? "\\&" + out : out;
}

std::string entry(const FlagText& flag) {
  std::string names;
  for (const std::string& name : flag.names) {
    names += (names.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
  }
  if (!flag.value.empty() && flag.value != "N") {
    names += " \\fI" + roff(flag.value) + "\\fR";
  }
  return ".TP\n" + names + '\n' + roff(flag.help) + '\n';
}

void add_command(const CommandText& command, const std::string& path,
                 std::string& out) {
  for (const CommandText& inner : command.commands) {
    const std::string name = path + " " + inner.name;
    out += ".SS " + roff(name) + '\n' + roff(inner.help) + "\n";
    for (const FlagText& positional : inner.positionals) {
      out += entry(positional);
    }
    for (const FlagText& flag : inner.flags) out += entry(flag);
    add_command(inner, name, out);
  }
}

}  // namespace

std::string manual(const CommandText& program) {
  std::string commands;
  add_command(program, "patrol", commands);
  return ".TH PATROL 1 \"\" \"patrol " + std::string(version()) +
         "\"\n.SH NAME\npatrol \\- finds leaked tokens in source code\n"
         ".SH SYNOPSIS\n.B patrol\n.I COMMAND\n[\\fIFLAG\\fR...] "
         "[\\fIARGUMENT\\fR...]\n.SH DESCRIPTION\n" +
         std::string(kDescription) + ".SH COMMANDS\n" + commands +
         ".SH EXIT STATUS\n" + std::string(kStatus) + ".SH FILES\n" +
         std::string(kFiles) + ".SH SEE ALSO\n.BR git (1),\n.BR githooks (5)\n";
}

}  // namespace patrol
