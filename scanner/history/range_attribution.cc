#include "scanner/history/range_attribution.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace patrol {
namespace {

using Secrets = std::vector<std::uint32_t>;

bool has(const Secrets& secrets, std::uint32_t secret) {
  return std::binary_search(secrets.begin(), secrets.end(), secret);
}

// What blobs hold, each asked for once.
class KnownSecrets {
 public:
  explicit KnownSecrets(const SecretsOfBlob& ask) : ask_(ask) {}

  const Secrets& of(const ObjectId& blob) {
    auto known = known_.find(blob);
    if (known == known_.end()) known = known_.emplace(blob, ask_(blob)).first;
    return known->second;
  }
  bool is_in(const PathEntry& entry, std::uint32_t secret) {
    return entry.is_blob() && has(of(entry.id), secret);
  }
  bool is_in(const std::optional<ObjectId>& blob, std::uint32_t secret) {
    return blob && has(of(*blob), secret);
  }

 private:
  const SecretsOfBlob& ask_;
  std::map<ObjectId, Secrets> known_;
};

// One secret at one path, while the commits are gone through.
struct Story {
  RangeIntroduction introduction;
  bool is_removed_from_all = false;  // all parents of who removed it had it
  std::set<ObjectId> versions;
};
using Stories = std::map<std::string, std::map<std::uint32_t, Story>>;

class Attribution {
 public:
  Attribution(const RangeChanges& range, const SecretsOfBlob& secrets_of,
              Trees& trees, CommitReader& commits)
      : range_(range), secrets_(secrets_of), trees_(trees), commits_(commits) {}

  std::vector<RangeIntroduction> run(std::span<const ObjectId> heads) {
    for (const RangeChange& change : range_.changes) find_introductions(change);
    for (const RangeChange& change : range_.changes) follow(change);
    std::vector<RangeIntroduction> all;
    for (const auto& [path, stories] : stories_) {
      for (const auto& [secret, story] : stories) {
        all.push_back(finished(story, heads));
        if (!story.is_removed_from_all) disputed_.push_back(all.size() - 1);
      }
    }
    find_later_merges(all);
    return all;
  }

 private:
  const WalkedCommit& commit(std::uint32_t place) const {
    return range_.commits[place];
  }

  void find_introductions(const RangeChange& one) {
    const PathChange& change = one.change;
    if (!change.now.is_blob()) return;
    for (const std::uint32_t secret : secrets_.of(change.now.id)) {
      if (!is_in_any(change.before, secret)) add(one, secret);
    }
  }

  void add(const RangeChange& one, std::uint32_t secret) {
    RangeIntroduction found;
    found.path = one.change.path;
    found.secret = secret;
    found.commit = one.commit;
    found.blob = one.change.now.id;
    found.is_at_border = commit(one.commit).is_at_border;
    const auto [story, is_new] =
        stories_[found.path].try_emplace(secret, Story{found, false, {}});
    RangeIntroduction& earliest = story->second.introduction;
    if (is_new || !is_earlier(found.commit, earliest.commit)) return;
    earliest = std::move(found);
  }

  bool is_earlier(std::uint32_t a, std::uint32_t b) const {
    return std::tie(commit(a).date, commit(a).id) <
           std::tie(commit(b).date, commit(b).id);
  }

  // Versions and removals of what was introduced at that path.
  void follow(const RangeChange& one) {
    const auto stories = stories_.find(one.change.path);
    if (stories == stories_.end()) return;
    for (auto& [secret, story] : stories->second) {
      if (secrets_.is_in(one.change.now, secret)) {
        story.versions.insert(one.change.now.id);
      } else if (is_in_any(one.change.before, secret)) {
        remove(one, is_in_all(one.change.before, secret), story);
      }
    }
  }

  // The first is the latest.
  static void remove(const RangeChange& one, bool is_from_all, Story& story) {
    auto& removed_by = story.introduction.removed_by;
    if (removed_by && is_from_all <= story.is_removed_from_all) return;
    removed_by = one.commit;
    story.is_removed_from_all = is_from_all;
  }

  bool is_in_any(const std::vector<PathEntry>& entries, std::uint32_t secret) {
    return std::any_of(entries.begin(), entries.end(),
                       [this, secret](const PathEntry& entry) {
                         return secrets_.is_in(entry, secret);
                       });
  }

  bool is_in_all(const std::vector<PathEntry>& entries, std::uint32_t secret) {
    return std::all_of(entries.begin(), entries.end(),
                       [this, secret](const PathEntry& entry) {
                         return secrets_.is_in(entry, secret);
                       });
  }

  RangeIntroduction finished(const Story& story,
                             std::span<const ObjectId> heads) {
    RangeIntroduction done = story.introduction;
    done.versions = static_cast<std::uint32_t>(story.versions.size());
    done.is_at_head = std::any_of(
        heads.begin(), heads.end(),
        [this, &done](const ObjectId& head) { return is_in_tree(head, done); });
    if (done.is_at_head) done.removed_by.reset();
    return done;
  }

  bool is_in_tree(const ObjectId& tree, const RangeIntroduction& sought) {
    return secrets_.is_in(trees_.find_blob(tree, sought.path), sought.secret);
  }

  // Merges that removed something, later than who did so far, where nobody took
  // it out of all parents: what a merge took as it is from one of its parents
  // is not among the changes. Merge by merge, as their trees are kept for a
  // while.
  void find_later_merges(std::vector<RangeIntroduction>& all) {
    for (std::uint32_t i = 0; i < range_.commits.size(); ++i) {
      if (commit(i).parents.size() < 2) continue;
      for (const std::size_t at : disputed_) {
        RangeIntroduction& one = all[at];
        if (one.is_at_head || one.removed_by.value_or(i) < i) continue;
        if (is_dropped_by(commit(i), one)) one.removed_by = i;
      }
    }
  }

  bool is_dropped_by(const WalkedCommit& merge,
                     const RangeIntroduction& sought) {
    return !is_in_tree(merge.tree, sought) &&
           std::any_of(merge.parents.begin(), merge.parents.end(),
                       [this, &sought](const ObjectId& parent) {
                         return is_in_tree(commits_.find(parent)->tree, sought);
                       });
  }

  const RangeChanges& range_;
  KnownSecrets secrets_;
  Trees& trees_;
  CommitReader& commits_;
  Stories stories_;
  std::vector<std::size_t> disputed_;  // introductions, by place
};

}  // namespace

std::vector<RangeIntroduction> attribute_range(const RangeChanges& range,
                                               std::span<const ObjectId> heads,
                                               const SecretsOfBlob& secrets_of,
                                               Trees& trees,
                                               CommitReader& commits) {
  return Attribution(range, secrets_of, trees, commits).run(heads);
}

}  // namespace patrol
