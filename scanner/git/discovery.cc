#include "scanner/git/discovery.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "scanner/core/hex_digits.h"
#include "scanner/git/files.h"

namespace patrol {
namespace {

// Of HEAD, the first line counts.
constexpr std::size_t kLargestHead = std::size_t{64} << 10;

constexpr std::size_t kLeastId = 40;

constexpr char kForeign[] = "it belongs to another user";

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// "ref: refs/...", or an id.
bool looks_like_head(std::string_view text) {
  if (text.starts_with("ref:")) {
    text.remove_prefix(4);
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.starts_with("refs/");
  }
  const auto is_hex = [](char c) { return hex_value(c).has_value(); };
  return text.size() >= kLeastId &&
         std::all_of(text.begin(), text.begin() + kLeastId, is_hex);
}

// In the oldest repositories HEAD is a symbolic link, which may lead to a
// branch that has no commit yet.
bool is_link_to_ref(const std::string& path) {
  constexpr std::string_view kRefs = "refs/";
  char target[kRefs.size()];
  const ssize_t size = ::readlink(path.c_str(), target, sizeof target);
  return size == ssize_t{kRefs.size()} &&
         std::string_view(target, kRefs.size()) == kRefs;
}

Result<bool> has_head(const std::string& git_folder) {
  const std::string path = git_folder + "/HEAD";
  if (is_link_to_ref(path)) return true;
  const auto text = read_file(path, kLargestHead);
  if (!text) return in_file("HEAD", text.error());
  return *text && looks_like_head(**text);
}

// nullopt: nothing is there. A symbolic link has an owner of its own.
std::optional<uid_t> owner(const std::string& path) {
  struct stat status;
  if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_uid;
}

bool is_trusted(const std::string& path, const std::string& folder) {
  const auto user = owner(path);
  return user && (*user == ::geteuid() || *user == 0 || user == owner(folder));
}

// The border of the file system that `folder` is on: its parent is on another,
// or there is none.
bool is_border(const std::string& folder) {
  struct stat here;
  struct stat above;
  return folder == "/" || ::stat(folder.c_str(), &here) != 0 ||
         ::stat((folder + "/..").c_str(), &above) != 0 ||
         here.st_dev != above.st_dev;
}

// The repository of `folder`/.git. nullopt: that is none.
Result<std::optional<GitFolder>> at_dot_git(const std::string& folder) {
  const std::string dot_git = (folder == "/" ? "" : folder) + "/.git";
  if (!exists(dot_git)) return std::optional<GitFolder>();
  const auto path = folder_of_dot_git(dot_git);
  if (!path) return path.error();
  const auto is_one =
      path->empty() ? Result<bool>(false) : is_git_folder(*path);
  if (!is_one) return is_one.error();
  if (!*is_one && is_folder(dot_git)) return std::optional<GitFolder>();
  if (!*is_one) return Error{"its .git leads to no repository"};
  if (!is_trusted(dot_git, folder) || !is_trusted(*path, folder)) {
    return Error{kForeign};
  }
  return std::optional(GitFolder{*path, folder});
}

// `folder` itself as a repository, met on the way up from `named`.
Result<std::optional<GitFolder>> at_folder(const std::string& folder,
                                           const std::string& named) {
  const auto is_one = is_git_folder(folder);
  if (!is_one) return is_one.error();
  if (!*is_one) return std::optional<GitFolder>();
  const bool is_dot_git = folder.ends_with("/.git");
  if (!is_trusted(folder, is_dot_git ? parent_folder(folder) : named)) {
    return Error{kForeign};
  }
  return std::optional(GitFolder{folder, std::nullopt});
}

}  // namespace

Result<bool> is_git_folder(const std::string& path, bool has_objects) {
  auto head = has_head(path);
  if (!head || !*head) return head;
  const auto common = common_folder(path);
  if (!common) return common.error();
  return (has_objects || is_folder(*common + "/objects")) &&
         is_folder(*common + "/refs");
}

Result<std::string> common_folder(const std::string& git_folder) {
  const auto text = read_file(git_folder + "/commondir", kLargestPathFile);
  if (!text) return in_file("commondir", text.error());
  if (!*text) return git_folder;
  const std::string path =
      real_path(path_from(git_folder, without_line_end(**text)));
  if (path.empty()) return Error{"commondir: it leads nowhere"};
  return path;
}

Result<std::string> folder_of_dot_git(const std::string& dot_git) {
  if (is_folder(dot_git)) return real_path(dot_git);
  const auto text = read_file(dot_git, kLargestPathFile);
  if (!text) return in_file(".git", text.error());
  constexpr std::string_view kBegin = "gitdir: ";
  if (!*text || !(*text)->starts_with(kBegin)) return std::string();
  const std::string_view path =
      without_line_end(std::string_view(**text).substr(kBegin.size()));
  return real_path(path_from(parent_folder(dot_git), path));
}

Result<GitFolder> find_git_folder(const std::string& path) {
  std::string named = real_path(path);
  if (named.ends_with("/.git") && !is_folder(named)) {
    named = parent_folder(named);
  }
  if (!is_folder(named)) return Error{"there is no such folder"};
  for (std::string at = named;; at = parent_folder(at)) {
    auto found = at_dot_git(at);
    if (found && !*found) found = at_folder(at, named);
    if (!found) return found.error();
    if (*found) return **std::move(found);
    if (is_border(at)) return Error{"it is not in a git repository"};
  }
}

}  // namespace patrol
