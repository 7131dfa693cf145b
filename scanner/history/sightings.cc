#include "scanner/history/sightings.h"

#include <algorithm>
#include <utility>

#include "scanner/findings/fingerprint.h"

namespace patrol {

std::string Sightings::key(const Detection& detection) {
  return fingerprint(detection.secret, false);
}

void Sightings::add(ObjectNumber object,
                    const std::vector<Detection>& detections) {
  for (const Detection& detection : detections) {
    std::string name = key(detection);
    const std::lock_guard lock(mutex_);
    const auto next = static_cast<SecretNumber>(numbers_.size());
    const SecretNumber secret =
        numbers_.try_emplace(std::move(name), next).first->second;
    all_.push_back({object, secret});
  }
}

std::vector<Sighting> Sightings::take() {
  const std::lock_guard lock(mutex_);
  std::ranges::sort(all_);
  const auto repeated = std::ranges::unique(all_);
  all_.erase(repeated.begin(), repeated.end());
  return std::move(all_);
}

SecretNumber Sightings::number(const Detection& detection) const {
  const std::string name = key(detection);
  const std::lock_guard lock(mutex_);
  return numbers_.at(name);
}

}  // namespace patrol
