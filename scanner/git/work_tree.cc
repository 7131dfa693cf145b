// libgit2 is loaded when a `.git` was seen. As a library that the program is
// linked with it would be loaded at every start, and with it thirteen others,
// for Kerberos, TLS and SSH: a quarter of what a start takes (bench/README.md),
// in every hook and for every single file. So the program asks the dynamic
// loader for it here, by the name of the version that <git2.h> belongs to, and
// for each function by its name; the types are the header's. Where it is
// missing, a folder with a `.git` is one that cannot be opened.
#include "scanner/git/work_tree.h"

#include <dlfcn.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace patrol {
namespace {

// libgit2's functions, each under its own name without "git_".
class Libgit2 {
 public:
  // Loads and starts it; it stays for the life of the process.
  Libgit2() {
    if (missing_.empty()) start();
  }

  // Why it cannot be used, in the loader's words. Empty: it can.
  const std::string& missing() const { return missing_; }

 private:
  // A function by its name, of the type of what it initialises.
  struct Named {
    template <typename Function>
    operator Function*() const {  // NOLINT: named by the initialised member
      return reinterpret_cast<Function*>(address);
    }
    void* address;
  };

  Named find(const char* name) {
    void* address = handle_ != nullptr ? ::dlsym(handle_, name) : nullptr;
    if (address == nullptr && missing_.empty()) missing_ = ::dlerror();
    return {address};
  }

  void start() const {
    init_();
    // Extensions that do not change what is read here.
    std::array<const char*, 4> extensions = {"worktreeconfig", "partialclone",
                                             "preciousobjects",
                                             "relativeworktrees"};
    opts_(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
    // Its own test knows the first of our three owners alone.
    opts_(GIT_OPT_SET_OWNER_VALIDATION, 0);
  }

  void* handle_ = ::dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_LAZY);
  std::string missing_;

  decltype(&git_libgit2_init) init_ = find("git_libgit2_init");
  decltype(&git_libgit2_opts) opts_ = find("git_libgit2_opts");

 public:
  decltype(&git_error_last) error_last = find("git_error_last");
  decltype(&git_buf_dispose) buf_dispose = find("git_buf_dispose");
  decltype(&git_config_free) config_free = find("git_config_free");
  decltype(&git_config_get_bool) config_get_bool = find("git_config_get_bool");
  decltype(&git_config_get_path) config_get_path = find("git_config_get_path");
  decltype(&git_repository_commondir) repository_commondir =
      find("git_repository_commondir");
  decltype(&git_repository_config_snapshot) repository_config_snapshot =
      find("git_repository_config_snapshot");
  decltype(&git_repository_free) repository_free = find("git_repository_free");
  decltype(&git_repository_open_ext) repository_open_ext =
      find("git_repository_open_ext");
  decltype(&git_repository_path) repository_path = find("git_repository_path");
  decltype(&git_repository_workdir) repository_workdir =
      find("git_repository_workdir");
};

// Loaded at the first call.
const Libgit2& libgit2() {
  static const Libgit2 kLoaded;
  return kLoaded;
}

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    (libgit2().*Free)(object);
  }
};
using Repository =
    std::unique_ptr<git_repository, Freed<&Libgit2::repository_free>>;
using Config = std::unique_ptr<git_config, Freed<&Libgit2::config_free>>;

Error library_error() {
  const git_error* error = libgit2().error_last();
  return Error{error != nullptr ? error->message : "libgit2 failed"};
}

// The path in the form that WorkTree promises. "" if it does not exist.
std::string real_path(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(path, failed);
  return failed ? std::string() : real.string();
}

bool is_within(std::string_view path, std::string_view folder) {
  if (!path.starts_with(folder)) return false;
  path.remove_prefix(folder.size());
  return path.empty() || path[0] == '/' || folder == "/";
}

// Whether `path` is neither a file nor a folder nor missing.
bool would_block(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) &&
         !S_ISDIR(status.st_mode);
}

// A FIFO in the place of a file that libgit2 reads would stop the scan.
bool any_would_block(const std::string& dot_git) {
  constexpr const char* kRead[] = {"", "/HEAD", "/config", "/commondir",
                                   "/gitdir"};
  return std::any_of(std::begin(kRead), std::end(kRead), [&](const char* file) {
    return would_block(dot_git + file);
  });
}

bool is_trusted(const std::string& git_dir, const std::string& folder) {
  struct stat repository;
  struct stat around;
  if (::stat(git_dir.c_str(), &repository) != 0) return false;
  if (repository.st_uid == ::geteuid() || repository.st_uid == 0) return true;
  return ::stat(folder.c_str(), &around) == 0 &&
         around.st_uid == repository.st_uid;
}

// $XDG_CONFIG_HOME/git/ignore, or the same below ~/.config.
std::string default_excludes_file() {
  const char* xdg = std::getenv("XDG_CONFIG_HOME");
  if (xdg != nullptr && *xdg != '\0') return std::string(xdg) + "/git/ignore";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return {};
  return std::string(home) + "/.config/git/ignore";
}

std::string excludes_file(git_config* config, const std::string& root) {
  git_buf path = GIT_BUF_INIT;
  if (libgit2().config_get_path(&path, config, "core.excludesfile") != 0) {
    return default_excludes_file();
  }
  std::string file(path.ptr, path.size);
  libgit2().buf_dispose(&path);
  if (file.empty() || file.starts_with('/')) return file;
  return root + "/" + file;  // git runs in the root of the work tree
}

Result<WorkTree> describe(git_repository* repository, const std::string& root) {
  git_config* raw = nullptr;
  if (libgit2().repository_config_snapshot(&raw, repository) != 0) {
    return library_error();
  }
  const Config config(raw);
  WorkTree tree;
  tree.root = root;
  tree.index_file =
      std::string(libgit2().repository_path(repository)) + "index";
  tree.info_exclude =
      std::string(libgit2().repository_commondir(repository)) + "info/exclude";
  tree.excludes_file = excludes_file(config.get(), tree.root);
  int ignores_case = 0;
  if (libgit2().config_get_bool(&ignores_case, config.get(),
                                "core.ignorecase") == 0) {
    tree.ignores_case = ignores_case != 0;
  }
  return tree;
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

std::string parent(const std::string& folder) {
  const std::size_t slash = folder.rfind('/');
  return slash == 0 ? "/" : folder.substr(0, slash);
}

bool exists(const std::string& path) {
  struct stat status;
  return ::lstat(path.c_str(), &status) == 0;
}

}  // namespace

Result<std::optional<WorkTree>> open_work_tree(const std::string& folder) {
  const std::string dot_git = folder + "/.git";
  if (any_would_block(dot_git)) {
    return Error{"its .git holds what is no regular file"};
  }
  if (!libgit2().missing().empty()) return Error{libgit2().missing()};
  git_repository* raw = nullptr;
  const int failed = libgit2().repository_open_ext(
      &raw, dot_git.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  const Repository repository(raw);
  if (failed == GIT_ENOTFOUND) return std::optional<WorkTree>();
  if (failed != 0) return library_error();
  if (!is_trusted(libgit2().repository_path(raw), folder)) {
    return Error{"it belongs to another user"};
  }
  // A bare repository has no work tree, and core.worktree may put it anywhere.
  const char* root = libgit2().repository_workdir(raw);
  if (root == nullptr || real_path(root) != folder) {
    return std::optional<WorkTree>();
  }
  Result<WorkTree> tree = describe(raw, folder);
  if (!tree) return tree.error();
  return std::optional<WorkTree>(*std::move(tree));
}

Result<std::optional<WorkTree>> find_work_tree(const std::string& folder) {
  for (std::string at = folder;; at = parent(at)) {
    const std::string dot_git = (at == "/" ? "" : at) + "/.git";
    if (is_within(folder, dot_git)) return std::optional<WorkTree>();
    if (exists(dot_git)) {
      auto tree = open_work_tree(at);
      if (!tree || *tree) return tree;
    }
    if (is_border(at)) return std::optional<WorkTree>();
  }
}

}  // namespace patrol
