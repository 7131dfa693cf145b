#include "scanner/git/git_plumbing.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "scanner/git/files.h"

namespace patrol {
namespace {

// Nothing of the user's or the machine's configuration, no terminal, no
// network, no translated messages. GIT_NO_LAZY_FETCH is known since git 2.44.
constexpr const char* kEnvironment[] = {
    "HOME=/nonexistent",
    "LC_ALL=C",
    "GIT_CONFIG_NOSYSTEM=1",
    "GIT_CONFIG_GLOBAL=/dev/null",
    "GIT_TERMINAL_PROMPT=0",
    "GIT_OPTIONAL_LOCKS=0",
    "GIT_NO_REPLACE_OBJECTS=1",
    "GIT_NO_LAZY_FETCH=1",
    "GIT_ATTR_NOSYSTEM=1",
    "GIT_LITERAL_PATHSPECS=1",
    "GIT_PAGER=cat",
    "GIT_ASKPASS=true",
    "GIT_SSH_COMMAND=false",
};

constexpr const char* kOptions[] = {"--no-pager", "--no-optional-locks"};

// What the repository's own configuration could have run.
constexpr const char* kSettings[] = {
    "core.fsmonitor=false",      "core.hooksPath=/dev/null",   "core.pager=cat",
    "core.untrackedCache=false", "core.alternateRefsCommand=", "diff.external=",
    "protocol.allow=never",      "submodule.recurse=false",    "gc.auto=0",
    "maintenance.auto=false",
};

bool is_within(std::string_view path, std::string_view folder) {
  return folder == "/" ||
         (path.starts_with(folder) &&
          (path.size() == folder.size() || path[folder.size()] == '/'));
}

bool is_program(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> folders_of(const Repository& repository) {
  std::vector<std::string> folders = {repository.git_dir,
                                      repository.common_dir};
  if (repository.work_tree) folders.push_back(*repository.work_tree);
  return folders;
}

std::vector<std::string> environment_for(const Repository& repository) {
  std::vector<std::string> all(std::begin(kEnvironment),
                               std::end(kEnvironment));
  all.emplace_back("PATH=/usr/local/bin:/usr/bin:/bin");
  all.push_back("GIT_DIR=" + repository.git_dir);
  all.push_back("GIT_COMMON_DIR=" + repository.common_dir);
  all.push_back("GIT_OBJECT_DIRECTORY=" + repository.object_dirs.front());
  return all;
}

// Begins with "" if there is no git.
std::vector<std::string> command_for(
    const Repository& repository, const std::vector<std::string>& arguments) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> command = {
      find_git(path == nullptr ? "" : path, folders_of(repository))};
  command.insert(command.end(), std::begin(kOptions), std::end(kOptions));
  for (const char* setting : kSettings) {
    command.emplace_back("-c");
    command.emplace_back(setting);
  }
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

std::string find_git(const std::string& path,
                     const std::vector<std::string>& folders) {
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!folder.starts_with('/')) continue;
    std::string git = real_path(folder + "/git");
    if (git.empty() || !is_program(git)) continue;
    const std::string real_folder = real_path(folder);
    const bool is_foreign = std::any_of(
        folders.begin(), folders.end(), [&](const std::string& scanned) {
          return is_within(git, scanned) || is_within(real_folder, scanned);
        });
    if (!is_foreign) return git;
  }
  return {};
}

Result<std::string> run_git(const Repository& repository,
                            const std::vector<std::string>& arguments,
                            const ProgramLimits& limits) {
  std::vector<std::string> command = command_for(repository, arguments);
  if (command[0].empty()) return Error{"git: it is not installed"};
  Result<std::string> output =
      run_program(std::move(command), environment_for(repository), limits);
  if (!output)
    return Error{"git " + arguments.front() + output.error().message};
  return output;
}

}  // namespace patrol
