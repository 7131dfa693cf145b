#include "scanner/detect/detector_worker.h"

#include <algorithm>
#include <utility>

#include "scanner/core/buffer.h"
#include "scanner/detect/decoded.h"
#include "scanner/rules/literal_choice.h"

namespace patrol {
namespace {

std::uint64_t minus(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

bool holds_span(const Match& match, Span span) {
  return match.whole.contains(span);
}

// Bytes before a literal within which a match that holds it may begin, up to
// which each place is tried by itself. A try that fails costs 0.1 us, a search
// through the 700 bytes behind the name of a value 1 to 2 us.
constexpr std::uint32_t kFewBytes = 8;

// Does the window hold a run as long as every match has? Nearly all names are
// followed by no value: a look at each byte that ends `length` others tells.
bool window_holds(const RunTrigger& run, std::string_view text, Span window) {
  const auto is_member = [&](std::uint64_t at) {
    return run.set.contains(static_cast<unsigned char>(text[at]));
  };
  std::uint64_t begin = window.begin;  // no run begins before it
  while (begin + run.length <= window.end) {
    std::uint64_t at = begin + run.length;
    while (at > begin && is_member(at - 1)) --at;
    if (at == begin) return true;
    begin = at;
  }
  return run.length == 0;
}

void note_asked(RuleCost* cost, Span window) {
  if (cost == nullptr) return;
  ++cost->asked;
  cost->bytes += window.size();
}

}  // namespace

void Detector::Worker::Impl::detect(const Piece& piece, Detected& out) {
  out_ = &out;
  may_decode_ = kMostDecoded * piece.text.size();
  detect_text(piece, nullptr, detector_.options.decode_depth);
}

void Detector::Worker::Impl::detect_binary(const Piece& piece, Detected& out) {
  out_ = &out;
  around_ = nullptr;
  survey_.take(piece.text);
  match(piece, detector_.in_binary);
}

const std::vector<bool>& Detector::Worker::Impl::rules_for(
    bool is_binary) const {
  return is_binary ? detector_.in_binary : detector_.in_text;
}

// A text, and what is encoded in it, `depth` levels deep.
void Detector::Worker::Impl::detect_text(const Piece& piece,
                                         const Place* around, unsigned depth) {
  around_ = around;
  survey_.take(piece.text);
  match(piece, detector_.in_text);
  // All are found before the first is decoded, which takes surveys of its own.
  std::vector<EncodedRun> encoded;
  find_encoded(piece, around, depth, encoded);
  for (const EncodedRun& run : encoded) {
    detect_run({piece.text, run.where, around}, *run.decoder,
               run.decoder->nests ? depth - 1 : depth);
  }
}

void Detector::Worker::Impl::find_encoded(const Piece& piece,
                                          const Place* around, unsigned depth,
                                          std::vector<EncodedRun>& out) {
  for (const Decoder& decoder : decoders()) {
    if (decoder.nests ? depth > 0 : around != nullptr) {
      find(piece, decoder, out);
    }
  }
  if (traces_ == nullptr || around != nullptr) return;
  for (const EncodedRun& run : out) traces_->encoded.push_back(run.where);
}

void Detector::Worker::Impl::find(const Piece& piece, const Decoder& decoder,
                                  std::vector<EncodedRun>& out) {
  spans_.clear();
  decoder.find(piece.text, survey_, spans_);
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
  detect_text({text.view(), {0, bytes.size()}}, &place, depth);
  translate(place, decoder, bytes, first, first_dropped, *out_);
}

void Detector::Worker::Impl::match(const Piece& piece,
                                   const std::vector<bool>& rules) {
  gate_.take(piece.text);
  literals(piece, rules);
  for (const RunGroup& group : detector_.run_groups) runs(piece, group, rules);
  for (RuleIndex rule : detector_.untriggered) {
    if (!rules[static_cast<std::size_t>(rule)]) continue;
    if (detector_.rules[rule].whole_text) {
      whole(piece, rule);
    } else {
      all_in(piece, rule, piece.seen);
    }
  }
}

void Detector::Worker::Impl::literals(const Piece& piece,
                                      const std::vector<bool>& rules) {
  // A literal that begins in `seen` may end behind it.
  const std::uint64_t end = std::min<std::uint64_t>(
      piece.text.size(), piece.seen.end + kLongestLiteral);
  hits_.clear();
  to_run_.clear();
  detector_.prefilter.scan(
      piece.text.substr(piece.seen.begin, end - piece.seen.begin), *scratch_,
      hits_);
  for (Hit& hit : hits_) {
    if (!rules[static_cast<std::size_t>(hit.rule)]) continue;
    hit.begin += piece.seen.begin;
    if (hit.begin >= piece.seen.end) continue;
    if (traces_ != nullptr && around_ == nullptr) traces_->hits.push_back(hit);
    if (RuleCost* cost = cost_of(hit.rule)) ++cost->hits;
    confirm_hit(piece, hit);
  }
  for (RuleIndex rule : to_run_) whole(piece, rule);
}

// A rule without a bound: it runs over the text once, however often a trigger
// is there. What that gives may hang on all of the text, which is not clean.
void Detector::Worker::Impl::note_to_run(RuleIndex rule) {
  if (std::ranges::find(to_run_, rule) == to_run_.end())
    to_run_.push_back(rule);
  if (traces_ != nullptr) traces_->has_runs = true;
}

// Matches one behind the other, as the expression finds them in the text.
void Detector::Worker::Impl::whole(const Piece& piece, RuleIndex rule) {
  for (std::uint64_t begin = piece.seen.begin; begin < piece.seen.end;) {
    const auto match = first(piece, rule, {begin, piece.text.size()});
    if (!match || match->whole.begin >= piece.seen.end) return;
    if (match->secret.size() > 0) {
      judge(piece, rule, match->whole.begin, *match);
    }
    begin = std::max(match->whole.end, match->whole.begin + 1);
  }
}

// The match that holds this hit, looked for in the hit's own window:
//
//   | before . . . . | literal | after . . . . |
//
void Detector::Worker::Impl::confirm_hit(const Piece& piece, const Hit& hit) {
  if (!detector_.prefilter.may_match(hit, piece.text)) return;
  const LiteralTrigger& literal =
      detector_.rules[hit.rule].trigger.literals[hit.literal];
  const Span at{hit.begin, hit.begin + literal.text.size()};
  if (detector_.rules[hit.rule].whole_text) {
    note_to_run(hit.rule);
    return;
  }
  Span window{
      minus(at.begin, literal.reach.before),
      std::min<std::uint64_t>(piece.text.size(), at.end + literal.reach.after)};
  const RunTrigger& run = detector_.rules[hit.rule].trigger.run;
  if (!window_holds(run, piece.text, window)) return;
  if (literal.reach.fixed_start) {
    if (at.begin < literal.reach.before) return;
    note_asked(cost_of(hit.rule), window);
    const auto match = detector_.confirm.at_begin(hit.rule, piece.text, window);
    if (match) judge(piece, hit.rule, at.begin, *match);
    return;
  }
  if (literal.reach.before <= kFewBytes) {
    confirm_from_few(piece, hit, at, window);
    return;
  }
  while (const auto match = first(piece, hit.rule, window)) {
    if (match->whole.begin > at.begin) return;
    if (holds_span(*match, at)) {
      judge(piece, hit.rule, at.begin, *match);
      return;
    }
    window.begin = match->whole.begin + 1;
  }
}

// The same where a match begins at one of a few places. The expression is tried
// at each, and ends where it fails; looked for, it would be tried at all bytes
// of the window, most of them behind the literal.
void Detector::Worker::Impl::confirm_from_few(const Piece& piece,
                                              const Hit& hit, Span at,
                                              Span window) {
  for (; window.begin <= at.begin; ++window.begin) {
    note_asked(cost_of(hit.rule), window);
    const auto match = detector_.confirm.at_begin(hit.rule, piece.text, window);
    if (!match || !holds_span(*match, at)) continue;
    judge(piece, hit.rule, at.begin, *match);
    return;
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
      piece.text.size(), piece.seen.end + before + group.finder.length());
  spans_.clear();
  if (group.in_plain) {
    for (const Span& run : survey_.plain_runs()) {
      if (run.size() < group.finder.length() || run.end <= piece.seen.begin)
        continue;
      if (run.begin >= end) break;
      group.finder.find(piece.text, run.within({piece.seen.begin, end}),
                        spans_);
    }
  } else {
    group.finder.find(piece.text, {piece.seen.begin, end}, spans_);
  }
  if (spans_.empty()) return;
  if (traces_ != nullptr && around_ == nullptr) traces_->has_runs = true;
  for (RuleIndex rule : group.rules) {
    if (!rules[static_cast<std::size_t>(rule)]) continue;
    if (detector_.rules[rule].whole_text) {
      whole(piece, rule);
      continue;
    }
    for (const Span& run : spans_) {
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
    const auto match = first(piece, rule, {begin, end});
    if (!match || match->whole.begin >= window.end) return;
    judge(piece, rule, match->whole.begin, *match);
    begin = match->whole.begin + 1;
  }
}

// Null: nothing is counted.
RuleCost* Detector::Worker::Impl::cost_of(RuleIndex rule) const {
  RuleCosts* costs = detector_.options.costs;
  return costs ? &(*costs)[static_cast<std::size_t>(rule)] : nullptr;
}

std::optional<Match> Detector::Worker::Impl::first(const Piece& piece,
                                                   RuleIndex rule,
                                                   Span window) {
  note_asked(cost_of(rule), window);
  return detector_.confirm.first(rule, piece.text, window);
}

void Detector::Worker::Impl::judge(const Piece& piece, RuleIndex rule,
                                   std::uint64_t trigger, const Match& match) {
  RuleCost* cost = cost_of(rule);
  if (cost) ++cost->matches;
  auto verdict = detector_.judge.judge(rule, piece.text, match, around_);
  if (auto* judgement = std::get_if<Judgement>(&verdict)) {
    if (cost) ++cost->kept;
    const std::string_view secret =
        piece.text.substr(match.secret.begin, match.secret.size());
    out_->candidates.push_back({rule, trigger, match, std::move(*judgement),
                                Secret(std::string(secret))});
    out_->candidates.back().is_gated = !gate_.lets_pass(detector_.rules[rule]);
  } else {
    out_->dropped.push_back({rule, match.secret, std::get<Drop>(verdict)});
  }
}

}  // namespace patrol
