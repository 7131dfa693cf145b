// A tree of any bytes, and others made from it by deltas that copy any parts:
// what is carried from one to the next is what parsing each gives.
//
//   input   | root's size, 2 | root . . . | edit | edit | ...
//   edit    | what, 1 | offset, 1 | size, 1 | inserted . . |
//
// `what`: 0 ends a tree; odd copies `size` bytes of the base from `offset`;
// even inserts the `size` bytes that follow.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/attribution/tree_changes.h"
#include "tests/fuzz/require.h"
#include "tests/support/slow_tree.h"

namespace patrol {
namespace {

struct Input {
  std::string_view rest;

  std::size_t byte() {
    if (rest.empty()) return 0;
    const auto value = static_cast<unsigned char>(rest[0]);
    rest.remove_prefix(1);
    return value;
  }
  std::string_view bytes(std::size_t size) {
    const std::string_view out = rest.substr(0, size);
    rest.remove_prefix(out.size());
    return out;
  }
};

struct Made {
  std::string text;
  std::vector<CopiedRun> runs;

  void copy(const std::string& base, std::size_t offset, std::size_t size) {
    offset = std::min(offset, base.size());
    const std::string part = base.substr(offset, size);
    if (part.empty()) return;
    runs.push_back({static_cast<std::uint32_t>(offset),
                    static_cast<std::uint32_t>(text.size()),
                    static_cast<std::uint32_t>(part.size())});
    text += part;
  }
};

Made next_tree(Input& input, const std::string& base) {
  Made made;
  for (std::size_t what = input.byte(); what != 0; what = input.byte()) {
    const std::size_t offset = input.byte();
    const std::size_t size = input.byte();
    if (what % 2 == 1) {
      made.copy(base, offset, size);
    } else {
      made.text += input.bytes(size);
    }
  }
  return made;
}

struct Tree {
  std::string text;
  TreeState state;
};

using Counts = std::map<std::pair<ObjectNumber, std::string>, std::int64_t>;

class Checker {
 public:
  void take(const Made& made, const Tree* base, Tree& out) {
    out.text = made.text;
    const ObjectNumber number = taken_++;
    const Result<void> result = reader_.take(
        number, out.text, base == nullptr ? kNoObject : number - 1,
        base == nullptr ? nullptr : &base->state, made.runs, &out.state);
    reader_.finish();
    const SlowTree slow = slow_tree(out.text, 20);
    require(bool(result) == !slow.is_corrupt, "a corrupt tree is an error");
    check_state(out.state, slow);
    check_change(base, out.state);
  }

 private:
  std::pair<ObjectNumber, std::string> meaning(EntryNumber number) const {
    const TreeEntry& entry = entries_[number];
    return {entry.child, std::string(names_.text(entry.name))};
  }

  void check_state(const TreeState& state, const SlowTree& slow) const {
    require(state.entries.size() == slow.entries.size(), "no entry is lost");
    for (std::size_t i = 0; i < state.entries.size(); ++i) {
      require(state.ends[i] == slow.entries[i].end,
              "entries end where they do");
      require(meaning(state.entries[i]).second == slow.entries[i].name,
              "entries have their names");
    }
  }

  void count(std::span<const EntryNumber> entries, int sign,
             Counts& counts) const {
    for (const EntryNumber entry : entries) counts[meaning(entry)] += sign;
  }

  void check_change(const Tree* base, const TreeState& state) const {
    const TreeChange& change = reader_.log().changes.back();
    Counts counts;
    if (base != nullptr) count(base->state.entries, 1, counts);
    count(reader_.log().removed(change), -1, counts);
    count(reader_.log().added(change), 1, counts);
    count(state.entries, -1, counts);
    for (const auto& [entry, n] : counts) {
      require(n == 0, "a change leads from the base to the tree");
    }
  }

  const ObjectTable objects_{{ObjectId{}}};
  NameTable names_;
  EntryTable entries_;
  TreeReader reader_{objects_, names_, entries_, HashKind::kSha1};
  ObjectNumber taken_ = 0;
};

void check(std::string_view bytes) {
  Input input{bytes};
  Checker checker;
  Tree base;
  const std::size_t size = input.byte() << 8 | input.byte();
  checker.take({std::string(input.bytes(size)), {}}, nullptr, base);
  for (int i = 0; i < 8 && !input.rest.empty(); ++i) {
    Tree tree;
    checker.take(next_tree(input, base.text), &base, tree);
    base = std::move(tree);
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
