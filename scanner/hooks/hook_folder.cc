#include "scanner/hooks/hook_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "scanner/git/child_process.h"
#include "scanner/git/files.h"
#include "scanner/git/git_plumbing.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

// git's standard output without the last line break.
Result<std::string> ask_git(std::vector<std::string> arguments) {
  const char* path = std::getenv("PATH");
  const std::string git = find_git(path == nullptr ? "" : path, {});
  if (git.empty()) return Error{"git: it is not installed"};
  arguments.insert(arguments.begin(), git);
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  auto output = run_program(std::move(arguments), std::move(environment));
  if (!output) return Error{"git" + output.error().message};
  if (output->ends_with('\n')) output->pop_back();
  return output;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Where a user's hooks of all repositories are if nobody said so.
std::string usual_global_folder() {
  std::string folder = variable("XDG_CONFIG_HOME");
  if (folder.empty()) {
    folder = variable("HOME");
    if (folder.empty()) return {};
    folder += "/.config";
  }
  return folder + "/git/hooks";
}

bool has_lefthook(const std::string& root) {
  for (const char* name :
       {"lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml",
        "lefthook.toml", "lefthook.json"}) {
    if (exists(root + "/" + name)) return true;
  }
  return false;
}

}  // namespace

Result<HookFolder> hook_folder() {
  auto path = ask_git({"rev-parse", "--git-path", "hooks"});
  if (!path) return path.error();
  std::error_code failed;
  HookFolder out{fs::absolute(*path, failed).lexically_normal().string()};
  if (failed) return Error{failed.message()};
  const auto root = ask_git({"rev-parse", "--show-toplevel"});
  if (!root) return out;  // bare
  if (out.path.ends_with("/.husky/_")) {
    out.path.resize(out.path.size() - 2);
    out.keeper = HookKeeper::kHusky;
  } else if (has_lefthook(*root)) {
    out.keeper = HookKeeper::kLefthook;
  }
  return out;
}

Result<HookFolder> global_hook_folder(bool make) {
  auto path = ask_git({"config", "--global", "--type=path", "core.hooksPath"});
  if (path && !path->empty()) return HookFolder{*path};
  if (!make) return Error{"core.hooksPath is not set in your configuration"};
  const std::string usual = usual_global_folder();
  if (usual.empty()) return Error{"neither XDG_CONFIG_HOME nor HOME is set"};
  const auto set = ask_git({"config", "--global", "core.hooksPath", usual});
  if (!set) return set.error();
  return HookFolder{usual};
}

}  // namespace patrol
