#include "scanner/history.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "scanner/git/attribution.h"
#include "scanner/git/object_store.h"
#include "scanner/git/refs.h"
#include "scanner/git/repository.h"
#include "scanner/history/commit_graph.h"
#include "scanner/history/object_reader.h"
#include "scanner/history/places.h"

namespace patrol {
namespace {

// One audit of one repository, step by step.
class Audit {
 public:
  Audit(const HistoryRequest& request, const Repository& repository,
        const Refs& refs, const Detector& detector, Collector& collector,
        ScanProgress& progress, const std::atomic<bool>& stop)
      : request_(request),
        repository_(repository),
        refs_(refs),
        store_(repository),
        read_{request,           detector,  store_.objects(), repository,
              repository.hash(), collector, progress,         stop} {}

  Result<ScanNotes> run();

 private:
  void say_what_is_broken();
  void read_all();
  void say_what_is_missing();
  CommitGraph graph();
  std::vector<PathHistory> attribute(const CommitGraph& graph,
                                     ObjectNumber head,
                                     const std::vector<bool>& of_head);
  std::vector<ObjectNumber> numbers(bool with_logs) const;
  void report(const CommitGraph& graph);
  std::vector<ObjectNumber> tips_of(std::string_view prefix) const;

  const HistoryRequest& request_;
  const Repository& repository_;
  const Refs& refs_;
  const ObjectStore store_;
  HistoryRead read_;
};

Result<ScanNotes> Audit::run() {
  say_what_is_broken();
  read_all();
  say_what_is_missing();
  report(graph());
  return std::move(read_.notes);
}

void Audit::say_what_is_broken() {
  for (const BrokenStore& broken : store_.broken()) {
    read_.collector.add_unread({broken.name}, broken.reason);
  }
  for (const std::string& warning : repository_.warnings) {
    read_.collector.add_unread({}, warning);
  }
  for (const std::string& warning : refs_.warnings) {
    read_.collector.add_unread({}, warning);
  }
}

// Every object; those whose first copy is damaged at their next one.
void Audit::read_all() {
  std::vector<bool> wanted(store_.objects().size(), true);
  std::map<ObjectNumber, std::string> unread;
  for (std::size_t copy = 0; !read_.stop.load(); ++copy) {
    const WalkPlan plan = store_.plan(wanted, copy);
    if (plan.empty()) break;
    for (const ObjectNumber number : plan.numbers()) unread.erase(number);
    wanted.assign(wanted.size(), false);
    for (UnreadObject& object : walk_objects(
             plan, [&] { return make_object_reader(read_); }, read_.stop)) {
      wanted[object.number] = true;
      unread.emplace(object.number, std::move(object.reason));
    }
  }
  for (const auto& [number, reason] : unread) {
    read_.collector.add_unread({object_name(read_, number)}, reason);
  }
}

void Audit::say_what_is_missing() {
  std::set<ObjectId> missing;
  std::set<ObjectId> gitlinks;
  for (ReadPart& part : read_.parts) {
    part.trees.finish();
    for (const MissingObject& object : part.trees.missing()) {
      missing.insert(object.id);
    }
    gitlinks.merge(std::set<ObjectId>(part.trees.gitlinks()));
    missing.insert(part.missing.begin(), part.missing.end());
  }
  for (const Ref& ref : refs_.refs) {
    if (store_.objects().find(ref.id) == kNoObject) missing.insert(ref.id);
  }
  for (const ObjectId& id : missing) {
    read_.collector.add_unread({id.hex(read_.hash)}, "missing");
  }
  for (const ObjectId& id : gitlinks) {
    read_.collector.add_skipped({id.hex(read_.hash)}, "submodule");
  }
  for (const ObjectId& id : repository_.shallow) {
    read_.collector.add_unread({id.hex(read_.hash)},
                               "shallow: what came before was not cloned");
  }
}

// Where HEAD and all references are, and what their logs say they were.
std::vector<ObjectNumber> Audit::numbers(bool with_logs) const {
  std::vector<ObjectNumber> out;
  for (const Ref& ref : refs_.refs)
    out.push_back(store_.objects().find(ref.id));
  if (!with_logs) return out;
  for (const ObjectId& id : refs_.logged) {
    out.push_back(store_.objects().find(id));
  }
  return out;
}

std::vector<ObjectNumber> Audit::tips_of(std::string_view prefix) const {
  std::vector<ObjectNumber> out;
  for (const Ref& ref : refs_.refs) {
    if (ref.name.starts_with(prefix)) {
      out.push_back(store_.objects().find(ref.id));
    }
  }
  return out;
}

void Audit::report(const CommitGraph& graph) {
  const ObjectId* head_id = refs_.find("HEAD");
  const ObjectNumber head =
      head_id != nullptr ? store_.objects().find(*head_id) : kNoObject;
  const std::vector<bool> of_head = graph.reached_from(std::span(&head, 1));
  const std::vector<bool> of_notes = graph.reached_from(tips_of("refs/notes/"));
  PlaceReport places(read_, store_, [&](ObjectNumber commit) {
    return CommitStanding{of_head[commit], of_notes[commit]};
  });
  if (getenv("NOATTR")) return;
  places.add_blobs(attribute(graph, head, of_head));
  std::vector<ObjectNumber> messages;
  for (const ReadPart& part : read_.parts) {
    messages.insert(messages.end(), part.messages.begin(), part.messages.end());
  }
  places.add_messages(std::move(messages));
}

// TEMPORARY: slow
std::vector<PathHistory> Audit::attribute(const CommitGraph& graph,
                                          ObjectNumber head,
                                          const std::vector<bool>& of_head) {
  std::map<ObjectNumber, std::vector<std::uint32_t>> wanted;
  for (auto& s : read_.sightings.take()) wanted[s.object].push_back(s.secret);
  using Pairs = std::map<std::pair<std::string, std::uint32_t>, ObjectNumber>;
  std::map<ObjectNumber, Pairs> memo;
  std::function<const Pairs&(ObjectNumber)> of =
      [&](ObjectNumber tree) -> const Pairs& {
    auto [at, is_new] = memo.try_emplace(tree);
    if (!is_new) return at->second;
    Pairs out;
    auto object = store_.read(tree);
    std::string_view rest =
        object ? std::string_view(object->bytes) : std::string_view();
    const size_t n = id_size(read_.hash);
    while (!rest.empty()) {
      auto sp = rest.find(' '), nul = rest.find('\0');
      if (nul == rest.npos || rest.size() < nul + 1 + n) break;
      std::string name(rest.substr(sp + 1, nul - sp - 1));
      bool is_tree = rest[0] == '4';
      ObjectNumber child =
          store_.objects().find(ObjectId::from_raw(rest.substr(nul + 1, n)));
      rest.remove_prefix(nul + 1 + n);
      if (child == kNoObject) continue;
      if (is_tree) {
        for (auto& [k, b] : of(child))
          out[{name + "/" + k.first, k.second}] = b;
      } else if (auto w = wanted.find(child); w != wanted.end())
        for (auto s : w->second) out[{name, s}] = child;
    }
    return memo[tree] = out;
  };
  std::map<ObjectNumber, const CommitNote*> notes;
  for (auto& c : graph.commits()) notes[c.commit] = &c;
  static const Pairs none;
  auto pairs = [&](ObjectNumber c) -> const Pairs& {
    auto at = notes.find(c);
    return at == notes.end() || at->second->tree == kNoObject
               ? none
               : of(at->second->tree);
  };
  std::map<std::pair<std::string, std::uint32_t>, PathHistory> out;
  std::map<std::pair<std::string, std::uint32_t>, std::set<ObjectNumber>>
      versions;
  std::map<std::pair<std::string, std::uint32_t>, const CommitNote*> removed;
  std::set<ObjectNumber> placed;
  auto key = [&](const CommitNote* c) {
    return std::tuple(c->date, c->commit);
  };
  for (auto& c : graph.commits()) {
    const Pairs& own = pairs(c.commit);
    Pairs before;
    for (auto p : c.parents) before.insert(pairs(p).begin(), pairs(p).end());
    for (auto& [k, b] : own) {
      versions[k].insert(b);
      placed.insert(b);
      if (before.count(k)) continue;
      auto [at, is_new] = out.try_emplace(k);
      if (!is_new && key(notes[at->second.commit]) < key(&c)) continue;
      at->second.path = k.first;
      at->second.secret = k.second;
      at->second.blob = b;
      at->second.commit = c.commit;
      at->second.at_shallow_border = std::ranges::binary_search(
          repository_.shallow, store_.objects().id(c.commit));
    }
    for (auto& [k, b] : before) {
      if (own.count(k)) continue;
      auto rank = [&](const CommitNote* n) {
        return std::tuple(!of_head[n->commit], -n->date, n->commit);
      };
      auto [at, is_new] = removed.try_emplace(k, &c);
      if (!is_new && rank(&c) < rank(at->second)) at->second = &c;
    }
  }
  const Pairs& at_head = pairs(head);
  std::vector<PathHistory> all;
  for (auto& [k, h] : out) {
    h.versions = versions[k].size();
    h.at_head = at_head.count(k);
    if (auto r = removed.find(k); !h.at_head && r != removed.end())
      h.removed = r->second->commit;
    all.push_back(h);
  }
  for (auto& [b, secrets] : wanted)
    if (!placed.count(b) && *store_.kind(b) == ObjectKind::kBlob)
      for (auto s : secrets) {
        PathHistory h;
        h.blob = b;
        h.secret = s;
        all.push_back(h);
      }
  return all;
}

CommitGraph Audit::graph() {
  std::vector<CommitNote> commits;
  std::vector<TagNote> tags;
  for (ReadPart& part : read_.parts) {
    std::ranges::move(part.commits, std::back_inserter(commits));
    tags.insert(tags.end(), part.tags.begin(), part.tags.end());
  }
  return {std::move(commits), std::move(tags), store_.objects().size()};
}

}  // namespace

Result<ScanNotes> scan_history(const HistoryRequest& request,
                               const Detector& detector, Collector& collector,
                               ScanProgress& progress,
                               const std::atomic<bool>& stop) {
  const Result<Repository> repository = Repository::open(request.repository);
  if (!repository) {
    return Error{request.repository + ": " + repository.error().message};
  }
  const Result<Refs> refs = read_refs(*repository);
  if (!refs) return Error{request.repository + ": " + refs.error().message};
  const JobLimit limit(request.jobs);
  return Audit(request, *repository, *refs, detector, collector, progress, stop)
      .run();
}

}  // namespace patrol
