#include "scanner/detect/detector.h"

#include <algorithm>
#include <utility>

#include "scanner/detect/detector_worker.h"

namespace patrol {
namespace {

// `wanted` and the rules that those require.
std::vector<bool> with_required(std::vector<bool> wanted,
                                const RuleSet& rules) {
  const std::vector<bool> asked_for = wanted;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!asked_for[i]) continue;
    for (const Required& required : rules.rules()[i].required) {
      const auto index = rules.find(required.id);
      if (index) wanted[static_cast<std::size_t>(*index)] = true;
    }
  }
  return wanted;
}

bool lies_in_plain(const RunTrigger& run) {
  ByteSet letters;
  letters.add_range('A', 'Z');
  letters.add_range('a', 'z');
  letters.add_range('0', '9');
  return run.length >= kLeastBase64 && run.set.is_subset_of(letters);
}

}  // namespace

void Detector::Impl::sort_rules(const std::vector<bool>& enabled) {
  const std::vector<bool> wanted = with_required(enabled, rules);
  reported = enabled;
  in_text = wanted;
  in_binary = wanted;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules.rules()[i];
    reported[i] = enabled[i] && !rule.skip_report;
    in_binary[i] = wanted[i] && applies_to_binary(rule);
    if (!wanted[i] || rule.regex.empty()) continue;
    if (!rule.trigger.literals.empty()) continue;
    const RunTrigger& run = rule.trigger.run;
    if (run.length == 0) {
      untriggered.push_back(RuleIndex{i});
      continue;
    }
    auto group = std::ranges::find_if(run_groups, [&](const RunGroup& g) {
      return g.finder.alphabet() == run.set && g.finder.length() == run.length;
    });
    if (group == run_groups.end()) {
      group = run_groups.insert(
          group, {RunFinder(run.set, run.length), lies_in_plain(run), {}});
    }
    group->rules.push_back(RuleIndex{i});
  }
}

Result<Detector> Detector::make(const RuleSet& rules, std::string_view database,
                                const std::vector<bool>& enabled,
                                const DetectorOptions& options) {
  Result<Prefilter> prefilter = Prefilter::load(rules, database);
  if (!prefilter) return prefilter.error();
  auto impl = std::make_unique<Impl>(rules, *std::move(prefilter));
  impl->sort_rules(enabled);
  impl->options = options;
  return Detector(std::move(impl));
}

Detector::Detector(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector::~Detector() = default;

const RuleSet& Detector::rules() const { return impl_->rules; }

const DetectorOptions& Detector::options() const { return impl_->options; }

bool Detector::reports(RuleIndex rule) const {
  return impl_->reported[static_cast<std::size_t>(rule)];
}

bool Detector::applies_to_binary(const Rule& rule) {
  if (!rule.checksum.empty()) return true;
  return !rule.generic && rule.near.empty() && !rule.trigger.literals.empty() &&
         rule.confidence >= Confidence::kHigh;
}

Result<Detector::Worker> Detector::Worker::make(const Detector& detector) {
  auto scratch = detector.impl_->prefilter.make_scratch();
  if (!scratch) return scratch.error();
  return Worker(std::make_unique<Impl>(*detector.impl_, *std::move(scratch)));
}

Detector::Worker::Worker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Detector::Worker::Worker(Worker&&) noexcept = default;
Detector::Worker& Detector::Worker::operator=(Worker&&) noexcept = default;
Detector::Worker::~Worker() = default;

void Detector::Worker::detect(const Piece& piece, Detected& out) {
  impl_->detect(piece, out);
}

void Detector::Worker::detect_binary(const Piece& piece, Detected& out) {
  impl_->detect_binary(piece, out);
}

bool Detector::Worker::detect_whole(std::string_view text, bool is_binary,
                                    Detected& out, CleanText& clean) {
  return impl_->detect_whole(text, is_binary, out, clean);
}

bool Detector::Worker::stays_clean(std::string_view text, const CleanText& base,
                                   std::span<const CopiedRun> runs,
                                   CleanText& clean) {
  return impl_->stays_clean(text, base, runs, clean);
}

}  // namespace patrol
