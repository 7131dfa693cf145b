#include "scanner/detect/detector.h"

#include <algorithm>
#include <utility>

#include "scanner/core/buffer.h"
#include "scanner/decode/decoder.h"
#include "scanner/decode/run_finder.h"
#include "scanner/detect/confirm.h"
#include "scanner/detect/context.h"
#include "scanner/detect/decoded.h"
#include "scanner/detect/prefilter.h"
#include "scanner/rules/literal_choice.h"

namespace patrol {
namespace {

// Rules of which each wants the same runs found: one search serves them all.
struct RunGroup {
  RunFinder finder;
  bool in_plain = false;  // a run lies within one of Survey::plain_runs()
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

// Do the bytes around a literal allow a match? Nearly all hits are words that
// go on, as "info_" for "nfo_": told by two bits, where RE2 takes 0.5 us.
bool may_touch(const LiteralTrigger& literal, std::string_view text, Span at) {
  const auto holds = [&](const ByteSet& set, std::uint64_t place) {
    return set.contains(static_cast<unsigned char>(text[place]));
  };
  return (at.begin == 0 || holds(literal.before, at.begin - 1)) &&
         (at.end >= text.size() || holds(literal.after, at.end));
}

// A stretch of a text that a decoder can read.
struct EncodedRun {
  Span where;
  const Decoder* decoder;
};

bool lies_in_plain(const RunTrigger& run) {
  ByteSet letters;
  letters.add_range('A', 'Z');
  letters.add_range('a', 'z');
  letters.add_range('0', '9');
  return run.length >= kLeastBase64 && run.set.is_subset_of(letters);
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
  unsigned decode_depth = kDecodeDepth;
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
                                unsigned decode_depth) {
  Result<Prefilter> prefilter = Prefilter::load(rules, database);
  if (!prefilter) return prefilter.error();
  auto impl = std::make_unique<Impl>(rules, *std::move(prefilter));
  impl->sort_rules(enabled);
  impl->decode_depth = decode_depth;
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

  void notice(const Piece& piece, Noticed& out);
  void notice(std::string_view text, const Noticed& base, const Change& change,
              Noticed& out);
  void detect(const Piece& piece, const Noticed& noticed, Detected& out);
  void detect_binary(const Piece& piece, const Noticed& noticed, Detected& out);

 private:
  std::size_t length_of(const Hit& hit) const;
  void search(std::string_view text, const Span& part, std::vector<Hit>& out);
  void match(const Piece& piece, const Noticed& noticed,
             const std::vector<bool>& rules);
  void confirm_hit(const Piece& piece, const Hit& hit);
  void runs(const Piece& piece, const Survey& survey, const RunGroup& group,
            const std::vector<bool>& rules);
  void all_in(const Piece& piece, RuleIndex rule, Span window);
  void judge(const Piece& piece, RuleIndex rule, std::uint64_t trigger,
             const Match& match);

  void detect_text(const Piece& piece, const Noticed& noticed,
                   const Place* around, unsigned depth);
  void find(const Piece& piece, const Survey& survey, const Decoder& decoder,
            std::vector<EncodedRun>& out);
  void detect_run(const Place& place, const Decoder& decoder, unsigned depth);

  const Detector::Impl& detector_;
  Prefilter::ScratchPtr scratch_;
  std::vector<Span> spans_;
  Noticed decoded_;                // of the text that was decoded last
  Detected* out_ = nullptr;        // of the running call
  const Place* around_ = nullptr;  // of the text that is matched
  std::uint64_t may_decode_ = 0;   // bytes, of the running call
};

// A literal that begins in `seen` may end behind it.
void Detector::Worker::Impl::notice(const Piece& piece, Noticed& out) {
  out.survey.take(piece.text);
  out.hits.clear();
  const std::uint64_t end = std::min<std::uint64_t>(
      piece.text.size(), piece.seen.end + kLongestLiteral);
  search(piece.text, {piece.seen.begin, end}, out.hits);
  std::erase_if(out.hits,
                [&](const Hit& hit) { return hit.begin >= piece.seen.end; });
  std::ranges::sort(out.hits, {}, &Hit::begin);
}

void Detector::Worker::Impl::notice(std::string_view text, const Noticed& base,
                                    const Change& change, Noticed& out) {
  out.survey.take(text, base.survey, change);
  out.hits.clear();
  for (const Span& window : change.windows) search(text, window, out.hits);
  for (const CopiedRun& run : change.runs) {
    auto hit = std::ranges::lower_bound(
        base.hits, std::uint64_t{run.base_offset}, {}, &Hit::begin);
    for (; hit != base.hits.end() && hit->begin < run.base_end(); ++hit) {
      const std::uint64_t begin = hit->begin - run.base_offset + run.offset;
      const Span literal{begin, begin + length_of(*hit)};
      if (literal.end <= run.end() && !change.covers(literal)) {
        out.hits.push_back({hit->rule, hit->literal, begin});
      }
    }
  }
  std::ranges::sort(out.hits, {}, &Hit::begin);
}

std::size_t Detector::Worker::Impl::length_of(const Hit& hit) const {
  return detector_.rules[hit.rule].trigger.literals[hit.literal].text.size();
}

void Detector::Worker::Impl::search(std::string_view text, const Span& part,
                                    std::vector<Hit>& out) {
  const std::size_t first = out.size();
  detector_.prefilter.scan(text.substr(part.begin, part.size()), *scratch_,
                           out);
  for (std::size_t i = first; i < out.size(); ++i) out[i].begin += part.begin;
}

void Detector::Worker::Impl::detect(const Piece& piece, const Noticed& noticed,
                                    Detected& out) {
  out_ = &out;
  may_decode_ = kMostDecoded * piece.text.size();
  detect_text(piece, noticed, nullptr, detector_.decode_depth);
}

void Detector::Worker::Impl::detect_binary(const Piece& piece,
                                           const Noticed& noticed,
                                           Detected& out) {
  out_ = &out;
  around_ = nullptr;
  match(piece, noticed, detector_.in_binary);
}

// A text, and what is encoded in it, `depth` levels deep.
void Detector::Worker::Impl::detect_text(const Piece& piece,
                                         const Noticed& noticed,
                                         const Place* around, unsigned depth) {
  around_ = around;
  match(piece, noticed, detector_.in_text);
  // All are found before the first is decoded: `noticed` may be decoded_.
  std::vector<EncodedRun> encoded;
  for (const Decoder& decoder : decoders()) {
    if (decoder.nests ? depth > 0 : around != nullptr) {
      find(piece, noticed.survey, decoder, encoded);
    }
  }
  for (const EncodedRun& run : encoded) {
    detect_run({piece.text, run.where, around}, *run.decoder,
               run.decoder->nests ? depth - 1 : depth);
  }
}

void Detector::Worker::Impl::find(const Piece& piece, const Survey& survey,
                                  const Decoder& decoder,
                                  std::vector<EncodedRun>& out) {
  spans_.clear();
  decoder.find(piece.text, survey, spans_);
  for (const Span& run : spans_) {
    if (run.end <= piece.seen.begin || run.begin >= piece.seen.end) continue;
    out.push_back({run, &decoder});
  }
}

void Detector::Worker::Impl::detect_run(const Place& place,
                                        const Decoder& decoder,
                                        unsigned depth) {
  std::string bytes;
  decoder.decode(place.text, place.where, bytes);
  if (!may_hold_token(bytes)) return;
  if (bytes.size() > may_decode_) {
    out_->too_much_encoded = true;
    return;
  }
  may_decode_ -= bytes.size();
  const std::size_t first = out_->candidates.size();
  const std::size_t first_dropped = out_->dropped.size();
  const PaddedCopy text(bytes);
  const Piece piece{text.view(), {0, bytes.size()}};
  notice(piece, decoded_);
  detect_text(piece, decoded_, &place, depth);
  translate(place, decoder, first, first_dropped, *out_);
}

void Detector::Worker::Impl::match(const Piece& piece, const Noticed& noticed,
                                   const std::vector<bool>& rules) {
  for (const Hit& hit : noticed.hits) {
    if (rules[static_cast<std::size_t>(hit.rule)]) confirm_hit(piece, hit);
  }
  for (const RunGroup& group : detector_.run_groups) {
    runs(piece, noticed.survey, group, rules);
  }
  for (RuleIndex rule : detector_.untriggered) {
    if (rules[static_cast<std::size_t>(rule)]) all_in(piece, rule, piece.seen);
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
  if (!may_touch(literal, piece.text, at) ||
      !detector_.prefilter.may_go_on(hit, piece.text.substr(at.end))) {
    return;
  }
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

void Detector::Worker::Impl::runs(const Piece& piece, const Survey& survey,
                                  const RunGroup& group,
                                  const std::vector<bool>& rules) {
  // A match that begins in `seen` has its run's first `length` bytes in here.
  std::uint64_t before = 0;
  for (RuleIndex rule : group.rules) {
    before = std::max<std::uint64_t>(
        before, detector_.rules[rule].trigger.run.reach.before);
  }
  const std::uint64_t end = std::min<std::uint64_t>(
      piece.text.size(), piece.seen.end + before + group.finder.length());
  spans_.clear();
  if (group.in_plain) {
    for (const Span& run : survey.plain_runs()) {
      if (run.size() < group.finder.length() || run.end <= piece.seen.begin)
        continue;
      if (run.begin >= end) break;
      group.finder.find(piece.text, run.within({piece.seen.begin, end}),
                        spans_);
    }
  } else {
    group.finder.find(piece.text, {piece.seen.begin, end}, spans_);
  }
  for (const Span& run : spans_) {
    for (RuleIndex rule : group.rules) {
      if (!rules[static_cast<std::size_t>(rule)]) continue;
      const Reach& reach = detector_.rules[rule].trigger.run.reach;
      all_in(piece, rule,
             {std::max(piece.seen.begin, minus(run.begin, reach.before)),
              std::min(piece.seen.end, run.end)});
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
  auto verdict = detector_.judge.judge(rule, piece.text, match, around_);
  if (auto* judgement = std::get_if<Judgement>(&verdict)) {
    const std::string_view secret =
        piece.text.substr(match.secret.begin, match.secret.size());
    out_->candidates.push_back({rule, trigger, match, std::move(*judgement),
                                Secret(std::string(secret))});
  } else {
    out_->dropped.push_back({rule, match.secret, std::get<Drop>(verdict)});
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

void Detector::Worker::notice(const Piece& piece, Noticed& out) {
  impl_->notice(piece, out);
}

void Detector::Worker::notice(std::string_view text, const Noticed& base,
                              const Change& change, Noticed& out) {
  impl_->notice(text, base, change, out);
}

void Detector::Worker::detect(const Piece& piece, const Noticed& noticed,
                              Detected& out) {
  impl_->detect(piece, noticed, out);
}

void Detector::Worker::detect_binary(const Piece& piece, const Noticed& noticed,
                                     Detected& out) {
  impl_->detect_binary(piece, noticed, out);
}

}  // namespace patrol
