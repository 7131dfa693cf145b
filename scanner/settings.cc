#include "scanner/settings.h"

#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "scanner/git/discovery.h"
#include "scanner/git/files.h"

namespace patrol {
namespace {

constexpr std::string_view kConfigFiles[] = {".patrol.toml", ".gitleaks.toml"};

using MaybeSource = Result<std::optional<ConfigSource>>;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<std::string> read_whole(const std::string& file) {
  const auto text = read_file(file, kMaxTreeFile);
  if (!text) return text.error();
  if (!*text) return Error{"there is no such file"};
  return **text;
}

// A file that the user has, wherever; what it extends is meant from where
// patrol was started, as gitleaks has it.
ConfigSource source_of(const std::string& file, std::string text,
                       bool is_found) {
  return {.file = file,
          .text = std::move(text),
          .is_of_user = true,
          .is_found = is_found,
          .read = read_whole};
}

Result<ConfigSource> named_source(const std::string& file) {
  Result<std::string> text = read_whole(file);
  if (!text) return Error{file + ": " + text.error().message};
  return source_of(file, *std::move(text), false);
}

Result<std::string> read_below(const ReadTreeFile& files,
                               const std::string& path) {
  auto text = files(path);
  if (!text) return text.error();
  if (!*text) return Error{"there is no such file"};
  return **std::move(text);
}

// That of a tree. `at`: where its files are, with '/' at the end, for messages.
MaybeSource source_in(const ReadTreeFile& files, const std::string& at) {
  for (const std::string_view name : kConfigFiles) {
    auto text = files(name);
    const std::string file = at + std::string(name);
    if (!text) return Error{file + ": " + text.error().message};
    if (!*text) continue;
    return std::optional(ConfigSource{.file = file,
                                      .text = **std::move(text),
                                      .is_of_user = false,
                                      .is_found = true,
                                      .read = [files](const std::string& path) {
                                        return read_below(files, path);
                                      }});
  }
  return std::optional<ConfigSource>();
}

// The folder that is scanned, or that a file lies in which is.
std::string folder_of(const std::string& path) {
  const std::string real = real_path(path);
  return real.empty() || is_folder(real) ? real : parent_folder(real);
}

std::string shown_folder(const std::string& path) {
  return path == "." ? "" : path.ends_with('/') ? path : path + "/";
}

MaybeSource source_beside(const std::string& path) {
  const std::string folder = path == "-" ? "" : folder_of(path);
  if (folder.empty()) return std::optional<ConfigSource>();
  MaybeSource own =
      source_in(files_below(folder),
                is_folder(path) ? shown_folder(path) : shown_folder(folder));
  if (!own || *own) return own;
  const Result<GitFolder> git = find_git_folder(folder);
  if (!git || !git->work_tree || *git->work_tree == folder) return own;
  return source_in(files_below(*git->work_tree), shown_folder(*git->work_tree));
}

MaybeSource source_beside_one(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    MaybeSource source = source_beside(path);
    if (!source || *source) return source;
  }
  return std::optional<ConfigSource>();
}

MaybeSource source_of_user() {
  std::string folder = variable("XDG_CONFIG_HOME");
  if (!folder.starts_with('/')) folder = variable("HOME") + "/.config";
  const std::string file = folder + "/patrol/config.toml";
  if (!folder.starts_with('/')) return std::optional<ConfigSource>();
  auto text = read_file(file, kMaxTreeFile);
  if (!text) return Error{file + ": " + text.error().message};
  if (!*text) return std::optional<ConfigSource>();
  return std::optional(source_of(file, **std::move(text), true));
}

// The first that there is.
MaybeSource find_source(const ScannedTree& tree, const std::string& given,
                        const ReadTreeFile& files) {
  const std::string named = given.empty() ? variable("PATROL_CONFIG") : given;
  if (!named.empty()) {
    Result<ConfigSource> source = named_source(named);
    if (!source) return source.error();
    return std::optional(*std::move(source));
  }
  MaybeSource in_tree = std::optional<ConfigSource>();
  if (tree.has_a_say) {
    in_tree = files ? source_in(files, "") : source_beside_one(tree.paths);
  }
  if (!in_tree || *in_tree) return in_tree;
  return source_of_user();
}

// Null: it says nothing, or cannot be opened, which the scan will tell.
ReadTreeFile files_of_repository(const ScannedTree& tree) {
  if (tree.repository.empty() || !tree.has_a_say) return nullptr;
  Result<Repository> repository = Repository::open_as_git(tree.repository);
  if (!repository) return nullptr;
  return files_of(std::make_shared<const Repository>(*std::move(repository)),
                  tree.commit);
}

}  // namespace

Result<Settings> find_settings(const ScannedTree& tree,
                               const std::string& given,
                               const LoadOptions& options) {
  Settings settings{.config = {}, .files = files_of_repository(tree)};
  MaybeSource source = find_source(tree, given, settings.files);
  if (!source) return source.error();
  if (!*source) return settings;
  Result<Configuration> config = configure(**source, options);
  if (!config) {
    return Error{config.error().message +
                 ((*source)->is_of_user ? "" : "; --no-config ignores it")};
  }
  settings.config = *std::move(config);
  return settings;
}

}  // namespace patrol
