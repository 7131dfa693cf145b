// A history in memory: trees and commits as git has them, with ids that are
// made up, noted by readers of trees as a walk over packs would.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scanner/attribution/attribution.h"
#include "tests/support/slow_tree.h"

namespace patrol {

class FakeHistory {
 public:
  using Files = std::map<std::string, std::string>;  // path -> content

  // Ids of SHA-1, which objects with the same content share.
  std::string blob(const std::string& content) {
    return add("blob " + content);
  }
  // The tree of these bytes (tests/support/slow_tree.h).
  std::string tree(const std::string& bytes) {
    const std::string raw = add("tree " + bytes);
    trees_[raw] = bytes;
    return raw;
  }
  // An id for a tree whose bytes may name it, as no honest repository has it.
  std::string reserve(const std::string& name) { return add("any " + name); }
  void tree_with_id(const std::string& raw, const std::string& bytes) {
    trees_[raw] = bytes;
  }
  // The tree of these files, with all folders.
  std::string tree_of(const Files& files) {
    std::map<std::string, Files> folders;
    std::string bytes;
    for (const auto& [path, content] : files) {
      const std::size_t slash = path.find('/');
      if (slash == path.npos) {
        bytes += entry_text("100644", path, blob(content));
      } else {
        folders[path.substr(0, slash)][path.substr(slash + 1)] = content;
      }
    }
    for (const auto& [name, below] : folders) {
      bytes += entry_text("40000", name, tree_of(below));
    }
    return tree(bytes);
  }
  // A commit of that tree. `parents` need not be there.
  std::string commit(const std::string& raw_tree,
                     const std::vector<std::string>& parents,
                     std::optional<std::int64_t> date,
                     bool is_at_border = false) {
    const std::string raw = add("commit " + std::to_string(commits_.size()));
    commits_.push_back({raw, raw_tree, parents, date, is_at_border});
    return raw;
  }
  void commit_with_id(const std::string& raw, const std::string& raw_tree,
                      const std::vector<std::string>& parents,
                      std::optional<std::int64_t> date) {
    commits_.push_back({raw, raw_tree, parents, date, false});
  }
  // The id of no object.
  static std::string missing() { return std::string(20, '\xEE'); }

  // Notes all trees, by several readers, each tree made from some other.
  void read(std::mt19937& random) {
    std::vector<ObjectId> ids;
    for (const auto& [content, raw] : raw_ids_) {
      ids.push_back(ObjectId::from_raw(raw));
    }
    objects_ = ObjectTable(ids);
    std::vector<std::unique_ptr<TreeReader>> readers;
    for (int i = 0; i < 3; ++i) {
      readers.push_back(std::make_unique<TreeReader>(objects_, names_, entries_,
                                                     HashKind::kSha1));
    }
    take_trees(readers, random);
    for (auto& reader : readers) {
      reader->finish();
      logs_.push_back(reader->log());
    }
    for (const TreeLog& log : logs_) log_pointers_.push_back(&log);
    add_commits();
  }

  // After read().
  HistoryFacts facts(const std::string& raw_head) const {
    HistoryFacts facts;
    facts.logs = log_pointers_;
    facts.entries = &entries_;
    facts.names = &names_;
    facts.objects = objects_.size();
    facts.commits = &graph_;
    facts.head = number(raw_head);
    return facts;
  }
  ObjectNumber number(const std::string& raw) const {
    return raw.empty() ? kNoObject : objects_.find(ObjectId::from_raw(raw));
  }
  // "": kNoObject.
  std::string raw_id(ObjectNumber number) const {
    if (number == kNoObject) return "";
    const ObjectId& id = objects_.id(number);
    return {reinterpret_cast<const char*>(id.bytes.data()), 20};
  }

 private:
  struct Commit {
    std::string raw;
    std::string raw_tree;
    std::vector<std::string> parents;
    std::optional<std::int64_t> date;
    bool is_at_border;
  };
  struct Taken {
    std::string bytes;
    ObjectNumber number;
    std::unique_ptr<TreeState> state;
  };

  std::string add(const std::string& content) {
    std::string& raw = raw_ids_[content];
    if (!raw.empty()) return raw;
    std::mt19937 random(static_cast<std::uint32_t>(raw_ids_.size()));
    raw.resize(20);
    for (char& c : raw) c = static_cast<char>(random());
    return raw;
  }

  void take_trees(std::vector<std::unique_ptr<TreeReader>>& readers,
                  std::mt19937& random) {
    std::vector<std::pair<std::string, std::string>> order(trees_.begin(),
                                                           trees_.end());
    std::ranges::shuffle(order, random);
    std::vector<Taken> taken;
    for (const auto& [raw, bytes] : order) {
      for (auto times = random() % 10 == 0 ? 2 : 1; times > 0; --times) {
        const Taken* base = taken.empty() || random() % 4 == 0
                                ? nullptr
                                : &taken[random() % taken.size()];
        Taken tree{bytes, number(raw), std::make_unique<TreeState>()};
        TreeReader& reader = *readers[random() % readers.size()];
        static_cast<void>(reader.take(
            tree.number, bytes, base == nullptr ? kNoObject : base->number,
            base == nullptr ? nullptr : base->state.get(),
            base == nullptr ? std::vector<CopiedRun>()
                            : common_runs(base->bytes, bytes, random),
            tree.state.get()));
        taken.push_back(std::move(tree));
      }
    }
  }

  // Entries that both have, sometimes without their first or last bytes.
  static std::vector<CopiedRun> common_runs(const std::string& base,
                                            const std::string& bytes,
                                            std::mt19937& random) {
    std::vector<CopiedRun> runs;
    std::size_t begin = 0;
    for (const SlowEntry& entry : slow_tree(bytes, 20).entries) {
      const std::size_t at = base.find(bytes.substr(begin, entry.end - begin));
      if (at != base.npos) {
        const std::size_t cut = random() % 5 == 0 ? random() % 9 : 0;
        const std::size_t less = random() % 5 == 0 ? random() % 9 : 0;
        runs.push_back(
            {static_cast<std::uint32_t>(at + cut),
             static_cast<std::uint32_t>(begin + cut),
             static_cast<std::uint32_t>(entry.end - begin - cut - less)});
      }
      begin = entry.end;
    }
    return runs;
  }

  void add_commits() {
    for (const Commit& commit : commits_) {
      std::vector<ObjectNumber> parents;
      for (const std::string& raw : commit.parents) {
        parents.push_back(number(raw));
      }
      graph_.add(number(commit.raw), number(commit.raw_tree), parents,
                 commit.date, commit.is_at_border);
    }
  }

  std::map<std::string, std::string> raw_ids_;  // by kind and content
  std::map<std::string, std::string> trees_;    // by id
  std::vector<Commit> commits_;
  ObjectTable objects_;
  NameTable names_;
  EntryTable entries_;
  std::vector<TreeLog> logs_;
  std::vector<const TreeLog*> log_pointers_;
  CommitGraph graph_;
};

}  // namespace patrol
