// What each tree of a history has that the one before it had not: noted while
// the trees are decoded, so that no tree is parsed again when it is asked which
// commit brought a secret in.
//
// A pack keeps a tree as what differs from another, its base, and where a file
// changes, nearly all of the tree is copied:
//
//   base   |100644 a.c.<id>|100644 b.c.<id>|100644 c.c.<id>|
//   runs   [ . . . . . . . . . . . . )      [ . . . . . . .)
//   tree   |100644 a.c.<id>|100644 b.c.<ID>|100644 c.c.<id>|
//           carried         parsed          carried
//
//   noted   of this tree: b.c without <id>, b.c with <ID>
//
// An entry, "mode SP name NUL id", is *carried* when it lies wholly in what was
// copied and begins where an entry of the base begins. So what comes out is
// what parsing every byte gives: a tree is parsed from the front, and what is
// carried is what parsing would find there, however a hostile delta cuts
// entries and puts them together.
//
// Costs 8 bytes a carried entry, copied, and nothing where no other tree is
// made from this one. Of the 135 million entries of git's own history 4.4
// million are parsed; that, and looking them up, takes less time than applying
// the deltas.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/attribution/tree_entries.h"
#include "scanner/core/copied_run.h"
#include "scanner/core/result.h"
#include "scanner/packs/object_table.h"

namespace patrol {

// A tree, taken apart: what is kept of it while others are made from it.
struct TreeState {
  std::vector<std::uint32_t> ends;  // of entry i in the tree's bytes; it begins
                                    // where entry i - 1 ends
  std::vector<EntryNumber> entries;
  std::uint32_t depth = 0;  // bases below it
};

// One tree, as what is new in it: it holds what its base holds, less `removed`,
// and `added`. An entry may stand in both lists, and several times, under one
// number or several.
struct TreeChange {
  ObjectNumber tree;
  ObjectNumber base;    // kNoObject: none, and `added` is the whole tree
  std::uint32_t depth;  // of the tree: one more than its base's
  std::uint32_t first;  // in TreeLog::entries: the removed, then the added
  std::uint32_t removed;
  std::uint32_t added;
};

// What one reader noted.
struct TreeLog {
  std::vector<TreeChange> changes;
  std::vector<EntryNumber> entries;

  std::span<const EntryNumber> removed(const TreeChange& change) const {
    return std::span(entries).subspan(change.first, change.removed);
  }
  std::span<const EntryNumber> added(const TreeChange& change) const {
    return std::span(entries).subspan(change.first + change.removed,
                                      change.added);
  }
};

// Entries that a log takes, a gigabyte. git's own history needs 7.4 million;
// deltas of a hostile pack unfold to any number.
inline constexpr std::size_t kMostLogged = std::size_t{1} << 28;

// Takes trees apart and notes their changes. One a thread.
class TreeReader {
 public:
  // The tables are shared, and must outlive it.
  TreeReader(const ObjectTable& objects, NameTable& names, EntryTable& entries,
             HashKind hash, std::size_t most_logged = kMostLogged)
      : numbers_(objects, names, entries),
        id_size_(id_size(hash)),
        most_logged_(most_logged) {}

  // Notes `tree`. What is based on it needs it taken apart, in *out, whose
  // memory is used again; nullptr: nothing is. A root of the delta forest has
  // base = kNoObject, base_state = nullptr and no runs. A tree may be taken
  // several times.
  //
  // An error: the tree is corrupt, or there is more than fits. What was parsed
  // before stands, in *out as in the log.
  //
  // REQUIRES: `runs` say the truth, in ascending order and without overlap in
  // the tree; bytes.size() < 2^32; base_state is what a reader with the same
  // tables made of `base`, and is not `out`.
  Result<void> take(ObjectNumber tree, std::string_view bytes,
                    ObjectNumber base, const TreeState* base_state,
                    std::span<const CopiedRun> runs, TreeState* out);

  // To be called when all trees are taken, before log() or the tables are read.
  void finish() { numbers_.finish(); }

  const TreeLog& log() const { return log_; }
  const std::set<MissingObject>& missing() const { return numbers_.missing(); }
  const std::set<ObjectId>& gitlinks() const { return numbers_.gitlinks(); }

 private:
  struct Parsed {
    std::uint32_t mode;
    std::string_view name;
    const char* raw_id;
    std::uint32_t end;
    EntryNumber number;
  };
  struct Carried {  // entries [first, last) of the base
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t moved;   // how much further they end, modulo 2^32
    std::uint32_t parsed;  // how many of this tree were, before them
  };

  Result<void> parse(std::string_view bytes, const TreeState* base,
                     std::span<const CopiedRun> runs);
  bool carry(const TreeState& base, const CopiedRun& run);
  Result<void> parse_entry(std::string_view bytes);
  Result<void> number_parsed();
  void write(const TreeState* base, TreeState& out) const;
  std::size_t write_parsed(std::size_t first, std::size_t last, TreeState& out,
                           std::size_t at) const;
  static std::size_t write_carried(const Carried& carried,
                                   const TreeState& base, TreeState& out,
                                   std::size_t at);
  Result<void> note(ObjectNumber tree, ObjectNumber base,
                    const TreeState* base_state);
  void note_all_but_carried(const TreeState& base);
  void note_carried_again(const TreeState& base);
  void note_entries(const TreeState& base, std::size_t first, std::size_t last);

  EntryNumbers numbers_;
  std::size_t id_size_;
  std::size_t most_logged_;
  TreeLog log_;
  // Of the tree that is being taken:
  std::uint32_t at_ = 0;  // what is before was parsed or carried
  std::vector<Parsed> parsed_;
  std::vector<Carried> carried_;
};

}  // namespace patrol
