#include "scanner/history/whole_audit.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/range_walk.h"
#include "scanner/changes/revision.h"

namespace patrol {

WholeAudit::WholeAudit(const HistoryRequest& request,
                       const Repository& repository, const Refs& refs,
                       const AuditRecord* before, const Detector& detector,
                       Collector& collector, ScanProgress& progress,
                       const std::atomic<bool>& stop)
    : request_(request),
      repository_(repository),
      refs_(refs),
      store_(repository),
      known_(before != nullptr ? KnownObjects(store_, *before)
                               : KnownObjects(store_)),
      before_(known_.empty() ? nullptr : before),
      read_{request,           detector,  store_.objects(), known_, repository,
            repository.hash(), collector, progress,         stop} {}

Result<ScanNotes> WholeAudit::run() {
  if (auto found = find_branches(); !found) return found.error();
  say_what_is_broken();
  add_known();
  read_all();
  say_what_is_missing();
  report(commits());
  is_whole_ = is_whole_ && !read_.is_any_unread && !read_.stop.load();
  sort(read_.notes);
  return std::move(read_.notes);
}

Result<void> WholeAudit::find_branches() {
  CommitReader commits(store_, read_.hash, repository_.shallow);
  const CommitSource source = commit_source(store_, commits, read_.hash);
  const RevisionReader revisions(refs_, store_.objects(), read_.hash, source);
  for (const std::string& branch : request_.branches) {
    const Result<ObjectId> commit = revisions.commit(branch);
    if (!commit) return commit.error();
    branch_tips_.push_back(store_.objects().find(*commit));
  }
  return {};
}

void WholeAudit::say_what_is_broken() {
  is_whole_ = store_.broken().empty();
  for (const BrokenStore& broken : store_.broken()) {
    read_.collector.add_unread({broken.name}, broken.reason);
  }
  read_.notes.warnings = repository_.warnings;
  read_.notes.warnings.insert(read_.notes.warnings.end(),
                              refs_.warnings.begin(), refs_.warnings.end());
}

// What the audit before counted, and this one passes over.
void WholeAudit::add_known() {
  read_.progress.total_objects = store_.objects().size();
  if (before_ == nullptr) return;
  read_.progress.total_objects -= before_->blobs;
  read_.progress.blobs = before_->blobs;
  read_.progress.bytes = before_->bytes;
  tell_skipped_blobs(*before_, read_.collector);
}

// Every object; those whose first copy is damaged at their next one.
void WholeAudit::read_all() {
  std::vector<Wanted> wanted = known_.wanted();
  std::map<ObjectNumber, std::string> unread;
  for (std::size_t copy = 0; !read_.stop.load(); ++copy) {
    const WalkPlan plan = store_.plan(wanted, copy);
    if (plan.empty()) break;
    for (const ObjectNumber number : plan.numbers()) unread.erase(number);
    wanted.assign(wanted.size(), Wanted::kNo);
    for (UnreadObject& object : walk_objects(
             plan, [&] { return make_object_reader(read_); }, read_.stop)) {
      wanted[object.number] = Wanted::kYes;
      unread.emplace(object.number, std::move(object.reason));
    }
  }
  if (!unread.empty()) is_whole_ = false;
  for (const auto& [number, reason] : unread) {
    read_.collector.add_unread({object_name(read_, number)}, reason);
  }
}

void WholeAudit::say_what_is_missing() {
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
  missing_.assign(missing.begin(), missing.end());
  gitlinks_.assign(gitlinks.begin(), gitlinks.end());
  for (const ObjectId& id : missing) {
    read_.collector.add_unread({id.hex(read_.hash)}, "missing");
  }
  for (const ObjectId& id : gitlinks) {
    read_.collector.add_skipped({id.hex(read_.hash)}, "submodule");
  }
}

ReadCommits WholeAudit::commits() {
  std::vector<CommitNote> notes;
  ReadCommits out;
  for (ReadPart& part : read_.parts) {
    std::ranges::move(part.commits, std::back_inserter(notes));
    out.tags.insert(out.tags.end(), part.tags.begin(), part.tags.end());
    out.messages.insert(out.messages.end(), part.messages.begin(),
                        part.messages.end());
  }
  std::ranges::sort(out.tags, {}, &TagNote::tag);
  out.graph = graph_of(std::move(notes));
  const ObjectId* head = refs_.find("HEAD");
  if (head != nullptr) out.head = store_.objects().find(*head);
  out.of_head = reached_from(
      peeled(std::span(&out.head, 1), out.graph, out.tags), out.graph);
  out.of_notes =
      reached_from(peeled(tips_of([](const Ref& ref) {
                            return ref.name.starts_with("refs/notes/");
                          }),
                          out.graph, out.tags),
                   out.graph);
  return out;
}

std::vector<ObjectNumber> WholeAudit::tips_of(
    const std::function<bool(const Ref&)>& is_tip) const {
  std::vector<ObjectNumber> out;
  for (const Ref& ref : refs_.refs) {
    if (is_tip(ref)) out.push_back(store_.objects().find(ref.id));
  }
  return out;
}

// The commits that the request is about; nullopt: all, and what no commit has.
std::optional<std::vector<bool>> WholeAudit::selected(
    const ReadCommits& commits) const {
  if (!request_.reachable && request_.branches.empty()) return std::nullopt;
  std::vector<ObjectNumber> tips = branch_tips_;
  if (request_.branches.empty()) {
    tips = tips_of([](const Ref&) { return true; });
    for (const ObjectId& id : refs_.logged) {
      tips.push_back(store_.objects().find(id));
    }
  }
  return reached_from(peeled(tips, commits.graph, commits.tags), commits.graph);
}

std::vector<WantedBlob> WholeAudit::wanted() {
  std::vector<WantedBlob> out;
  for (const Sighting& sighting : read_.sightings.take()) {
    if (out.empty() || out.back().blob != sighting.object) {
      out.push_back({sighting.object, {}});
    }
    out.back().secrets.push_back(sighting.secret);
  }
  return out;
}

void WholeAudit::report(const ReadCommits& commits) {
  const auto only = selected(commits);
  const CommitGraph& all = commits.graph;
  const CommitGraph part = only ? part_of(all, *only) : CommitGraph();
  const std::vector<WantedBlob> blobs = wanted();
  std::vector<const TreeLog*> logs;
  for (const ReadPart& read : read_.parts) logs.push_back(&read.trees.log());
  Attribution told = attribute({.logs = logs,
                                .entries = &read_.entries,
                                .names = &read_.names,
                                .objects = store_.objects().size(),
                                .commits = only ? &part : &all,
                                .head = commits.head},
                               blobs);
  if (!only) add_strays(blobs, told);
  say_what_is_untold(told);
  leave_out_older(all, told.places);
  PlaceReport report(
      {.objects = store_,
       .hash = read_.hash,
       .detector = read_.detector,
       .max_archive_depth = request_.max_archive_depth,
       .stop = read_.stop,
       .secrets = read_.sightings.secrets(),
       .collector = read_.collector,
       .standing = [&](const ObjectId& id) { return standing(commits, id); }});
  places_ = report.add_blobs(places_of(std::move(told.places)));
  const std::vector<ObjectId> with_message = messages(commits, only);
  report.add_messages(with_message);
  note_standing(commits);
}

CommitStanding WholeAudit::standing(const ReadCommits& commits,
                                    const ObjectId& id) const {
  const CommitIndex commit = commits.graph.find(store_.objects().find(id));
  if (commit == kNoCommit) return {};
  return {commits.of_head[commit], commits.of_notes[commit]};
}

std::vector<SecretPlace> WholeAudit::places_of(
    std::vector<AttributedPlace> places) const {
  const auto id = [&](ObjectNumber number) -> std::optional<ObjectId> {
    if (number == kNoObject) return std::nullopt;
    return store_.objects().id(number);
  };
  std::vector<SecretPlace> out;
  out.reserve(places.size());
  for (AttributedPlace& place : places) {
    out.push_back({.path = std::move(place.path),
                   .secret = place.secret,
                   .blob = *id(place.blob),
                   .commit = id(place.commit),
                   .removal = id(place.removed_by),
                   .versions = place.versions,
                   .is_at_head = place.is_at_head,
                   .is_at_border = place.is_at_border});
  }
  return out;
}

// Blobs that no commit has, as places without one.
void WholeAudit::add_strays(const std::vector<WantedBlob>& blobs,
                            Attribution& told) {
  for (StrayBlob& stray : told.strays) {
    const auto blob =
        std::ranges::lower_bound(blobs, stray.blob, {}, &WantedBlob::blob);
    for (const std::uint32_t secret : blob->secrets) {
      AttributedPlace place;
      place.path = stray.path;
      place.secret = secret;
      place.blob = stray.blob;
      place.versions = 1;
      told.places.push_back(std::move(place));
    }
  }
}

void WholeAudit::say_what_is_untold(const Attribution& told) {
  std::uint64_t untold = 0;
  for (const std::uint64_t places : told.untold) untold += places;
  if (untold == 0) return;
  is_any_place_lost_ = true;
  read_.collector.add_unread({}, "limit: " + std::to_string(untold) +
                                     " more paths of secrets are not listed");
}

// Of --since: what came in earlier.
void WholeAudit::leave_out_older(const CommitGraph& graph,
                                 std::vector<AttributedPlace>& places) const {
  if (!request_.since) return;
  std::erase_if(places, [&](const AttributedPlace& place) {
    return place.commit == kNoObject || is_older(graph, place.commit);
  });
}

bool WholeAudit::is_older(const CommitGraph& graph, ObjectNumber commit) const {
  const CommitIndex index = graph.find(commit);
  return index == kNoCommit || graph.date(index).value_or(0) < *request_.since;
}

std::vector<ObjectId> WholeAudit::messages(
    const ReadCommits& commits,
    const std::optional<std::vector<bool>>& only) const {
  const auto is_about = [&](ObjectNumber object) {
    const auto commit =
        peeled(std::span(&object, 1), commits.graph, commits.tags);
    if (commit.empty()) return !only && !request_.since;
    if (only && !(*only)[commit.front()]) return false;
    return !request_.since ||
           !is_older(commits.graph, commits.graph.number(commit.front()));
  };
  std::vector<ObjectId> out;
  for (const ObjectNumber object : commits.messages) {
    if (is_about(object)) out.push_back(store_.objects().id(object));
  }
  return out;
}

}  // namespace patrol
