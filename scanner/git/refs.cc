#include "scanner/git/refs.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <functional>
#include <map>
#include <utility>

#include "scanner/git/files.h"
#include "scanner/git/git_plumbing.h"
#include "scanner/git/ref_text.h"

namespace patrol {
namespace {

constexpr std::size_t kLargestRef = std::size_t{64} << 10;
// FETCH_HEAD has a line for each reference of the other side.
constexpr std::size_t kLargestPseudoRef = std::size_t{64} << 20;
constexpr std::size_t kLargestPackedRefs = std::size_t{1} << 30;
constexpr std::size_t kLargestLog = std::size_t{256} << 20;

// As git has it: so many names in a row, the last of which has an id.
constexpr int kMostNames = 5;

constexpr std::string_view kOwnRefs[] = {"refs/bisect/", "refs/rewritten/",
                                         "refs/worktree/"};

constexpr char kBroken[] = "neither an id nor a name";

// Whether each work tree has a reference of that name.
bool is_of_work_tree(std::string_view name) {
  return !name.starts_with("refs/") ||
         std::any_of(
             std::begin(kOwnRefs), std::end(kOwnRefs),
             [&](std::string_view own) { return name.starts_with(own); });
}

// "worktrees/NAME/", "main-worktree/" or "".
std::string_view work_tree_prefix(std::string_view name) {
  constexpr std::string_view kMain = "main-worktree/";
  constexpr std::string_view kLinked = "worktrees/";
  if (name.starts_with(kMain)) return name.substr(0, kMain.size());
  if (!name.starts_with(kLinked)) return {};
  return name.substr(0, name.find('/', kLinked.size()) + 1);
}

// The full name of what `name` says that it stands for.
std::string full_target(std::string_view name, const std::string& target) {
  if (!is_of_work_tree(target)) return target;
  return std::string(work_tree_prefix(name)) + target;
}

bool is_head(std::string_view name) {
  return name.substr(work_tree_prefix(name).size()) == "HEAD";
}

// In the oldest repositories a symbolic reference is a symbolic link.
std::optional<std::string> linked_name(const std::string& path) {
  char target[PATH_MAX];
  const ssize_t size = ::readlink(path.c_str(), target, sizeof target);
  if (size <= 0) return std::nullopt;
  std::string name(target, static_cast<std::size_t>(size));
  if (!name.starts_with("refs/")) return std::nullopt;
  return name;
}

// nullopt: there is no such file.
Result<std::optional<RefText>> read_ref_file(const std::string& path,
                                             HashKind hash) {
  if (auto name = linked_name(path)) {
    return std::optional(RefText{*std::move(name), {}});
  }
  const auto text = read_file(path, kLargestRef);
  if (!text) return text.error();
  if (!*text) return std::optional<RefText>();
  auto ref = parse_ref(**text, hash);
  if (!ref) return Error{kBroken};
  ref->ids.resize(std::min<std::size_t>(ref->ids.size(), 1));
  return std::optional(*std::move(ref));
}

// What belongs to one work tree, or to all.
struct Place {
  std::string folder;
  std::string prefix;  // of the names of what belongs to the work tree
};

// Reads one thing after another, and notes what it cannot read.
class RefReader {
 public:
  explicit RefReader(const Repository& repository) : repository_(repository) {}

  Result<Refs> read() {
    const bool is_in_files = repository_.format.refs == RefStorage::kFiles;
    find_places();
    if (is_in_files) {
      read_packed_refs();
      read_ref_files();
    } else if (auto asked = ask_git(); !asked) {
      return asked.error();
    }
    for (const Place& place : places_) read_pseudo_refs(place);
    if (is_in_files) read_logs();
    resolve_all();
    return std::move(refs_);
  }

 private:
  void warn(const std::string& name, const std::string& why) {
    refs_.warnings.push_back(name + ": " + why);
  }

  // The work tree's own place, and those of all others.
  void find_places() {
    const std::string& common = repository_.common_dir;
    const std::string& own = repository_.git_dir;
    places_.push_back({own, ""});
    if (own != common) places_.push_back({common, "main-worktree/"});
    const auto linked = list_folder(common + "/worktrees");
    if (!linked) warn("worktrees", linked.error().message);
    if (!linked || !*linked) return;
    for (const FolderEntry& entry : **linked) {
      Place place{common + "/worktrees/" + entry.name,
                  "worktrees/" + entry.name + "/"};
      if (entry.is_folder && place.folder != own)
        places_.push_back(std::move(place));
    }
  }

  void read_packed_refs() {
    const auto text =
        read_file(repository_.common_dir + "/packed-refs", kLargestPackedRefs);
    if (!text) return warn("packed-refs", text.error().message);
    if (*text) take_packed(**text, "packed-refs");
  }

  void take_packed(std::string_view text, const char* from) {
    const bool is_whole = parse_packed_refs(
        text, repository_.hash(), [this](const PackedRef& ref) {
          found_[std::string(ref.name)] = {"", {ref.id}};
        });
    if (!is_whole) warn(from, "a line is no reference");
  }

  void read_ref_files() {
    walk(repository_.common_dir + "/refs", "refs",
         [this](const auto& path, const auto& name) {
           const bool is_main_s =
               repository_.git_dir != repository_.common_dir &&
               is_of_work_tree(name);
           take_ref_file(path, is_main_s ? "main-worktree/" + name : name);
         });
    for (const Place& place : places_) {
      if (place.folder == repository_.common_dir) continue;
      for (std::string_view own : kOwnRefs) {
        const std::string name(own.substr(0, own.size() - 1));
        walk(place.folder + "/" + name, place.prefix + name,
             [this](const auto& path, const auto& full_name) {
               take_ref_file(path, full_name);
             });
      }
    }
  }

  void take_ref_file(const std::string& path, const std::string& name) {
    if (name.ends_with(".lock")) return;
    auto ref = read_ref_file(path, repository_.hash());
    if (!ref) return warn(name, ref.error().message);
    if (*ref) found_[name] = **std::move(ref);
  }

  // All files below `folder`, with what they are called. `take` gets path and
  // name.
  template <typename Take>
  void walk(const std::string& folder, const std::string& name,
            const Take& take) {
    const auto entries = list_folder(folder);
    if (!entries) return warn(name, entries.error().message);
    if (!*entries) return;
    for (const FolderEntry& entry : **entries) {
      if (entry.name.starts_with('.')) continue;
      const std::string path = folder + "/" + entry.name;
      const std::string full_name = name + "/" + entry.name;
      if (entry.is_folder) {
        walk(path, full_name, take);
      } else {
        take(path, full_name);
      }
    }
  }

  // Files in capitals. Not all are references (COMMIT_EDITMSG).
  void read_pseudo_refs(const Place& place) {
    const auto entries = list_folder(place.folder);
    if (!entries) return warn(place.folder, entries.error().message);
    if (!*entries) return;
    constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    for (const FolderEntry& entry : **entries) {
      const std::string& name = entry.name;
      if (entry.is_folder || name.find_first_not_of(kCapitals) != name.npos) {
        continue;
      }
      take_pseudo_ref(place.folder + "/" + name, place.prefix + name);
    }
  }

  void take_pseudo_ref(const std::string& path, const std::string& name) {
    // HEAD of a reftable repository is there to keep older gits out.
    if (is_head(name) && repository_.format.refs == RefStorage::kReftable) {
      return;
    }
    if (auto target = linked_name(path)) {
      found_[name] = {*std::move(target), {}};
      return;
    }
    const auto text = read_file(path, kLargestPseudoRef);
    if (!text) return warn(name, text.error().message);
    auto ref = *text ? parse_ref(**text, repository_.hash()) : std::nullopt;
    if (ref && (ref->target.empty() || ref->target.starts_with("refs/"))) {
      found_[name] = *std::move(ref);
    } else if (is_head(name)) {
      warn(name, kBroken);
    }
  }

  Result<void> ask_git() {
    const auto all = run_git(
        repository_, {"for-each-ref", "--format=%(objectname) %(refname)"});
    if (!all) return all.error();
    take_packed(*all, "git for-each-ref");
    for (const Place& place : places_) {
      // An error: it has no commit yet.
      const auto head =
          run_git(repository_,
                  {"rev-parse", "--verify", "--quiet", place.prefix + "HEAD"});
      if (head)
        take_packed(
            head->substr(0, head->find('\n')) + " " + place.prefix + "HEAD",
            "git rev-parse");
    }
    warn("logs", "those of a reftable are not read");
    return {};
  }

  void read_logs() {
    for (const Place& place : places_) {
      walk(
          place.folder + "/logs", place.prefix + "logs",
          [this](const auto& path, const auto& name) { take_log(path, name); });
    }
    std::sort(refs_.logged.begin(), refs_.logged.end());
    const auto repeated = std::unique(refs_.logged.begin(), refs_.logged.end());
    refs_.logged.erase(repeated, refs_.logged.end());
  }

  void take_log(const std::string& path, const std::string& name) {
    if (name.ends_with(".lock")) return;
    const auto text = read_file(path, kLargestLog);
    if (!text) return warn(name, text.error().message);
    if (*text && !parse_reflog(**text, repository_.hash(), refs_.logged)) {
      warn(name, "a line is no entry");
    }
  }

  void resolve_all() {
    for (const auto& [name, ref] : found_) resolve(name);
  }

  void resolve(const std::string& name) {
    std::string at = name;
    for (int i = 0; i < kMostNames; ++i) {
      const auto found = found_.find(at);
      if (found == found_.end()) {
        if (!is_head(name)) refs_.dangling.push_back(name);
        return;
      }
      for (const ObjectId& id : found->second.ids) {
        refs_.refs.push_back({name, id});
      }
      if (found->second.target.empty()) return;
      at = full_target(at, found->second.target);
    }
    warn(name, "it leads in a circle, or too far");
  }

  const Repository& repository_;
  std::vector<Place> places_;
  std::map<std::string, RefText> found_;
  Refs refs_;
};

// The id of `name` in packed-refs. nullopt: it is not there.
Result<std::optional<ObjectId>> find_packed(const Repository& repository,
                                            const std::string& name) {
  const auto text =
      read_file(repository.common_dir + "/packed-refs", kLargestPackedRefs);
  if (!text) return in_file("packed-refs", text.error());
  std::optional<ObjectId> id;
  const bool is_whole = parse_packed_refs(text->value_or(""), repository.hash(),
                                          [&](const PackedRef& ref) {
                                            if (ref.name == name) id = ref.id;
                                          });
  if (!is_whole && !id) return Error{"packed-refs: a line is no reference"};
  return id;
}

// Whether it may be looked for in the file system.
bool is_safe_name(std::string_view name) {
  return !name.starts_with('/') && name.find("..") == name.npos;
}

}  // namespace

const ObjectId* Refs::find(std::string_view name) const {
  const auto at = std::lower_bound(
      refs.begin(), refs.end(), name,
      [](const Ref& ref, std::string_view other) { return ref.name < other; });
  return at == refs.end() || at->name != name ? nullptr : &at->id;
}

Result<Refs> read_refs(const Repository& repository) {
  return RefReader(repository).read();
}

Result<std::optional<ObjectId>> read_head(const Repository& repository) {
  if (repository.format.refs == RefStorage::kReftable) {
    const auto refs = read_refs(repository);
    if (!refs) return refs.error();
    const ObjectId* head = refs->find("HEAD");
    return head == nullptr ? std::nullopt : std::optional(*head);
  }
  std::string name = "HEAD";
  for (int i = 0; i < kMostNames; ++i) {
    if (!is_safe_name(name)) return Error{"HEAD: " + std::string(kBroken)};
    const std::string& folder =
        is_of_work_tree(name) ? repository.git_dir : repository.common_dir;
    const auto ref = read_ref_file(path_from(folder, name), repository.hash());
    if (!ref) return in_file(name, ref.error());
    if (!*ref) return find_packed(repository, name);
    if (!(*ref)->ids.empty()) return std::optional((*ref)->ids.front());
    name = (*ref)->target;
  }
  return Error{"HEAD: it leads in a circle, or too far"};
}

}  // namespace patrol
