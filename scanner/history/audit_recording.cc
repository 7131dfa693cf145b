// What a whole audit writes down for the next one (history/whole_audit.h).

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "scanner/git/commit.h"
#include "scanner/history/tree_path.h"
#include "scanner/history/whole_audit.h"

namespace patrol {

// What a record says of commits, besides what is in them.
void WholeAudit::note_standing(const ReadCommits& commits) {
  for (const SecretPlace& place : places_) {
    if (place.commit && standing(commits, *place.commit).is_of_notes) {
      notes_.push_back(*place.commit);
    }
  }
  std::ranges::sort(notes_);
  for (const ObjectNumber number : commits.messages) {
    for (const CommitIndex commit :
         peeled(std::span(&number, 1), commits.graph, commits.tags)) {
      if (!commits.of_head[commit]) continue;
      of_head_.push_back(store_.objects().id(commits.graph.number(commit)));
    }
  }
}

std::optional<AuditRecord> WholeAudit::record(const Standing& standing) {
  if (!is_whole_ || !request_.is_of_all() || is_any_place_lost_) {
    return std::nullopt;
  }
  AuditRecord out;
  out.hash = read_.hash;
  out.packs = standing.packs;
  out.loose = standing.loose;
  out.missing = missing_;
  out.gitlinks = gitlinks_;
  out.of_head = of_head_;
  out.blobs = read_.progress.blobs;
  out.commits = read_.progress.commits;
  out.bytes = read_.progress.bytes;
  out.has_head = standing.head.has_value();
  out.head = standing.head.value_or(ObjectId());
  out.refs = standing.refs;
  add_objects(out);
  if (!add_places(out)) return std::nullopt;
  sort_lists(out);
  return out;
}

// What is looked at again is not counted besides.
void WholeAudit::add_objects(AuditRecord& out) const {
  std::set<ObjectNumber> again;
  for (const ReadPart& part : read_.parts) {
    again.insert(part.look_again.begin(), part.look_again.end());
    again.insert(part.messages.begin(), part.messages.end());
  }
  const auto add = [&](const std::vector<ObjectNumber>& numbers,
                       std::vector<ObjectId>& ids) {
    for (const ObjectNumber number : numbers) {
      if (!again.contains(number)) ids.push_back(store_.objects().id(number));
    }
  };
  if (before_ != nullptr) {
    out.binary = before_->binary;
    out.lfs = before_->lfs;
    out.archives = before_->archives;
  }
  for (const ReadPart& part : read_.parts) {
    add(part.binary, out.binary);
    add(part.lfs, out.lfs);
    for (const ReadArchive& archive : part.archives) {
      if (again.contains(archive.blob)) continue;
      out.archives.push_back(
          {store_.objects().id(archive.blob), archive.binary_members});
    }
  }
  for (const ObjectNumber number : again) {
    out.look_again.push_back(store_.objects().id(number));
  }
}

// False: a place has a path that no commit leads to.
bool WholeAudit::add_places(AuditRecord& out) const {
  TreePaths paths(store_, read_.hash);
  for (const SecretPlace& place : places_) {
    AuditPlace kept;
    if (place.commit) {
      const Result<Object> object = store_.read(*place.commit);
      if (!object) return false;
      const Result<Commit> commit = parse_commit(object->bytes, read_.hash);
      if (!commit) return false;
      auto path = paths.ordinals_of(commit->tree, place.path, place.blob);
      if (!path) return false;
      kept.path = *std::move(path);
      kept.commit = *place.commit;
      kept.is_note = std::ranges::binary_search(notes_, *place.commit);
    } else if (!place.path.empty()) {
      return false;
    }
    kept.blob = place.blob;
    kept.removed = place.removal.value_or(ObjectId());
    kept.secret = place.ordinal;
    kept.versions = place.versions;
    kept.at_head = place.is_at_head;
    kept.at_shallow_border = place.is_at_border;
    out.places.push_back(std::move(kept));
  }
  out.has_places = true;
  return true;
}

}  // namespace patrol
