// From the command line to a command, with CLI11; the commands themselves stand
// in commands.cc.

#include "scanner/cli/options.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <sstream>
#include <utility>

#include "scanner/cli/commands.h"
#include "scanner/cli/version.h"
#include "scanner/core/spelling.h"
#include "scanner/report/printable.h"

namespace patrol {
namespace {

// One line, however the words on the command line read.
Message refusal(std::string what) {
  while (what.ends_with('\n')) what.pop_back();
  return {"patrol: " + printable(what) + "; see patrol --help\n", kExitUsage};
}

// CLI11's own messages and exit statuses, as ours.
Message to_message(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() != 0) return refusal(error.what());
  std::ostringstream out;
  std::ostringstream err;
  app.exit(error, out, err);
  return {out.str(), 0};
}

// What CLI11 calls "a subcommand is required", said so that it helps: of
// `patrol scna` and of `patrol rules lits`. `words` are what follows `app`.
std::optional<Message> unknown_command(const CLI::App& app,
                                       std::span<const char* const> words) {
  if (words.empty() || words[0][0] == '-') return std::nullopt;
  std::vector<std::string> kept;
  for (const CLI::App* command : app.get_subcommands({})) {
    kept.push_back(command->get_name());
    if (kept.back() == words[0]) {
      return unknown_command(*command, words.subspan(1));
    }
  }
  if (kept.empty()) return std::nullopt;
  const std::vector<std::string_view> names(kept.begin(), kept.end());
  const std::string_view meant = closest(words[0], names);
  std::string what = "there is no command \"" + std::string(words[0]) + '"';
  if (!meant.empty()) what += ", did you mean \"" + std::string(meant) + "\"?";
  return refusal(what);
}

}  // namespace

Command parse_command_line(int argc, const char* const* argv) {
  // `patrol help scan` is `patrol scan --help`.
  std::vector<const char*> words(argv, argv + argc);
  if (words.size() > 1 && std::string_view(words[1]) == "help") {
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  Command command;
  CLI::App app("finds leaked tokens in source code", "patrol");
  app.set_version_flag("--version", version_text);
  app.require_subcommand(1);
  add_commands(app, command);
  app.footer(
      "Exit status: 0 nothing found, 1 findings, 2 wrong use or configuration,"
      "\n3 incomplete and nothing found, 128+N ended by signal N.");
  if (auto message = unknown_command(app, std::span(words).subspan(1))) {
    return *message;
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    return to_message(app, error);
  }
  return command;
}

}  // namespace patrol
