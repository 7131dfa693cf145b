// Reads objects of packs, each stream unpacked once and each delta applied
// once: from the roots of the delta forest down, on all cores.
//
//   root      unpacked, visited
//     child   its delta unpacked and applied to the root's bytes, visited with
//             what both have in common
//       ...
//
// An object's bytes are kept while others are made from them, and with them
// what the visitor noted of it. Large families are shared out among the
// threads; small ones are not, since neighbours in a family are neighbours in
// memory.
//
// What it cannot do: an object that others are made from must fit into memory
// (kMostInMemory), and so must those on the way to it (kMostOnTheWay); what is
// larger is said to be unread. A larger one that nothing is made from is read
// as a stream. Both limits are far above what people keep in git: its own
// bound, from which files are stored whole, is 512 MB.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/copied_run.h"
#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/packs/object_table.h"
#include "scanner/packs/pack_format.h"
#include "scanner/packs/walk_plan.h"

namespace patrol {

// Streams what is larger, if nothing is made from it.
inline constexpr std::uint64_t kStreamedSize = std::uint64_t{16} << 20;
inline constexpr std::uint64_t kMostInMemory = std::uint64_t{128} << 20;
inline constexpr std::uint64_t kMostOnTheWay = std::uint64_t{192} << 20;

// What a visitor keeps of an object for those that are made from it.
class ObjectNotes {
 public:
  virtual ~ObjectNotes() = default;
};

struct WalkedObject {
  ObjectNumber number = kNoObject;
  ObjectKind kind{};
  std::string_view bytes;  // kPadding readable bytes after it (core/buffer.h)
  // What it was made from, if that was visited too; else kNoObject, and what
  // follows is empty.
  ObjectNumber base = kNoObject;
  std::string_view base_bytes = {};
  const ObjectNotes* base_notes = nullptr;
  std::span<const CopiedRun> runs = {};
  bool is_base = false;  // others are made from it: notes are of use
};

// One thread's. What is thrown fails the object, and what is made from it.
class ObjectVisitor {
 public:
  virtual ~ObjectVisitor() = default;
  // Bytes and notes of the base are there until it returns. May return null.
  virtual std::unique_ptr<ObjectNotes> visit(const WalkedObject& object) = 0;
  // An object over kStreamedSize.
  virtual void visit_stream(ObjectNumber number, ObjectKind kind,
                            Input& input) = 0;
};

struct UnreadObject {
  ObjectNumber number;
  std::string reason;
};

using MakeVisitor = std::function<std::unique_ptr<ObjectVisitor>()>;

// Visits all objects of the plan, in no particular order. `make_visitor` is
// called for each thread, by many at once. Returns what could not be read. Ends
// early, without a word, once `stop` is set.
std::vector<UnreadObject> walk_objects(const WalkPlan& plan,
                                       const MakeVisitor& make_visitor,
                                       const std::atomic<bool>& stop);

}  // namespace patrol
