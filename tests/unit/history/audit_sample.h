// Records for the tests of audit_record and audit_cache.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "scanner/history/audit_record.h"

namespace patrol {

// An id whose bytes all are `byte`.
inline ObjectId id_of(std::uint8_t byte, HashKind hash = HashKind::kSha1) {
  ObjectId id;
  for (std::size_t i = 0; i < id_size(hash); ++i) id.bytes[i] = byte;
  return id;
}

// Every field has a value of its own.
inline AuditRecord sample_record(HashKind hash = HashKind::kSha1) {
  AuditRecord record;
  record.hash = hash;
  record.packs = {id_of(0x11, hash).hex(hash), id_of(0xEE, hash).hex(hash)};
  record.loose = {id_of(1, hash), id_of(2, hash), id_of(3, hash)};
  record.look_again = {id_of(4, hash), id_of(5, hash)};
  record.binary = {id_of(6, hash)};
  record.lfs = {id_of(7, hash), id_of(8, hash)};
  record.missing = {id_of(9, hash)};
  record.gitlinks = {id_of(10, hash), id_of(11, hash)};
  record.of_head = {id_of(12, hash)};
  record.archives = {{id_of(20, hash), {"a.png", "a.png", "b!c.o"}},
                     {id_of(21, hash), {""}}};
  record.blobs = 12;
  record.commits = 1300;
  record.bytes = 0xFFFFFFFFFFFFFFFF;
  record.has_head = true;
  record.head = id_of(14, hash);
  record.refs.fill(15);
  record.has_places = true;
  record.places.resize(2);
  record.places[0] = {id_of(16, hash),
                      id_of(17, hash),
                      id_of(18, hash),
                      20,
                      {0, 127, 128, 0xFFFFFFFF},
                      300,
                      true,
                      false,
                      true};
  record.places[1] = {
      id_of(16, hash), id_of(19, hash), {}, 0, {}, 1, false, true, false};
  return record;
}

// Of any shape, its lists in order.
inline AuditRecord random_record(std::mt19937& random) {
  const auto below = [&](unsigned n) { return random() % n; };
  const auto hash = static_cast<HashKind>(below(2));
  const auto id = [&] {
    ObjectId out;
    for (std::size_t i = 0; i < id_size(hash); ++i) {
      out.bytes[i] = static_cast<std::uint8_t>(random());
    }
    return out;
  };
  AuditRecord record;
  record.hash = hash;
  for (auto n = below(4); n > 0; --n) record.packs.push_back(id().hex(hash));
  for (auto* list :
       {&record.loose, &record.look_again, &record.binary, &record.lfs,
        &record.missing, &record.gitlinks, &record.of_head}) {
    for (auto n = below(40); n > 0; --n) list->push_back(id());
  }
  for (auto n = below(5); n > 0; --n) {
    AuditArchive& archive = record.archives.emplace_back();
    archive.blob = id();
    for (auto m = below(4); m > 0; --m) {
      archive.binary_members.emplace_back(below(300), "ab!/"[below(4)]);
    }
  }
  record.blobs = random() >> below(32);
  record.commits = std::uint64_t{random()} << below(33);
  record.has_head = below(2) == 0;
  if (record.has_head) record.head = id();
  record.has_places = below(2) == 0;
  for (auto n = record.has_places ? below(9) : 0; n > 0; --n) {
    AuditPlace place{id(), id(),          id(),          7U,           {},
                     1,    below(2) == 0, below(2) == 0, below(2) == 0};
    place.versions = static_cast<std::uint32_t>(random() >> below(32));
    for (auto depth = below(6); depth > 0; --depth) {
      place.path.push_back(static_cast<std::uint32_t>(random() >> below(32)));
    }
    record.places.push_back(place);
  }
  sort_lists(record);
  return record;
}

}  // namespace patrol
