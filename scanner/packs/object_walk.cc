#include "scanner/packs/object_walk.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_group.h>

#include <bit>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "scanner/core/buffer.h"
#include "scanner/packs/buffer_pool.h"
#include "scanner/packs/delta.h"
#include "scanner/packs/delta_forest.h"
#include "scanner/packs/inflate.h"

namespace patrol {
namespace {

// A family of so many objects is a task of its own: it is worth what a task
// costs, and few enough that the last ones are shared out.
constexpr std::uint32_t kSharedFamily = 64;
// Bytes that wait with tasks that were not begun: above it none is added.
constexpr std::uint64_t kMostWaiting = std::uint64_t{64} << 20;
// Bytes of a pack after which its pages are given back. Families lie scattered,
// and a look at one byte may map two megabytes around it, by what the file
// cache has: after 32 MB that passed 400 were mapped.
constexpr std::uint64_t kGiveBack = std::uint64_t{8} << 20;

struct Part {
  Part(const PackPart& all, DeltaForest made, std::vector<bool> by_entry)
      : part(&all), forest(std::move(made)), wanted(std::move(by_entry)) {}

  const PackPart* part;
  DeltaForest forest;
  std::vector<bool> wanted;  // by entry
  std::atomic<std::uint64_t> passed = 0;

  ObjectNumber number(PackEntry entry) const {
    return part->numbers[part->pack->index_of(entry)];
  }
};

// An object that others are made from.
struct Live {
  Buffer buffer{0};
  std::string_view bytes;
  std::unique_ptr<ObjectNotes> notes;
  ObjectNumber number = kNoObject;  // kNoObject: it was not visited
  ObjectKind kind{};
};
using LivePtr = std::shared_ptr<Live>;

// An entry that is to be read, and what it is made from.
struct Step {
  PackEntry entry = 0;
  LivePtr base;                  // null: a root
  std::uint64_t on_the_way = 0;  // bytes of objects that are alive for others
};

// What one thread works with.
struct Worker {
  std::unique_ptr<ObjectVisitor> visitor;
  Inflater inflater;
  Buffer delta{0};
  std::vector<CopiedRun> runs;
  BufferPool buffers;
};

void give_back(Worker& worker, LivePtr& live) {
  if (live && live.use_count() == 1) {
    worker.buffers.give(std::move(live->buffer));
  }
  live.reset();
}

class Walk {
 public:
  Walk(const MakeVisitor& make_visitor, const std::atomic<bool>& stop)
      : make_visitor_(make_visitor), stop_(stop) {}

  void add(const PackPart& part);
  std::vector<UnreadObject> run(const std::vector<LooseObject>& loose);

 private:
  struct Root {
    Part* part;
    PackEntry entry;
  };

  void walk_roots(std::size_t begin, std::size_t end);
  void walk_loose(std::span<const LooseObject> objects);
  static Result<void> visit(const LooseObject& object, Worker& worker);
  void descend(Part& part, Step step, Worker& worker);
  LivePtr read(Part& part, const Step& step, Worker& worker);
  void share_or_descend(Part& part, Step step, Worker& worker);
  Result<LivePtr> unpack(Part& part, const Step& step, Worker& worker);
  Result<LivePtr> unpack_root(Part& part, PackEntry entry,
                              const EntryHeader& header, Worker& worker);
  Result<LivePtr> make_from(const Live& base, const EntryHeader& header,
                            std::uint64_t on_the_way, Worker& worker);
  void visit(Part& part, const Step& step, Live& live, Worker& worker);
  void pass(Part& part, PackEntry entry);
  void fail(const Part& part, PackEntry entry, const std::string& reason);
  std::unique_ptr<Worker> take_worker();
  void give_back_worker(std::unique_ptr<Worker> worker);

  const MakeVisitor& make_visitor_;
  const std::atomic<bool>& stop_;
  std::deque<Part> parts_;
  std::vector<Root> roots_;
  tbb::task_group shared_;
  std::atomic<std::uint64_t> waiting_ = 0;  // bytes

  std::mutex mutex_;  // guards what follows
  std::vector<std::unique_ptr<Worker>> idle_;
  std::vector<UnreadObject> unread_;
};

// kWhole: nothing.
Result<PackEntry> base_of(const Pack& pack, PackEntry entry) {
  const Result<EntryHeader> header = pack.header(entry);
  if (!header) return header.error();
  return header->is_delta ? pack.base(entry, *header) : kWhole;
}

// What each entry is made from. Reads the first bytes of all of them.
std::vector<PackEntry> bases_of(const Pack& pack) {
  std::vector<PackEntry> bases(pack.size());
  tbb::parallel_for(tbb::blocked_range<PackEntry>(0, pack.size(), 4096),
                    [&](const tbb::blocked_range<PackEntry>& range) {
                      for (PackEntry entry = range.begin(); entry < range.end();
                           ++entry) {
                        const Result<PackEntry> base = base_of(pack, entry);
                        bases[entry] = base ? *base : kBrokenEntry;
                      }
                      pack.give_back();
                    });
  return bases;
}

void Walk::add(const PackPart& part) {
  const std::vector<PackEntry> bases = bases_of(*part.pack);
  std::vector<bool> wanted = wanted_entries(part, bases);
  DeltaForest forest(bases, wanted);
  Part& added = parts_.emplace_back(part, std::move(forest), std::move(wanted));
  for (const PackEntry root : added.forest.roots()) {
    roots_.push_back({&added, root});
  }
  for (const PackEntry entry : added.forest.broken()) {
    const Result<PackEntry> base = base_of(*part.pack, entry);
    unread_.push_back(
        {added.number(entry),
         base ? "what it is made from cannot be read" : base.error().message});
  }
}

std::vector<UnreadObject> Walk::run(const std::vector<LooseObject>& loose) {
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, loose.size(), 16),
      [&](const tbb::blocked_range<std::size_t>& range) {
        walk_loose(std::span(loose).subspan(range.begin(), range.size()));
      });
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, roots_.size(), 16),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      walk_roots(range.begin(), range.end());
                    });
  shared_.wait();
  return std::move(unread_);
}

void Walk::walk_roots(std::size_t begin, std::size_t end) {
  std::unique_ptr<Worker> worker = take_worker();
  for (std::size_t i = begin; i < end; ++i) {
    descend(*roots_[i].part, {roots_[i].entry, nullptr, 0}, *worker);
  }
  give_back_worker(std::move(worker));
}

void Walk::walk_loose(std::span<const LooseObject> objects) {
  std::unique_ptr<Worker> worker = take_worker();
  for (const LooseObject& object : objects) {
    if (stop_.load(std::memory_order_relaxed)) break;
    Result<void> visited;
    try {
      visited = visit(object, *worker);
    } catch (const std::exception& thrown) {
      visited = Error{thrown.what()};
    }
    if (visited) continue;
    const std::lock_guard lock(mutex_);
    unread_.push_back({object.number, visited.error().message});
  }
  give_back_worker(std::move(worker));
}

Result<void> Walk::visit(const LooseObject& object, Worker& worker) {
  const Result<LooseHeader> header = object.folder->header(object.id);
  if (!header) return header.error();
  if (object.wanted == Wanted::kUnlessBlob &&
      header->kind == ObjectKind::kBlob) {
    return {};
  }
  if (header->size > kStreamedSize) {
    const auto input = object.folder->open(object.id);
    if (!input) return input.error();
    worker.visitor->visit_stream(object.number, header->kind, **input);
    return {};
  }
  const Result<Object> read =
      object.folder->read(object.id, kStreamedSize, worker.inflater);
  if (!read) return read.error();
  worker.visitor->visit(
      {.number = object.number, .kind = read->kind, .bytes = read->bytes});
  return {};
}

// Down to the leaf at the end of the largest families; the others are walked
// on the way, or left to other threads. So it calls itself log2(family) deep at
// most.
void Walk::descend(Part& part, Step step, Worker& worker) {
  for (;;) {
    if (stop_.load(std::memory_order_relaxed)) return;
    LivePtr live = read(part, step, worker);
    give_back(worker, step.base);
    if (!live) return;
    const auto children = part.forest.children(step.entry);
    if (children.empty()) return give_back(worker, live);
    const std::uint64_t on_the_way = step.on_the_way + live->bytes.size();
    for (const PackEntry child : children.first(children.size() - 1)) {
      share_or_descend(part, {child, live, on_the_way}, worker);
    }
    step = {children.back(), std::move(live), step.on_the_way};
  }
}

void Walk::share_or_descend(Part& part, Step step, Worker& worker) {
  const std::uint64_t size = step.base->bytes.size();
  if (part.forest.family(step.entry) < kSharedFamily ||
      waiting_.load(std::memory_order_relaxed) > kMostWaiting) {
    return descend(part, std::move(step), worker);
  }
  waiting_.fetch_add(size, std::memory_order_relaxed);
  shared_.run([this, &part, step = std::move(step), size] {
    waiting_.fetch_sub(size, std::memory_order_relaxed);
    std::unique_ptr<Worker> own = take_worker();
    descend(part, step, *own);
    give_back_worker(std::move(own));
  });
}

// One object, visited. Null: it is unread, and so is what is made from it; or
// it was read as a stream, and nothing is.
LivePtr Walk::read(Part& part, const Step& step, Worker& worker) {
  try {
    pass(part, step.entry);
    Result<LivePtr> live = unpack(part, step, worker);
    if (!live) {
      fail(part, step.entry, live.error().message);
      return nullptr;
    }
    if (*live) visit(part, step, **live, worker);
    return *std::move(live);
  } catch (const std::exception& thrown) {
    fail(part, step.entry, thrown.what());
    return nullptr;
  }
}

// Null: it was visited as a stream.
Result<LivePtr> Walk::unpack(Part& part, const Step& step, Worker& worker) {
  const Pack& pack = *part.part->pack;
  const Result<EntryHeader> header = pack.header(step.entry);
  if (!header) return header.error();
  if (!pack.has_right_checksum(step.entry)) {
    return Error{"the pack is corrupt at byte " +
                 std::to_string(pack.offset(step.entry)) +
                 ": the checksum is another"};
  }
  return step.base ? make_from(*step.base, *header, step.on_the_way, worker)
                   : unpack_root(part, step.entry, *header, worker);
}

Result<LivePtr> Walk::unpack_root(Part& part, PackEntry entry,
                                  const EntryHeader& header, Worker& worker) {
  if (header.size > kStreamedSize && part.forest.children(entry).empty()) {
    InflatedInput input(header.data);
    worker.visitor->visit_stream(part.number(entry), header.kind, input);
    return LivePtr();
  }
  if (header.size > kMostInMemory) return Error{"limit: too large for memory"};
  auto live = std::make_shared<Live>();
  live->buffer = worker.buffers.take(header.size);
  live->kind = header.kind;
  const auto taken =
      worker.inflater.zlib(header.data, live->buffer.data(), header.size);
  if (!taken) return taken.error();
  live->bytes = live->buffer.view(header.size);
  return live;
}

Result<LivePtr> Walk::make_from(const Live& base, const EntryHeader& header,
                                std::uint64_t on_the_way, Worker& worker) {
  if (header.size > kMostInMemory) return Error{"limit: too large for memory"};
  if (worker.delta.capacity() < header.size) {
    worker.delta = Buffer(std::bit_ceil(header.size));
  }
  const auto taken =
      worker.inflater.zlib(header.data, worker.delta.data(), header.size);
  if (!taken) return taken.error();
  const std::string_view delta(worker.delta.data(), header.size);
  const Result<DeltaSizes> sizes = delta_sizes(delta);
  if (!sizes) return sizes.error();
  if (sizes->result > kMostInMemory ||
      sizes->result + on_the_way > kMostOnTheWay) {
    return Error{"limit: too large for memory"};
  }
  auto live = std::make_shared<Live>();
  live->buffer = worker.buffers.take(sizes->result);
  live->kind = base.kind;
  const auto applied =
      apply_delta(base.bytes, delta, *sizes, live->buffer.data(), worker.runs);
  if (!applied) return applied.error();
  live->bytes = live->buffer.view(sizes->result);
  return live;
}

void Walk::visit(Part& part, const Step& step, Live& live, Worker& worker) {
  if (!part.wanted[step.entry]) return;
  live.number = part.number(step.entry);
  WalkedObject object{.number = live.number,
                      .kind = live.kind,
                      .bytes = live.bytes,
                      .is_base = !part.forest.children(step.entry).empty()};
  if (step.base && step.base->number != kNoObject) {
    object.base = step.base->number;
    object.base_bytes = step.base->bytes;
    object.base_notes = step.base->notes.get();
    object.runs = worker.runs;
  }
  live.notes = worker.visitor->visit(object);
}

void Walk::pass(Part& part, PackEntry entry) {
  const Pack& pack = *part.part->pack;
  const std::uint64_t size = pack.packed_size(entry);
  const std::uint64_t before =
      part.passed.fetch_add(size, std::memory_order_relaxed);
  if (before / kGiveBack != (before + size) / kGiveBack) pack.give_back();
}

void Walk::fail(const Part& part, PackEntry entry, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (part.wanted[entry]) unread_.push_back({part.number(entry), reason});
  std::vector<PackEntry> below(part.forest.children(entry).begin(),
                               part.forest.children(entry).end());
  while (!below.empty()) {
    const PackEntry next = below.back();
    below.pop_back();
    const auto children = part.forest.children(next);
    below.insert(below.end(), children.begin(), children.end());
    if (part.wanted[next]) {
      unread_.push_back(
          {part.number(next), "what it is made from cannot be read"});
    }
  }
}

std::unique_ptr<Worker> Walk::take_worker() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Worker> worker = std::move(idle_.back());
      idle_.pop_back();
      return worker;
    }
  }
  auto worker = std::make_unique<Worker>();
  worker->visitor = make_visitor_();
  return worker;
}

void Walk::give_back_worker(std::unique_ptr<Worker> worker) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(worker));
}

}  // namespace

std::vector<UnreadObject> walk_objects(const WalkPlan& plan,
                                       const MakeVisitor& make_visitor,
                                       const std::atomic<bool>& stop) {
  Walk walk(make_visitor, stop);
  for (const PackPart& part : plan.packs) walk.add(part);
  return walk.run(plan.loose);
}

}  // namespace patrol
