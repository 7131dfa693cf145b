// The names that stand in trees, each once and numbered: a history has millions
// of entries and some ten thousand names.
//
// Threads share a table. It is cut into shards by a hash of the name, each with
// a lock of its own, and a reader of trees keeps the names that it met last
// (tree_changes.cc), so that it rarely asks. A shard is ordered and not hashed:
// names are chosen by whoever wrote the tree, and no choice makes a search
// slower than some twenty comparisons.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

using NameNumber = std::uint32_t;

// What all names of a repository may take in memory. A million names take
// 0.15 GB; deltas of a hostile pack unfold to any number of them.
inline constexpr std::size_t kMostNameBytes = std::size_t{1} << 30;

class NameTable {
 public:
  explicit NameTable(std::size_t most_bytes = kMostNameBytes)
      : most_shard_bytes_(most_bytes / kShards) {}

  struct Name {
    NameNumber number = 0;
    std::string_view text;  // as long as the table lives
  };

  // The same text always gives the same number; which one, hangs on who comes
  // first. nullopt: it is new, and the table is full. Thread-safe.
  std::optional<Name> number(std::string_view text);

  // REQUIRES: a number that number() gave. Thread-safe.
  std::string_view text(NameNumber number) const;

 private:
  static constexpr std::size_t kShards = 16;

  struct Shard {
    mutable std::mutex lock;
    std::map<std::string, NameNumber, std::less<>> numbers;
    std::vector<const std::string*> texts;  // keys of `numbers`
    std::size_t bytes = 0;
  };

  std::array<Shard, kShards> shards_;
  std::size_t most_shard_bytes_;
};

}  // namespace patrol
