#include "scanner/sources/tree.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace patrol {
namespace {

constexpr char kIgnored[] = "ignored by git";
constexpr char kSymbolicLink[] = "symbolic link";
constexpr char kNotRegular[] = "not a regular file";

std::string join(const std::string& folder, std::string_view name) {
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path += folder;
  if (!folder.empty() && folder.back() != '/') path += '/';
  path += name;
  return path;
}

// nullptr: there is none. REQUIRES: sorted by name.
const Entry* find(const std::vector<Entry>& entries, std::string_view name) {
  const auto it = std::ranges::lower_bound(
      entries, name, {},
      [](const Entry& entry) { return std::string_view(entry.name); });
  return it != entries.end() && it->name == name ? &*it : nullptr;
}

// A `.git` may be a folder, a file that leads to one (submodules, linked work
// trees) or a symbolic link (the repo tool).
bool begins_repository(const std::vector<Entry>& entries) {
  const Entry* git = find(entries, ".git");
  return git != nullptr && git->kind != EntryKind::kOther;
}

bool has_gitignore(const std::vector<Entry>& entries) {
  const Entry* rules = find(entries, ".gitignore");
  return rules != nullptr && rules->kind == EntryKind::kFile;
}

void place_folder(const Scope& scope, std::string path, std::string_view name,
                  Listing& listing) {
  if (name == ".git") {
    listing.folders.push_back(
        {std::move(path), Scope(), Folder::Role::kGitDirectory});
  } else if (std::optional<Scope> below = scope.below(name)) {
    listing.folders.push_back({std::move(path), *std::move(below)});
  } else {
    listing.skipped.push_back({std::move(path), kIgnored});
  }
}

void place(const Scope& scope, std::string path, const Entry& entry,
           Listing& listing) {
  switch (entry.kind) {
    case EntryKind::kDirectory:
      return place_folder(scope, std::move(path), entry.name, listing);
    case EntryKind::kFile:
      if (scope.takes_file(entry.name)) {
        listing.files.push_back(std::move(path));
      } else {
        listing.skipped.push_back({std::move(path), kIgnored});
      }
      return;
    case EntryKind::kSymlink:
      listing.skipped.push_back({std::move(path), kSymbolicLink});
      return;
    case EntryKind::kOther:
      listing.skipped.push_back({std::move(path), kNotRegular});
  }
}

// .git/config, .git/modules/a/b/config, .git/worktrees/w/config.worktree: a
// folder with a HEAD is a repository, and has others in two places; one
// without is a part of a submodule's name.
void place_configurations(const std::string& folder,
                          const std::vector<Entry>& entries, Listing& listing) {
  const bool is_repository = find(entries, "HEAD") != nullptr;
  for (const Entry& entry : entries) {
    const std::string& name = entry.name;
    if (entry.kind == EntryKind::kFile &&
        (name == "config" || name == "config.worktree")) {
      listing.files.push_back(join(folder, name));
    }
    if (entry.kind == EntryKind::kDirectory &&
        (!is_repository || name == "modules" || name == "worktrees")) {
      listing.folders.push_back(
          {join(folder, name), Scope(), Folder::Role::kGitDirectory});
    }
  }
}

}  // namespace

Result<Tree> Tree::open(const std::string& path, IgnoreRules rules) {
  Result<Directory> directory = Directory::open(path);
  if (!directory) return directory.error();
  std::error_code failed;
  std::string real_path = std::filesystem::canonical(path, failed).string();
  if (failed) return Error{failed.message()};
  return Tree(*std::move(directory), std::move(real_path), rules);
}

Folder Tree::root() const { return {"", Scope(), Folder::Role::kRoot}; }

Scope Tree::scope_in(const Folder& folder, const std::vector<Entry>& entries,
                     std::vector<std::string>& warnings) const {
  if (rules_ == IgnoreRules::kDisregard) return {};
  Scope scope = folder.scope;
  if (folder.role == Folder::Role::kRoot) {
    scope = scope_of_named_folder(real_path_, warnings);
  } else if (begins_repository(entries)) {
    auto own =
        scope_of_nested_repository(join(real_path_, folder.path), warnings);
    if (own) scope = *std::move(own);
  }
  if (!scope.heeds_gitignore() || !has_gitignore(entries)) return scope;
  return with_gitignore(scope, directory_, join(folder.path, ".gitignore"),
                        warnings);
}

Listing Tree::expand(const Folder& folder) const {
  Listing listing;
  const Result<std::vector<Entry>> entries = directory_.list(folder.path);
  if (!entries) {
    listing.unread.push_back({folder.path, entries.error().message});
    return listing;
  }
  if (folder.role == Folder::Role::kGitDirectory) {
    place_configurations(folder.path, *entries, listing);
    return listing;
  }
  const Scope scope = scope_in(folder, *entries, listing.warnings);
  for (const Entry& entry : *entries) {
    place(scope, join(folder.path, entry.name), entry, listing);
  }
  return listing;
}

}  // namespace patrol
