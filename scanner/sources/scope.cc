#include "scanner/sources/scope.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace patrol {
namespace {

// git's largest repositories have some 3 million files: an index of 300 MB.
constexpr std::size_t kMaxIndexFile = std::size_t{1} << 30;

// A file that git reads too, by its absolute path. One that does not exist is
// empty. It may be a symbolic link but no FIFO, whoever made the repository.
Result<std::string> read_if_exists(const std::string& path, std::size_t limit) {
  struct stat status;
  if (path.empty()) return std::string();
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::string();
    return Error{path + ": " + system_error(errno).message};
  }
  if (!S_ISREG(status.st_mode)) return Error{path + ": not a regular file"};
  Result<FileInput> file = open_named(path);
  if (!file) return Error{path + ": " + file.error().message};
  Result<std::string> text = read_whole(*std::move(file), limit);
  if (!text) return Error{path + ": " + text.error().message};
  return text;
}

std::string without_rules(const Error& error) {
  return error.message + ": its ignore rules are not applied";
}

std::string without_repository(const std::string& folder, const Error& error) {
  return folder + ": the git repository cannot be read: " + error.message +
         ": ignored files are scanned too";
}

Result<std::shared_ptr<const Index>> read_index(const std::string& path) {
  Result<std::string> file = read_if_exists(path, kMaxIndexFile);
  if (!file) return file.error();
  if (file->empty()) return std::make_shared<const Index>();
  Result<Index> index = Index::parse(*file);
  if (!index) return index.error();
  return std::make_shared<const Index>(*std::move(index));
}

bool is_regular(const std::string& path) {
  struct stat status;
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// From the root of `tree` down to `folder`: the rules of each folder above it.
// Empty if one of them, or `folder` itself, is ignored.
Scope descend(Scope scope, const WorkTree& tree, const std::string& folder,
              std::vector<std::string>& warnings) {
  const Result<Directory> root = Directory::open(tree.root);
  if (!root) return {};
  for (std::size_t at = tree.root == "/" ? 0 : tree.root.size();
       at < folder.size();) {
    const std::string above = folder.substr(0, at) + "/";
    if (is_regular(above + ".gitignore")) {
      const std::string path = above.substr(tree.root.size()) + ".gitignore";
      scope = with_gitignore(scope, *root, path.substr(path[0] == '/' ? 1 : 0),
                             warnings);
    }
    const std::size_t end = std::min(folder.find('/', at + 1), folder.size());
    std::optional<Scope> below =
        scope.below(std::string_view(folder).substr(at + 1, end - at - 1));
    if (!below || below->is_ignored()) return {};
    scope = *std::move(below);
    at = end;
  }
  return scope;
}

}  // namespace

Result<Scope> Scope::of(const WorkTree& tree,
                        std::vector<std::string>& warnings) {
  Result<std::shared_ptr<const Index>> index = read_index(tree.index_file);
  if (!index) return index.error();
  Scope scope;
  scope.index_ = *std::move(index);
  scope.tracked_ = scope.index_->all();
  scope.letters_ = tree.ignores_case ? Case::kFolded : Case::kExact;
  for (const std::string& path : {tree.excludes_file, tree.info_exclude}) {
    const Result<std::string> rules = read_if_exists(path, kMaxIgnoreFile);
    if (rules) {
      scope = scope.with_rules(*rules);
    } else {
      warnings.push_back(without_rules(rules.error()));
    }
  }
  return scope;
}

Scope Scope::with_rules(std::string_view gitignore) const {
  Scope scope = *this;
  scope.rules_ = std::make_shared<const IgnoreChain>(
      IgnoreChain{IgnoreFile(gitignore, letters_), prefix_.size(), rules_});
  return scope;
}

bool Scope::has_tracked(std::string_view name) const {
  return index_ != nullptr && index_->contains(tracked_, prefix_.size(), name);
}

bool Scope::takes_file(std::string_view name) const {
  if (index_ == nullptr || has_tracked(name)) return true;
  if (is_ignored_) return false;
  return !patrol::is_ignored(rules_.get(), prefix_ + std::string(name), false);
}

std::optional<Scope> Scope::below(std::string_view name) const {
  if (index_ == nullptr) return Scope();
  Scope scope = *this;
  scope.prefix_ += name;
  scope.is_ignored_ =
      is_ignored_ || patrol::is_ignored(rules_.get(), scope.prefix_, true);
  scope.prefix_ += '/';
  scope.tracked_ =
      index_->starting_with(tracked_, prefix_.size(), std::string(name) + "/");
  const bool is_submodule = has_tracked(name);
  if (scope.is_ignored_ && scope.tracked_.empty() && !is_submodule) {
    return std::nullopt;
  }
  return scope;
}

Scope scope_of_named_folder(const std::string& folder,
                            std::vector<std::string>& warnings) {
  const Result<std::optional<WorkTree>> tree = find_work_tree(folder);
  if (tree && !*tree) return {};
  const Result<Scope> scope =
      tree ? Scope::of(**tree, warnings) : Result<Scope>(tree.error());
  if (scope) return descend(*scope, **tree, folder, warnings);
  warnings.push_back(without_repository(folder, scope.error()));
  return {};
}

std::optional<Scope> scope_of_nested_repository(
    const std::string& folder, std::vector<std::string>& warnings) {
  const Result<std::optional<WorkTree>> tree = open_work_tree(folder);
  if (tree && !*tree) return std::nullopt;
  Result<Scope> scope =
      tree ? Scope::of(**tree, warnings) : Result<Scope>(tree.error());
  if (scope) return *std::move(scope);
  warnings.push_back(without_repository(folder, scope.error()));
  return Scope();
}

Scope with_gitignore(const Scope& scope, const Directory& root,
                     const std::string& path,
                     std::vector<std::string>& warnings) {
  Result<FileInput> file = root.open_file(path);
  const Result<std::string> text =
      file ? read_whole(*std::move(file), kMaxIgnoreFile)
           : Result<std::string>(file.error());
  if (text) return scope.with_rules(*text);
  warnings.push_back(without_rules({path + ": " + text.error().message}));
  return scope;
}

}  // namespace patrol
