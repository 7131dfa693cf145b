#include "scanner/history/sightings.h"

#include <algorithm>
#include <utility>

#include "scanner/findings/fingerprint.h"

namespace patrol {
namespace {

std::string name_of(const Detection& detection) {
  return (detection.is_marked ? "marked " : "") +
         fingerprint(detection.secret, false);
}

}  // namespace

SecretNumber Secrets::add(const Detection& detection) {
  std::string name = name_of(detection);
  const std::lock_guard lock(mutex_);
  const auto next = static_cast<SecretNumber>(numbers_.size());
  return numbers_.try_emplace(std::move(name), next).first->second;
}

std::optional<SecretNumber> Secrets::find(const Detection& detection) const {
  const std::string name = name_of(detection);
  const std::lock_guard lock(mutex_);
  const auto known = numbers_.find(name);
  if (known == numbers_.end()) return std::nullopt;
  return known->second;
}

void Sightings::add(ObjectNumber object,
                    const std::vector<Detection>& detections) {
  for (const Detection& detection : detections) {
    const SecretNumber secret = secrets_.add(detection);
    const std::lock_guard lock(mutex_);
    all_.push_back({object, secret});
  }
}

std::vector<Sighting> Sightings::take() {
  const std::lock_guard lock(mutex_);
  std::ranges::sort(all_);
  all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
  return std::move(all_);
}

}  // namespace patrol
