// What is done with each object of a history as it comes by: blobs and messages
// are scanned, trees and commits noted, so that it can be said later who
// brought in what was found.
//
// A blob that is made from another one is told clean by what is new in it where
// that can be told (detect/clean_text.h), and scanned whole otherwise. So are
// commits and tags, as texts: most are clean, and of those that are not it is
// asked later what stands in the message and what in a name.
//
// What an audit before has counted is not counted again, and what it told clean
// is not scanned again (history/known_objects.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/archive_scan.h"
#include "scanner/attribution/tree_changes.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/findings/collector.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/history/commit_notes.h"
#include "scanner/history/known_objects.h"
#include "scanner/history/sightings.h"
#include "scanner/packs/object_table.h"
#include "scanner/packs/object_walk.h"
#include "scanner/scan_notes.h"

namespace patrol {

// An archive with members that were skipped as binary ones.
struct ReadArchive {
  ObjectNumber blob;
  std::vector<std::string> binary_members;
};

// What one thread noted.
struct ReadPart {
  ReadPart(const ObjectTable& objects, NameTable& names, EntryTable& entries,
           HashKind hash)
      : trees(objects, names, entries, hash) {}

  TreeReader trees;
  std::vector<CommitNote> commits;
  std::vector<TagNote> tags;
  std::vector<ObjectNumber> messages;  // commits and tags with a secret
  std::vector<ObjectId> missing;       // trees, parents, targets
  // For the next audit (audit_record.h).
  std::vector<ObjectNumber> look_again;
  std::vector<ObjectNumber> binary;
  std::vector<ObjectNumber> lfs;
  std::vector<ReadArchive> archives;
};

// What all threads share. Everything that it refers to must outlive it.
struct HistoryRead {
  const HistoryRequest& request;
  const Detector& detector;
  const ObjectTable& objects;
  const KnownObjects& known;
  const Repository& repository;
  HashKind hash;
  Collector& collector;
  ScanProgress& progress;
  const std::atomic<bool>& stop;

  Sightings sightings = {};
  NameTable names = NameTable();
  EntryTable entries = EntryTable();
  std::atomic<bool> is_any_unread = false;
  std::mutex mutex = {};  // guards what follows
  std::deque<ReadPart> parts = {};
  ScanNotes notes = {};

  ReadPart& add_part();
};

// A reader for one thread. `read` must outlive it.
std::unique_ptr<ObjectVisitor> make_object_reader(HistoryRead& read);

// How a report calls an object that has no path yet.
std::string object_name(const HistoryRead& read, ObjectNumber object);

}  // namespace patrol
