// What trees consist of: a name, and the object that it stands for. A history
// has hundreds of millions of entries and some million different ones, so each
// is looked up once and then goes by a number of four bytes.
//
//   entry 0   README      blob 5
//   entry 1   src         tree 71
//   entry 2   README      blob 8      another version
//
// Mostly once: a thread knows the entries that it met last, and what it forgot
// or another thread met gets a second number. Numbers of the same entry mean
// the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "scanner/attribution/name_table.h"
#include "scanner/packs/object_table.h"

namespace patrol {

struct TreeEntry {
  ObjectNumber child = kNoObject;  // this: it is missing, or lies elsewhere
  NameNumber name = 0;

  friend bool operator==(const TreeEntry&, const TreeEntry&) = default;
};

using EntryNumber = std::uint32_t;

// Stands for no object.
inline constexpr EntryNumber kNoTreeEntry = 0;

// Entries that a table takes, a gigabyte. git's own history needs a million;
// deltas of a hostile pack unfold to any number.
inline constexpr std::size_t kMostEntries = std::size_t{1} << 27;

// All entries by number. Threads share it while they add to it; to be read
// when they are done.
class EntryTable {
 public:
  explicit EntryTable(std::size_t most = kMostEntries) : most_(most) {
    blocks_.push_back(std::make_unique<Block>());  // of kNoTreeEntry
  }

  // Numbers are below. Those that nobody got stand for no object.
  std::size_t size() const { return blocks_.size() * kBlock; }
  // REQUIRES: number < size().
  const TreeEntry& operator[](EntryNumber number) const {
    return (*blocks_[number / kBlock])[number % kBlock];
  }

 private:
  friend class EntryNumbers;
  static constexpr std::size_t kBlock = 4096;
  using Block = std::array<TreeEntry, kBlock>;

  struct OpenBlock {
    Block* entries;
    EntryNumber first;  // number of entries->front()
  };
  // Room for one thread. nullopt: the table is full.
  std::optional<OpenBlock> add_block();

  std::mutex lock_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t most_;
};

// An object that a tree names and the repository lacks.
struct MissingObject {
  ObjectId id;
  bool is_tree;
  auto operator<=>(const MissingObject&) const = default;
};

// Numbers the entries that one thread meets. The tables are shared, and must
// outlive it.
class EntryNumbers {
 public:
  EntryNumbers(const ObjectTable& objects, NameTable& names,
               EntryTable& entries);

  // `mode` as the tree has it; `name` is not empty; raw_id has 20 or 32 bytes.
  // nullopt: a table is full.
  std::optional<EntryNumber> number(std::uint32_t mode, std::string_view name,
                                    std::string_view raw_id);

  // Says that number() will be asked for this one soon: what it takes is then
  // on its way from memory.
  void announce(std::string_view name, std::string_view raw_id) const;

  // Looks up what still waits for it. To be called when all is numbered, and
  // before the table or what follows is read.
  void finish() { find_waiting(); }

  const std::set<MissingObject>& missing() const { return missing_; }
  // Commits of other repositories, which stand where their files would
  // (submodules).
  const std::set<ObjectId>& gitlinks() const { return gitlinks_; }

 private:
  static constexpr std::size_t kKnown = 16384;
  static constexpr std::size_t kKnownNames = 32768;
  static constexpr std::size_t kMostWaiting = 256;

  struct Known {  // an entry that was met
    ObjectId id;
    NameTable::Name name;  // "": none was
    bool is_gitlink = false;
    EntryNumber number = 0;
  };
  struct Waiting {  // an entry whose child is not looked up yet
    TreeEntry* entry;
    bool is_tree;
  };

  std::optional<EntryNumber> add(std::uint32_t mode, std::string_view name,
                                 const ObjectId& id, Known& known);
  std::optional<NameTable::Name> find_name(std::string_view text);
  bool has_room();
  void find_waiting();

  const ObjectTable* objects_;
  NameTable* names_;
  EntryTable* entries_;
  EntryTable::OpenBlock block_{nullptr, 0};
  std::size_t used_ = EntryTable::kBlock;  // of block_
  std::vector<Known> known_;
  std::vector<NameTable::Name> known_names_;
  std::vector<Waiting> waiting_;
  std::vector<ObjectId> waiting_ids_;  // of the same
  std::set<MissingObject> missing_;
  std::set<ObjectId> gitlinks_;
};

}  // namespace patrol
