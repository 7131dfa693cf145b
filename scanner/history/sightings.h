// Which secret was seen in which object, while a history is read: all that is
// kept of what was found until it is known which commit brought it in. Then
// the few blobs that did are scanned once more, for what a report shows.
//
//   blob 17   secret 0, secret 1      a key stands in thousands of versions of
//   a blob 18   secret 0                file: a sighting is eight bytes, what a
//                                     report says of one place is a thousand
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/packs/object_table.h"

namespace patrol {

using SecretNumber = std::uint32_t;

// Distinct secrets, numbered as they come: equal for those that a report shows
// as one (findings/fingerprint.h). Where its line marks it as none it is
// another: so a version that takes the marker away brings the secret in, and
// one that puts it there takes the secret out. Safe to use from many threads.
class Secrets {
 public:
  SecretNumber add(const Detection& detection);
  // nullopt: it was not added.
  std::optional<SecretNumber> find(const Detection& detection) const;

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::map<std::string, SecretNumber> numbers_;
};

struct Sighting {
  ObjectNumber object = kNoObject;
  SecretNumber secret = 0;
  auto operator<=>(const Sighting&) const = default;
};

// add() is safe to call from many threads.
class Sightings {
 public:
  // What was detected in `object`, or in what it packs.
  void add(ObjectNumber object, const std::vector<Detection>& detections);

  // All, sorted, each once. REQUIRES: after the last add().
  std::vector<Sighting> take();

  const Secrets& secrets() const { return secrets_; }

 private:
  Secrets secrets_;
  std::mutex mutex_;  // guards what follows
  std::vector<Sighting> all_;
};

}  // namespace patrol
