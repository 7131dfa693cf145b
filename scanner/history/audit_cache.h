// The records of audits (audit_record.h), kept from one run to the next, so
// that a second audit of a repository reads only what was added since: a report
// without them is the same and takes longer.
//
// A record is a sealed file (rules/sealed_folder.h says why it can be believed)
// under the user's cache folder. Its name is a hash of where the repository is
// and of everything that decides what is found in it; so a new version of
// patrol, or a changed rule, is another name, and everything is read anew.
//
//   ~/.cache/patrol/audits/   key   3f0c…   91d2…
//                                   a repository with the settings of a run
//
// What is in any doubt is taken away and counts as not there. At most
// kMostAudits records stay, of kMostAuditBytes together, those that were of use
// last. One that went costs its repository the time of a first audit.
//
// What it cannot know: whether a pack is the one that it was. It goes by the
// checksum at the pack's end, which git computes and patrol does not compute
// again. Where the repository's owner is not trusted, --no-cache reads all.
//
// Costs, to load, 3 ms for 100,000 ids, 90 ms for a million, and 0.7 s for ten
// million (200 MB): reading and hashing them, and the memory that they then
// take. Where objects are in packs, few are named one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/history/audit_record.h"
#include "scanner/rules/sealed_folder.h"

namespace patrol {

inline constexpr std::size_t kMostAudits = 64;
inline constexpr std::uint64_t kMostAuditBytes = std::uint64_t{256} << 20;

// One repository's record. Safe to use from several threads and processes at
// once: of two that store at once, one wins.
class AuditCache {
 public:
  // `repository`: the canonical path of its common folder. `settings`:
  // everything else that decides what is found, as one text: rules, which of
  // them are on, patrol's version, limits.
  // nullopt: there is no place for a cache (no home, not this user's, open to
  // others, cannot be made), and the audit goes on without.
  static std::optional<AuditCache> open(std::string_view repository,
                                        std::string_view settings);

  // The same, in `folder`; an empty one is no place.
  static std::optional<AuditCache> open(const std::filesystem::path& folder,
                                        std::string_view repository,
                                        std::string_view settings);

  // What store() was given; nothing if it is not there, or in doubt. The latter
  // is taken away.
  std::optional<AuditRecord> load() const;

  // Keeps `record` in place of the one before, its lists in order. What cannot
  // be written (a full disk, too large) is no error: it is a cache.
  void store(AuditRecord record) const;

 private:
  AuditCache(SealedFolder folder, std::string key)
      : folder_(std::move(folder)), key_(std::move(key)) {}

  SealedFolder folder_;
  std::string key_;
};

}  // namespace patrol
