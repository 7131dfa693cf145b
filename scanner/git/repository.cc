#include "scanner/git/repository.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "scanner/git/alternates.h"
#include "scanner/git/config_text.h"
#include "scanner/git/discovery.h"
#include "scanner/git/files.h"

namespace patrol {
namespace {

constexpr std::size_t kLargestConfig = std::size_t{64} << 20;
constexpr std::size_t kLargestShallow = std::size_t{256} << 20;

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

// The path of a variable, or `otherwise`.
std::string chosen(const std::optional<std::string>& variable,
                   const std::string& folder, std::string otherwise) {
  return variable ? path_from(folder, *variable) : std::move(otherwise);
}

// An empty one if there is no such file. `name` is how an error calls it.
Result<ConfigText> read_config(const std::string& path, const char* name) {
  const auto text = read_file(path, kLargestConfig);
  if (!text) return in_file(name, text.error());
  if (!*text) return ConfigText();
  auto config = ConfigText::parse(**text);
  if (!config) return in_file(name, config.error());
  return config;
}

// What the configuration says about the work tree. That of a common folder
// counts for its own work tree only.
struct WorkTreeConfig {
  bool is_bare = false;
  std::optional<std::string> work_tree;

  void heed(const ConfigText& config) {
    is_bare = config.yes("core.bare").value_or(is_bare);
    if (auto path = config.text("core.worktree")) work_tree = std::move(path);
  }
};

bool leads_to(const std::string& folder, const std::string& git_dir) {
  const auto path = folder_of_dot_git(folder + "/.git");
  return path && *path == git_dir;
}

// Where the work tree of a repository would be that was found by itself.
std::string supposed_work_tree(const std::string& git_dir,
                               const WorkTreeConfig& config) {
  if (config.work_tree) return path_from(git_dir, *config.work_tree);
  // A linked work tree: the path of its `.git`, a line.
  const auto linked = read_file(git_dir + "/gitdir", kLargestPathFile);
  if (linked && *linked) {
    return parent_folder(
        path_from(git_dir, (*linked)->substr(0, (*linked)->find('\n'))));
  }
  return parent_folder(git_dir);
}

// Of a repository that was found. A configuration may name any folder; believed
// is one whose `.git` says the same.
std::optional<std::string> work_tree_of(const GitFolder& found,
                                        const WorkTreeConfig& config) {
  if (config.is_bare) return std::nullopt;
  const bool is_named = config.work_tree || !found.work_tree;
  if (!is_named) return found.work_tree;
  const std::string root = real_path(supposed_work_tree(found.path, config));
  if (root.empty() || !leads_to(root, found.path)) return std::nullopt;
  return root;
}

// Of a repository that GIT_DIR names: as git has it, but for the hooks of a
// push, which run in the git folder and have no work tree.
std::optional<std::string> work_tree_of_hook(const std::string& git_dir,
                                             const std::string& folder,
                                             const WorkTreeConfig& config) {
  if (config.is_bare) return std::nullopt;
  const std::string root = real_path(
      config.work_tree ? path_from(git_dir, *config.work_tree) : folder);
  if (root.empty() || root == git_dir) return std::nullopt;
  return root;
}

// Puts a Repository together, step by step.
class Reader {
 public:
  Reader(const GitEnvironment& environment, const std::string& folder)
      : environment_(environment), folder_(folder) {}

  Result<Repository> read(const GitFolder& found) {
    repository_.git_dir = found.path;
    const auto common = common_dir();
    if (!common) return common.error();
    repository_.common_dir = *common;
    if (auto config = read_configuration(); !config) return config.error();
    repository_.work_tree = work_tree(found);
    repository_.index_file = chosen(environment_.index_file, folder_,
                                    repository_.git_dir + "/index");
    if (auto found_all = read_object_dirs(); !found_all)
      return found_all.error();
    read_shallow();
    return std::move(repository_);
  }

 private:
  Result<std::string> common_dir() const {
    if (!environment_.common_dir) return common_folder(repository_.git_dir);
    std::string path = real_path(path_from(folder_, *environment_.common_dir));
    if (path.empty()) return Error{"GIT_COMMON_DIR: it leads nowhere"};
    return path;
  }

  Result<void> read_configuration() {
    const auto config =
        read_config(repository_.common_dir + "/config", "config");
    if (!config) return config.error();
    const auto format = repository_format(*config);
    if (!format) return format.error();
    repository_.format = *format;
    if (repository_.git_dir == repository_.common_dir) {
      work_tree_config_.heed(*config);
    }
    if (!format->has_work_tree_config) return {};
    const auto own = read_config(repository_.git_dir + "/config.worktree",
                                 "config.worktree");
    if (!own) return own.error();
    work_tree_config_.heed(*own);
    return {};
  }

  std::optional<std::string> work_tree(const GitFolder& found) const {
    if (environment_.work_tree) {
      const std::string root =
          real_path(path_from(folder_, *environment_.work_tree));
      if (!root.empty()) return root;
    }
    return environment_.git_dir
               ? work_tree_of_hook(found.path, folder_, work_tree_config_)
               : work_tree_of(found, work_tree_config_);
  }

  Result<void> read_object_dirs() {
    const std::string own =
        real_path(chosen(environment_.object_directory, folder_,
                         repository_.common_dir + "/objects"));
    if (!is_folder(own)) return Error{"its folder of objects is not there"};
    std::vector<std::string> more = alternates_in(
        environment_.alternate_object_directories.value_or(""), ':');
    for (std::string& path : more) path = path_from(folder_, path);
    repository_.object_dirs = object_folders(own, more, repository_.warnings);
    const auto& dirs = repository_.object_dirs;
    repository_.format.is_partial |=
        std::any_of(dirs.begin(), dirs.end(), has_promisor_pack);
    return {};
  }

  // "pack-….promisor" stands beside a pack whose objects may refer to some
  // that only the remote has.
  static bool has_promisor_pack(const std::string& object_dir) {
    const auto entries = list_folder(object_dir + "/pack");
    return entries && *entries &&
           std::any_of((*entries)->begin(), (*entries)->end(),
                       [](const FolderEntry& entry) {
                         return entry.name.ends_with(".promisor");
                       });
  }

  void read_shallow() {
    const std::string path = chosen(environment_.shallow_file, folder_,
                                    repository_.common_dir + "/shallow");
    const auto text = read_file(path, kLargestShallow);
    if (!text)
      repository_.warnings.push_back("shallow: " + text.error().message);
    if (!text || !*text) return;
    for (std::string_view rest = **text; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
      add_shallow(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    std::sort(repository_.shallow.begin(), repository_.shallow.end());
  }

  void add_shallow(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return;
    if (const auto id = ObjectId::from_hex(line, repository_.hash())) {
      repository_.shallow.push_back(*id);
    } else {
      repository_.warnings.emplace_back("shallow: a line is no commit");
    }
  }

  const GitEnvironment& environment_;
  const std::string& folder_;  // that its relative paths count from
  WorkTreeConfig work_tree_config_;
  Repository repository_;
};

// The repository that GIT_DIR names.
Result<GitFolder> git_folder_of_hook(const GitEnvironment& environment,
                                     const std::string& folder) {
  const auto path = folder_of_dot_git(path_from(folder, *environment.git_dir));
  if (!path) return path.error();
  const auto is_one =
      path->empty()
          ? Result<bool>(false)
          : is_git_folder(*path, environment.object_directory.has_value());
  if (!is_one) return is_one.error();
  if (!*is_one) return Error{"GIT_DIR: it is not a git repository"};
  return GitFolder{*path, std::nullopt};
}

}  // namespace

GitEnvironment GitEnvironment::of_process() {
  return {variable("GIT_DIR"),
          variable("GIT_COMMON_DIR"),
          variable("GIT_OBJECT_DIRECTORY"),
          variable("GIT_ALTERNATE_OBJECT_DIRECTORIES"),
          variable("GIT_INDEX_FILE"),
          variable("GIT_WORK_TREE"),
          variable("GIT_SHALLOW_FILE")};
}

Result<Repository> Repository::open(const std::string& path) {
  const auto found = find_git_folder(path);
  if (!found) return found.error();
  return Reader(GitEnvironment(), path).read(*found);
}

Result<Repository> Repository::open_for_hook(const GitEnvironment& environment,
                                             const std::string& folder) {
  const auto found = environment.git_dir
                         ? git_folder_of_hook(environment, folder)
                         : find_git_folder(folder);
  if (!found) return found.error();
  return Reader(environment, folder).read(*found);
}

Result<Repository> Repository::open_as_git(const std::string& name) {
  if (name != ".") return open(name);
  const GitEnvironment environment = GitEnvironment::of_process();
  std::error_code failed;
  const std::filesystem::path here = std::filesystem::current_path(failed);
  if (failed) return Error{failed.message()};
  return open_for_hook(environment, here.string());
}

}  // namespace patrol
