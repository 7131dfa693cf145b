#include "scanner/detect/detector.h"

#include <algorithm>
#include <utility>

#include "scanner/detect/confirm.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/run_finder.h"
#include "scanner/rules/literal_choice.h"

namespace patrol {
namespace {

// Rules of which each wants the same runs found: one search serves them all.
struct RunGroup {
  ByteSet set;
  std::uint32_t length = 0;
  std::vector<RuleIndex> rules;
};

std::uint64_t minus(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

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

bool holds_span(const Match& match, Span span) {
  return match.whole.contains(span);
}

}  // namespace

struct Detector::Impl {
  Impl(const RuleSet& set, Prefilter loaded)
      : rules(set), prefilter(std::move(loaded)), confirm(set), judge(set) {}

  void sort_rules(const std::vector<bool>& enabled);

  const RuleSet& rules;
  Prefilter prefilter;
  Confirm confirm;
  Judge judge;
  std::vector<bool> reported;   // by rule: enabled, not for others alone
  std::vector<bool> in_text;    // by rule: enabled, or required by one that is
  std::vector<bool> in_binary;  // the same, if it applies to binary data
  std::vector<RunGroup> run_groups;
  std::vector<RuleIndex> untriggered;
};

void Detector::Impl::sort_rules(const std::vector<bool>& enabled) {
  const std::vector<bool> wanted = with_required(enabled, rules);
  reported = enabled;
  in_text = wanted;
  in_binary = wanted;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules.rules()[i];
    reported[i] = enabled[i] && !rule.skip_report;
    in_binary[i] = wanted[i] && applies_to_binary(rule);
    if (!wanted[i] || !rule.trigger.literals.empty()) continue;
    const RunTrigger& run = rule.trigger.run;
    if (run.length == 0) {
      untriggered.push_back(RuleIndex{i});
      continue;
    }
    auto group = std::ranges::find_if(run_groups, [&](const RunGroup& g) {
      return g.set == run.set && g.length == run.length;
    });
    if (group == run_groups.end()) {
      group = run_groups.insert(group, {run.set, run.length, {}});
    }
    group->rules.push_back(RuleIndex{i});
  }
}

Result<Detector> Detector::make(const RuleSet& rules, std::string_view database,
                                const std::vector<bool>& enabled) {
  Result<Prefilter> prefilter = Prefilter::load(rules, database);
  if (!prefilter) return prefilter.error();
  auto impl = std::make_unique<Impl>(rules, *std::move(prefilter));
  impl->sort_rules(enabled);
  return Detector(std::move(impl));
}

Detector::Detector(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector::~Detector() = default;

const RuleSet& Detector::rules() const { return impl_->rules; }

bool Detector::reports(RuleIndex rule) const {
  return impl_->reported[static_cast<std::size_t>(rule)];
}

bool Detector::applies_to_binary(const Rule& rule) {
  if (!rule.checksum.empty()) return true;
  return !rule.generic && rule.near.empty() && !rule.trigger.literals.empty() &&
         rule.confidence >= Confidence::kHigh;
}

class Detector::Worker::Impl {
 public:
  Impl(const Detector::Impl& detector, Prefilter::ScratchPtr scratch)
      : detector_(detector), scratch_(std::move(scratch)) {}

  const Detector::Impl& detector() const { return detector_; }

  void detect(const Piece& piece, const std::vector<bool>& rules,
              std::vector<Candidate>& out, std::vector<Dropped>& dropped);

 private:
  void literals(const Piece& piece, const std::vector<bool>& rules);
  void confirm_hit(const Piece& piece, const Hit& hit);
  void runs(const Piece& piece, const RunGroup& group,
            const std::vector<bool>& rules);
  void all_in(const Piece& piece, RuleIndex rule, Span window);
  void judge(const Piece& piece, RuleIndex rule, std::uint64_t trigger,
             const Match& match);

  const Detector::Impl& detector_;
  Prefilter::ScratchPtr scratch_;
  std::vector<Hit> hits_;
  std::vector<Span> found_runs_;
  std::vector<Candidate>* candidates_ = nullptr;  // of the running call
  std::vector<Dropped>* drops_ = nullptr;         // likewise
};

void Detector::Worker::Impl::detect(const Piece& piece,
                                    const std::vector<bool>& rules,
                                    std::vector<Candidate>& out,
                                    std::vector<Dropped>& dropped) {
  candidates_ = &out;
  drops_ = &dropped;
  literals(piece, rules);
  for (const RunGroup& group : detector_.run_groups) runs(piece, group, rules);
  for (RuleIndex rule : detector_.untriggered) {
    if (rules[static_cast<std::size_t>(rule)]) all_in(piece, rule, piece.seen);
  }
}

void Detector::Worker::Impl::literals(const Piece& piece,
                                      const std::vector<bool>& rules) {
  // A literal that begins in `seen` may end behind it.
  const std::uint64_t end = std::min<std::uint64_t>(
      piece.text.size(), piece.seen.end + kLongestLiteral);
  hits_.clear();
  detector_.prefilter.scan(
      piece.text.substr(piece.seen.begin, end - piece.seen.begin), *scratch_,
      hits_);
  for (Hit& hit : hits_) {
    if (!rules[static_cast<std::size_t>(hit.rule)]) continue;
    hit.begin += piece.seen.begin;
    if (hit.begin < piece.seen.end) confirm_hit(piece, hit);
  }
}

// The match that holds this hit, looked for in the hit's own window:
//
//   | before . . . . | literal | after . . . . |
//
void Detector::Worker::Impl::confirm_hit(const Piece& piece, const Hit& hit) {
  const LiteralTrigger& literal =
      detector_.rules[hit.rule].trigger.literals[hit.literal];
  const Span at{hit.begin, hit.begin + literal.text.size()};
  Span window{
      minus(at.begin, literal.reach.before),
      std::min<std::uint64_t>(piece.text.size(), at.end + literal.reach.after)};
  if (literal.reach.fixed_start) {
    if (at.begin < literal.reach.before) return;
    const auto match = detector_.confirm.at_begin(hit.rule, piece.text, window);
    if (match) judge(piece, hit.rule, at.begin, *match);
    return;
  }
  while (const auto match =
             detector_.confirm.first(hit.rule, piece.text, window)) {
    if (match->whole.begin > at.begin) return;
    if (holds_span(*match, at)) {
      judge(piece, hit.rule, at.begin, *match);
      return;
    }
    window.begin = match->whole.begin + 1;
  }
}

void Detector::Worker::Impl::runs(const Piece& piece, const RunGroup& group,
                                  const std::vector<bool>& rules) {
  // A match that begins in `seen` has its run's first `length` bytes in here.
  std::uint64_t before = 0;
  for (RuleIndex rule : group.rules) {
    before = std::max<std::uint64_t>(
        before, detector_.rules[rule].trigger.run.reach.before);
  }
  const std::uint64_t end = std::min<std::uint64_t>(
      piece.text.size(), piece.seen.end + before + group.length);
  found_runs_.clear();
  find_runs(piece.text.substr(piece.seen.begin, end - piece.seen.begin),
            group.set, group.length, found_runs_);
  for (const Span& run : found_runs_) {
    for (RuleIndex rule : group.rules) {
      if (!rules[static_cast<std::size_t>(rule)]) continue;
      const Reach& reach = detector_.rules[rule].trigger.run.reach;
      const std::uint64_t begin = piece.seen.begin + run.begin;
      all_in(piece, rule,
             {std::max(piece.seen.begin, minus(begin, reach.before)),
              std::min(piece.seen.end, piece.seen.begin + run.end)});
    }
  }
}

// Every match that begins in `window`, overlapping ones too: where check
// digits tell, a token may be glued to more of its own alphabet.
void Detector::Worker::Impl::all_in(const Piece& piece, RuleIndex rule,
                                    Span window) {
  const std::uint64_t length = detector_.rules[rule].max_length;
  const std::uint64_t end =
      std::min<std::uint64_t>(piece.text.size(), window.end + length + 1);
  for (std::uint64_t begin = window.begin; begin < window.end;) {
    const auto match = detector_.confirm.first(rule, piece.text, {begin, end});
    if (!match || match->whole.begin >= window.end) return;
    judge(piece, rule, match->whole.begin, *match);
    begin = match->whole.begin + 1;
  }
}

void Detector::Worker::Impl::judge(const Piece& piece, RuleIndex rule,
                                   std::uint64_t trigger, const Match& match) {
  auto verdict = detector_.judge.judge(rule, piece.text, match);
  if (auto* judgement = std::get_if<Judgement>(&verdict)) {
    candidates_->push_back({rule, trigger, match, std::move(*judgement)});
  } else {
    drops_->push_back({rule, match.secret, std::get<Drop>(verdict)});
  }
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

void Detector::Worker::detect(const Piece& piece, std::vector<Candidate>& out,
                              std::vector<Dropped>& dropped) {
  impl_->detect(piece, impl_->detector().in_text, out, dropped);
}

void Detector::Worker::detect_binary(const Piece& piece,
                                     std::vector<Candidate>& out,
                                     std::vector<Dropped>& dropped) {
  impl_->detect(piece, impl_->detector().in_binary, out, dropped);
}

}  // namespace patrol
